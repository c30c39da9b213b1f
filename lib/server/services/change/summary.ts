import { ChangeSummary, ChangeSummaryInput } from '@/lib/contracts/changes';
import { sumChanges } from '@/lib/domain/change-summary';
import type { Ctx } from '@/lib/server/context';
import { turnedHosts } from '@/lib/server/db/fleet/answers/turned-hosts';
import { historyHorizon } from '@/lib/server/db/history/horizon';
import { refuseForgotten, whenOf } from '@/lib/server/request/resolve-time';
import { CHANGES_OF_ALL_KINDS } from '@/lib/server/verbs/question-words';
import { verb } from '@/lib/server/verbs/verb';
import { DAY_MS } from '@/lib/util/durations';
import { changeQuestion } from './internal';

/** Clusters or causes beyond this number can be found by filters. */
const MOST_TOLD = 50;

/** The default time begins no earlier than history does: before that, hosts would seem never to have sent. */
async function beginOf(ctx: Ctx, input: ChangeSummaryInput, since: Date): Promise<Date> {
  if (input.within === null) await refuseForgotten(ctx, input.since, 'since');
  const horizon = await historyHorizon(ctx.db);
  return horizon !== null && horizon > since ? horizon : since;
}

/**
 * What happened within a time to the hosts that the filters match: which stopped being able, which are able
 * again, where and why. The time is that of the list; where the list has no beginning, it is the last 24
 * hours.
 */
export const summarizeChanges = verb({
  procedure: 'change.summary',
  route: { at: 'GET /api/v1/changes/summary', words: CHANGES_OF_ALL_KINDS },
  summary: 'Counts the changes that match by kind.',
  right: 'history.read',
  kind: 'query',
  heavy: true,
  input: ChangeSummaryInput,
  output: ChangeSummary,
  work: async ({ ctx, input }) => {
    const question = await changeQuestion(ctx, { ...input, limit: 1, cursor: null });
    const { fabrics, asOf } = question;
    const { cause, kind: _, ...filter } = question.filter;
    // Changes are listed before `until`, while a state is asked for at a time, itself included.
    const until = question.until !== null && question.until < asOf ? question.until : null;
    const after = until === null ? whenOf(ctx, input.at) : { at: new Date(until.getTime() - 1) };
    const since = await beginOf(ctx, input, question.since ?? new Date((until ?? asOf).getTime() - DAY_MS));
    const turned =
      since < (until ?? asOf)
        ? await turnedHosts(ctx.db, { fabrics, filter, cause, before: { at: since }, after })
        : [];
    const { byHour, ...sums } = sumChanges(turned, MOST_TOLD);
    return {
      since: since.toISOString(),
      until: until?.toISOString() ?? null,
      asOf: asOf.toISOString(),
      ...sums,
      byHour: byHour.map((hour) => ({ ...hour, from: hour.from.toISOString() })),
    };
  },
});
