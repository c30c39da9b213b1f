import type { ChangeSummary, ChangeSummaryInput } from '@/lib/contracts/changes';
import { sumChanges } from '@/lib/domain/change-summary';
import { authorize } from '@/lib/server/auth/authorize';
import type { Verb } from '@/lib/server/context';
import { turnedHosts } from '@/lib/server/db/fleet/answers/turned-hosts';
import { whenOf } from '@/lib/server/request/resolve-time';
import { DAY_MS } from '@/lib/util/durations';
import { changeQuestion } from './internal';

/** More clusters or causes than these are found by their filters. */
const MOST_TOLD = 50;

/**
 * What a time did to the hosts of the changes asked for: which stopped being able, which are able again, and where and why. It
 * is the time of the list; where that has no begin, it is the last 24 hours.
 */
export async function summarizeChanges({ ctx, input }: Verb<ChangeSummaryInput>): Promise<ChangeSummary> {
  authorize(ctx, 'history.read');
  const { fabrics, filter, since, until, asOf } = await changeQuestion(ctx, {
    ...input,
    limit: 1,
    cursor: null,
  });
  const end = until !== null && until < asOf ? until : asOf;
  const from = since ?? new Date(end.getTime() - DAY_MS);
  const { cause, kind: _, ...hosts } = filter;
  // Changes are asked for before that time, and up to the time looked at.
  const after = end === asOf ? whenOf(ctx, input.at) : { at: new Date(end.getTime() - 1) };
  // A time that ends before it begins has no changes either.
  const turned =
    from >= end
      ? []
      : await turnedHosts(ctx.db, { fabrics, filter: hosts, cause, before: { at: from }, after });
  const { byHour, ...sums } = sumChanges(turned, MOST_TOLD);
  return {
    since: from.toISOString(),
    until: until?.toISOString() ?? null,
    asOf: asOf.toISOString(),
    ...sums,
    byHour: byHour.map((hour) => ({ ...hour, from: hour.from.toISOString() })),
  };
}
