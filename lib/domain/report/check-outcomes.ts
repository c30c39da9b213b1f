import type { CheckResultRow } from '@/lib/domain/check-results';
import { type ShownResult, shownResult } from '@/lib/domain/shown-result';

export const CHECK_OUTCOMES = ['satisfied', 'failing', 'notDetermined', 'notApplicable'] as const;
export type CheckOutcome = (typeof CHECK_OUTCOMES)[number];
export type CheckCounts = Record<CheckOutcome, number>;

/** "No objection" satisfies nothing: only what the host's own evidence bears out does (product.md, check result). */
const OUTCOMES: Readonly<Record<ShownResult, CheckOutcome>> = {
  failing: 'failing',
  ok: 'satisfied',
  noObjection: 'notDetermined',
  notEvaluated: 'notDetermined',
  notApplicable: 'notApplicable',
};

export const outcomeOf = (row: Pick<CheckResultRow, 'result' | 'evidence'>): CheckOutcome =>
  OUTCOMES[shownResult(row)];
