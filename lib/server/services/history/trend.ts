import { Trend, TrendInput } from '@/lib/contracts/history';
import { HOST_FILTER_WORDS } from '@/lib/domain/host-filter';
import { type ReportDay, trendMoments } from '@/lib/domain/report/days';
import { COMPLIANCE, STATES } from '@/lib/domain/vocabulary';
import { fabricScope } from '@/lib/server/auth/authorize';
import type { Ctx } from '@/lib/server/context';
import type { Db } from '@/lib/server/db/client';
import { countFleet } from '@/lib/server/db/fleet/answers/summary';
import { momentOf } from '@/lib/server/db/fleet/point-in-time';
import type { FleetQuestion } from '@/lib/server/db/fleet/question';
import { countExceptedAt, countStatesByHours } from '@/lib/server/db/history/counts';
import { firstEnrolment, historyHorizon } from '@/lib/server/db/history/horizon';
import { refuseForgotten, whenOf } from '@/lib/server/request/resolve-time';
import { DAYS_OF_FLEET } from '@/lib/server/verbs/question-words';
import { verb } from '@/lib/server/verbs/verb';
import { DAY_MS } from '@/lib/util/durations';
import { everyCount } from '@/lib/util/every-count';
import { complianceOf, statesOf } from './fleet-counts';
import { wavesForTheWorse } from './waves-for-the-worse';

type Counts = Pick<Trend['days'][number], 'total' | 'states' | 'compliance'>;

/** How many hosts were in each state day by day, and the waves that changed it. */
export const fleetTrend = verb({
  procedure: 'history.trend',
  route: { at: 'GET /api/v1/trend', tag: 'hosts', operation: 'getTrend', words: DAYS_OF_FLEET },
  summary: 'Counts the hosts that match by state, day by day.',
  right: 'history.read',
  kind: 'query',
  heavy: true,
  input: TrendInput,
  output: Trend,
  work: async ({ ctx, input }) => {
    await refuseForgotten(ctx, input.at);
    const now: FleetQuestion = {
      when: whenOf(ctx, input.at),
      fabrics: fabricScope(ctx),
      filter: input.filter,
    };
    const asOf = momentOf(now.when).getTime();
    const moments = await keptMoments(ctx, trendMoments(asOf, input.days, input.timeZone));
    const days: Trend['days'] = [];
    for (const { day, at } of moments) {
      const when = at === asOf ? now.when : { at: new Date(at) };
      const counts = await countsAt(ctx.db, { ...now, when });
      // Days before the first host are left out.
      if (counts.total > 0 || days.length > 0) days.push({ day, at: new Date(at).toISOString(), ...counts });
    }
    const waves = await wavesSince(ctx, now, days[0]?.at);
    return { asOf: new Date(asOf).toISOString(), timeZone: input.timeZone, days, waves };
  },
});

/**
 * The moments for which history is kept, from the first host on. Each earlier day would cost a judgement only
 * to say that there were no hosts.
 */
async function keptMoments({ db }: Ctx, moments: ReportDay[]): Promise<ReportDay[]> {
  const [horizon, first] = await Promise.all([historyHorizon(db), firstEnrolment(db)]);
  const from = Math.max(horizon?.getTime() ?? -Infinity, first?.getTime() ?? -Infinity);
  return moments.filter(({ at }) => at >= from);
}

/**
 * The counts of the summary at that moment. A question about fabrics alone is answered from the stored hours
 * of each closed day, at a cost that does not depend on the number of hosts; any other question from the
 * groups of equal hosts of that day.
 */
async function countsAt(db: Db, question: FleetQuestion): Promise<Counts> {
  const { when, fabrics, filter } = question;
  if ('at' in when && HOST_FILTER_WORDS.every((word) => word === 'fabric' || filter[word] === undefined)) {
    const asked = { at: when.at, fabrics, filter };
    const counts = await countStatesByHours(db, asked);
    if (counts !== null) {
      const states = statesOf(counts);
      const total = counts.reduce((sum, { hosts }) => sum + hosts, 0);
      return { total, states, compliance: complianceOf(states, await countExceptedAt(db, asked)) };
    }
  }
  const { total, states, compliance } = await countFleet(db, question);
  return { total, states: everyCount(STATES, states), compliance: everyCount(COMPLIANCE, compliance) };
}

async function wavesSince(
  { db }: Ctx,
  { when, fabrics, filter }: FleetQuestion,
  from: string | undefined,
): Promise<Trend['waves']> {
  if (from === undefined) return [];
  // Includes the waves of the first day, for which the trend shows the last minute.
  const dayBefore = new Date(Date.parse(from) - DAY_MS);
  return wavesForTheWorse(db, { fabrics, filter, from: dayBefore, to: momentOf(when) });
}
