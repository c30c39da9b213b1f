import { validate as isUuid } from 'uuid';
import { Timeline } from '@/lib/contracts/fleet';
import { TimelineInput } from '@/lib/contracts/host-query';
import { inRepairOrder } from '@/lib/domain/repair-order';
import { fabricScope } from '@/lib/server/auth/authorize';
import { findLifetime, type HostLifetime } from '@/lib/server/db/fleet/answers/host-lifetime';
import { type HistorySegment, readEvents, readSegments } from '@/lib/server/db/fleet/answers/host-timeline';
import { momentOf } from '@/lib/server/db/fleet/point-in-time';
import { historyHorizon } from '@/lib/server/db/history/horizon';
import { refuseForgotten, whenOf } from '@/lib/server/request/resolve-time';
import { hostNotFound } from '@/lib/server/services/host';
import { PERIOD_OF_TIMELINE } from '@/lib/server/verbs/question-words';
import { verb } from '@/lib/server/verbs/verb';
import { type Run, type Span, toRuns, toUnverified } from './state-runs';

const earlier = (a: Date, b: Date) => (a < b ? a : b);
const later = (a: Date, b: Date) => (a > b ? a : b);

/**
 * The time for which the host counts. It starts with the first snapshot or the enrolment, whichever comes
 * first.
 */
function lifeOf(host: HostLifetime, segments: readonly HistorySegment[], now: Date): Span {
  const first = segments[0]?.from ?? host.enrolledAt;
  return { from: earlier(first, host.enrolledAt), to: earlier(host.retiredAt ?? now, now) };
}

const toText = ({ from, to }: Span) => ({ from: from.toISOString(), to: to.toISOString() });

/** A host's runs, its unverified times and its events, up to `at` or now. */
export const hostTimeline = verb({
  procedure: 'history.timeline',
  route: { at: 'GET /api/v1/hosts/:id/timeline', operation: 'getTimeline', words: PERIOD_OF_TIMELINE },
  summary: 'Shows what a host was from when to when, and what happened to it.',
  right: 'history.read',
  kind: 'query',
  heavy: true,
  input: TimelineInput,
  output: Timeline,
  work: async ({ ctx, input }) => {
    await refuseForgotten(ctx, input.at);
    const moment = momentOf(whenOf(ctx, input.at));
    const fabrics = fabricScope(ctx);
    const host = isUuid(input.id) ? await findLifetime(ctx.db, input.id, fabrics) : null;
    if (host === null) throw hostNotFound();
    const to = input.to === null ? moment : earlier(input.to, moment);
    const segments = await readSegments(ctx.db, host.id, to);
    const { events, hasEarlier } = await readEvents(ctx.db, host.id, { from: input.from, to, fabrics });
    const horizon = await historyHorizon(ctx.db);
    const life = lifeOf(host, segments, to);
    // History that was dropped is not unverified: nothing is said about it.
    const kept = { from: horizon === null ? life.from : later(horizon, life.from), to: life.to };
    const asked = { from: input.from === null ? kept.from : later(input.from, kept.from), to: kept.to };
    return {
      runs: runsWithin(toRuns(segments), { from: input.from, kept, to }),
      unverified: asked.from < asked.to ? toUnverified(segments, asked).map(toText) : [],
      events: events.map(({ id, at, kind, detail }) => ({ ...detail, id, at: at.toISOString(), kind })),
      hasEarlierEvents: hasEarlier,
      historyFrom: horizon?.toISOString() ?? null,
    };
  },
});

type Within = { from: Date | null; kept: Span; to: Date };

/** Cuts runs to the part that is stored and that the question asks for. */
const runsWithin = (runs: readonly Run[], { from, kept, to }: Within) =>
  runs
    .filter((run) => run.to >= kept.from && (from === null || run.to >= from))
    .map((run) => ({
      ...run,
      failingChecks: inRepairOrder(run.failingChecks),
      ...toText({ from: later(run.from, kept.from), to: earlier(run.to, to) }),
    }));
