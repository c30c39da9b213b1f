import type { ExceptionsQuery, ExceptionView } from '@/lib/client/exception-address';
import { exceptionLists } from '@/lib/client/exception-lists';
import type { ExceptionRow } from '@/lib/contracts/exception';
import { ENDED_LATELY_DAYS, ENDING_SOON_DAYS, isFollowedOn } from '@/lib/domain/exception';
import { DAY_MS } from '@/lib/util/durations';

export const GROUPS = ['requested', 'ending', 'renewed', 'later', 'ended'] as const;
export type Group = (typeof GROUPS)[number];

/** When one was over: withdrawn, or ended by itself. */
export const overAt = ({ withdrawnAt, endsAt }: Pick<ExceptionRow, 'withdrawnAt' | 'endsAt'>): string =>
  withdrawnAt ?? endsAt;

function groupOf(row: ExceptionRow, asOf: number): Group | null {
  if (row.state === 'requested') return 'requested';
  if (row.state === 'inForce') {
    if (isFollowedOn(row)) return 'renewed';
    return Date.parse(row.endsAt) <= asOf + ENDING_SOON_DAYS * DAY_MS ? 'ending' : 'later';
  }
  return Date.parse(overAt(row)) > asOf - ENDED_LATELY_DAYS * DAY_MS ? 'ended' : null;
}

const GROUPS_OF_VIEW: Readonly<Record<ExceptionView, readonly Group[]>> = {
  all: GROUPS,
  requested: ['requested'],
  inForce: ['ending', 'renewed', 'later'],
  ending: ['ending'],
  ended: ['ended'],
};

/** What the page asks; of those that end soon, only such as nothing in force follows on. */
export function listsOf(query: ExceptionsQuery) {
  const lists = exceptionLists(query);
  if (query.view !== 'ending') return lists;
  const ending = { ...lists.first, renewed: false };
  return { ...lists, first: ending, second: ending };
}

const latestFirst = (a: ExceptionRow, b: ExceptionRow) => (overAt(a) < overAt(b) ? 1 : -1);
const soonestFirst = (a: ExceptionRow, b: ExceptionRow) => (a.endsAt > b.endsAt ? 1 : -1);

/** What a view shows, group by group: what waits first, then what ends soonest, then what is renewed or ends later, last what ended last. */
export function groupsOf(rows: readonly ExceptionRow[], view: ExceptionView, asOf: string) {
  const moment = Date.parse(asOf);
  return GROUPS_OF_VIEW[view]
    .map((group) => ({
      group,
      rows: rows
        .filter((row) => groupOf(row, moment) === group)
        .sort(group === 'ended' ? latestFirst : soonestFirst),
    }))
    .filter((one) => one.rows.length > 0);
}
