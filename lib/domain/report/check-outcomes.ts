import type { CheckResultRow } from '@/lib/domain/check-results';
import { agreementOf } from '@/lib/domain/evidence';

export const CHECK_OUTCOMES = ['satisfied', 'failing', 'notDetermined', 'notApplicable'] as const;
export type CheckOutcome = (typeof CHECK_OUTCOMES)[number];
export type CheckCounts = Record<CheckOutcome, number>;

/** "No objection" satisfies nothing: only what the host's own evidence bears out does (product.md, check result). */
export function outcomeOf({ result, evidence }: Pick<CheckResultRow, 'result' | 'evidence'>): CheckOutcome {
  if (result === 'failing' || result === 'notApplicable') return result;
  return result === 'ok' && agreementOf(evidence) === true ? 'satisfied' : 'notDetermined';
}
