import { expect, it } from 'vitest';
import type { EvidenceLine } from '@/lib/domain/evidence';
import type { CheckResult } from '@/lib/domain/vocabulary';
import { outcomeOf } from './check-outcomes';

const line = (agrees: boolean | null): EvidenceLine => ({ label: 'x', seen: 'y', required: 'y', agrees });

it.each<[string, CheckResult, (boolean | null)[], string]>([
  ['no objection, and the evidence agrees', 'ok', [true], 'satisfied'],
  ['no objection, without evidence', 'ok', [], 'notDetermined'],
  ['no objection, and some of the evidence is not known', 'ok', [true, null], 'notDetermined'],
  ['no objection, against the evidence', 'ok', [true, false], 'notDetermined'],
  ['not evaluated, whatever the evidence says', 'notEvaluated', [true], 'notDetermined'],
  ['failing, although the evidence is right by now', 'failing', [true], 'failing'],
  ['not judged in this mode', 'notApplicable', [true], 'notApplicable'],
])('%s', (_, result, agrees, outcome) => {
  expect(outcomeOf({ result, evidence: agrees.map(line) })).toBe(outcome);
});
