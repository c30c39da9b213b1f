import type { CheckRow } from '@/lib/contracts/fleet';
import { agreementOf } from '@/lib/domain/evidence';
import { CHECK_GROUP, CHECK_GROUPS, type CheckGroup, isDocumentedCheck } from '@/lib/domain/vocabulary';

/** What a reader is told of a check: "OK" only where the host's own evidence agrees. */
export const SHOWN_RESULTS = ['failing', 'ok', 'noObjection', 'notEvaluated', 'notApplicable'] as const;
export type ShownResult = (typeof SHOWN_RESULTS)[number];

export function shownResult({ result, evidence }: Pick<CheckRow, 'result' | 'evidence'>): ShownResult {
  if (result !== 'ok') return result;
  return agreementOf(evidence) === true ? 'ok' : 'noObjection';
}

/** How many of each, in the order they are told; none that is zero. */
export function countResults(results: readonly ShownResult[]): { result: ShownResult; count: number }[] {
  return SHOWN_RESULTS.map((result) => ({
    result,
    count: results.filter((candidate) => candidate === result).length,
  })).filter(({ count }) => count > 0);
}

export type CheckGroupRows = { group: CheckGroup | 'other'; checks: CheckRow[] };

/** The documented checks by group, then whatever else HGS named. */
export function groupChecks(checks: readonly CheckRow[]): CheckGroupRows[] {
  const groupOf = ({ check }: CheckRow) => (isDocumentedCheck(check) ? CHECK_GROUP[check] : 'other');
  return [...CHECK_GROUPS, 'other' as const]
    .map((group) => ({ group, checks: checks.filter((row) => groupOf(row) === group) }))
    .filter(({ checks: rows }) => rows.length > 0);
}
