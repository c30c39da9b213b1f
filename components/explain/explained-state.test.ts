import { expect, it } from 'vitest';
import { explainedState } from '@/components/explain/explained-state';
import type { AttestationStatus } from '@/lib/domain/vocabulary';

const CASES: [AttestationStatus | null, string, AttestationStatus | null][] = [
  ['Passed', 'passed', 'Passed'],
  ['Passed', 'contradictory', 'Unknown'],
  ['TpmError', 'tpmError', 'TpmError'],
  [null, 'unreadable', 'Unknown'],
  [null, 'featureMissing', 'NotConfigured'],
  [null, 'featureRestartPending', 'NotConfigured'],
  [null, 'nothingUnderstood', null],
  [null, 'unwrapFailed', null],
  ['Passed', 'outputsDisagree', null],
  ['Passed', 'hgsPassed', null],
  ['TpmError', 'someNotAble', null],
];

it.each(CASES)('draws %s with the verdict %s as %s', (attestationStatus, code, state) => {
  expect(explainedState({ attestationStatus, verdict: { code, text: '' } })).toBe(state);
});
