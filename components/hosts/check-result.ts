import type { CheckRow } from '@/lib/contracts/fleet';
import { inRepairOrder } from '@/lib/domain/repair-order';
import { SHOWN_RESULTS, type ShownResult } from '@/lib/domain/shown-result';
import { CHECK_GROUPS, CHECKS, type CheckGroup, isDocumentedCheck } from '@/lib/domain/vocabulary';

/** How many of each, in the order they are told; none that is zero. */
export function countResults(results: readonly ShownResult[]): { result: ShownResult; count: number }[] {
  return SHOWN_RESULTS.map((result) => ({
    result,
    count: results.filter((candidate) => candidate === result).length,
  })).filter(({ count }) => count > 0);
}

export type CheckGroupRows = { group: CheckGroup | 'failing' | 'other'; checks: CheckRow[] };

function groupOf({ check, result }: CheckRow): CheckGroupRows['group'] {
  if (result === 'failing') return 'failing';
  return isDocumentedCheck(check) ? CHECKS[check].group : 'other';
}

/** What fails in the order in which to repair it, then the other documented checks by group, then whatever else HGS named. */
export function groupChecks(checks: readonly CheckRow[]): CheckGroupRows[] {
  const failing = inRepairOrder(failingOf(checks));
  const ordered = checks.toSorted((a, b) => failing.indexOf(a.check) - failing.indexOf(b.check));
  return (['failing', ...CHECK_GROUPS, 'other'] as const)
    .map((group) => ({ group, checks: ordered.filter((row) => groupOf(row) === group) }))
    .filter(({ checks: rows }) => rows.length > 0);
}

export const failingOf = (checks: readonly CheckRow[]): string[] =>
  checks.filter(({ result }) => result === 'failing').map(({ check }) => check);
