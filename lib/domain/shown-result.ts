import type { CheckResultRow } from '@/lib/domain/check-results';
import { agreementOf } from '@/lib/domain/evidence';

/** The words for the result of a check: "OK" only if the host's own evidence agrees. */
export const SHOWN_RESULTS = ['failing', 'ok', 'noObjection', 'notEvaluated', 'notApplicable'] as const;
export type ShownResult = (typeof SHOWN_RESULTS)[number];

export function shownResult({ result, evidence }: Pick<CheckResultRow, 'result' | 'evidence'>): ShownResult {
  if (result !== 'ok') return result;
  return agreementOf(evidence) === true ? 'ok' : 'noObjection';
}
