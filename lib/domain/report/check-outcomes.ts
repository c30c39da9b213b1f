import type { CheckResultRow } from '@/lib/domain/check-results';
import { type ShownResult, shownResult } from '@/lib/domain/shown-result';

export const CHECK_OUTCOMES = ['satisfied', 'failing', 'notDetermined', 'notApplicable'] as const;
export type CheckOutcome = (typeof CHECK_OUTCOMES)[number];
export type CheckCounts = Record<CheckOutcome, number>;

/** "No objection" does not satisfy a check: only the host's own evidence shows that the host meets it. */
const OUTCOMES: Readonly<Record<ShownResult, CheckOutcome>> = {
  failing: 'failing',
  ok: 'satisfied',
  noObjection: 'notDetermined',
  notEvaluated: 'notDetermined',
  notApplicable: 'notApplicable',
};

export const outcomeOf = (row: Pick<CheckResultRow, 'result' | 'evidence'>): CheckOutcome =>
  OUTCOMES[shownResult(row)];
