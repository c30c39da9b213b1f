import { expect, it } from 'vitest';
import { shownResult } from './shown-result';

const line = (agrees: boolean | null) => ({ label: 'VolumeStatus', seen: 'x', required: 'y', agrees });

it.each([
  ['ok', [line(true)], 'ok'],
  ['ok', [line(true), line(null)], 'noObjection'],
  ['ok', [line(false)], 'noObjection'],
  ['ok', [], 'noObjection'],
  ['failing', [line(true)], 'failing'],
  ['notEvaluated', [line(true)], 'notEvaluated'],
] as const)('%s with %j is shown as %s', (result, evidence, shown) => {
  expect(shownResult({ result, evidence: [...evidence] })).toBe(shown);
});
