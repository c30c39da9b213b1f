import { validate as isUuid } from 'uuid';
import type { Timeline } from '@/lib/contracts/fleet';
import type { TimelineInput } from '@/lib/contracts/host-query';
import { authorize, fabricScope } from '@/lib/server/auth/authorize';
import type { Verb } from '@/lib/server/context';
import {
  findHostOfHistory,
  type HistorySegment,
  readEvents,
  readSegments,
} from '@/lib/server/db/fleet/timeline';
import { historyHorizon } from '@/lib/server/db/history/horizon';
import { hostNotFound } from '@/lib/server/services/host';
import { type Run, type Span, toRuns, toUnverified } from './runs';

type KnownHost = { enrolledAt: Date; retiredAt: Date | null };

const earlier = (a: Date, b: Date) => (a < b ? a : b);
const later = (a: Date, b: Date) => (a > b ? a : b);

/** From when to when the host's time counts at all: it starts with the first snapshot or the enrolment. */
function lifeOf(host: KnownHost, segments: readonly HistorySegment[], now: Date): Span {
  const first = segments[0]?.from ?? host.enrolledAt;
  return { from: earlier(first, host.enrolledAt), to: earlier(host.retiredAt ?? now, now) };
}

const toText = ({ from, to }: Span) => ({ from: from.toISOString(), to: to.toISOString() });

/** What a host was, run by run, where nothing vouches for it, and what happened to it. */
export async function hostTimeline({ ctx, input }: Verb<TimelineInput>): Promise<Timeline> {
  authorize(ctx, 'history.read');
  const host = isUuid(input.id) ? await findHostOfHistory(ctx.db, input.id, fabricScope(ctx)) : null;
  if (host === null) throw hostNotFound();
  const to = input.to === null ? ctx.now : earlier(input.to, ctx.now);
  const segments = await readSegments(ctx.db, host.id, to);
  const { events, hasEarlier } = await readEvents(ctx.db, host.id, { from: input.from, to });
  const life = lifeOf(host, segments, to);
  const asked = { from: input.from === null ? life.from : later(input.from, life.from), to: life.to };
  const isAsked = (run: Run) => input.from === null || run.to >= input.from;
  return {
    runs: toRuns(segments)
      .filter(isAsked)
      .map((run) => ({ ...run, ...toText(run) })),
    unverified: asked.from < asked.to ? toUnverified(segments, asked).map(toText) : [],
    events: events.map(({ id, at, kind, detail }) => ({ ...detail, id, at: at.toISOString(), kind })),
    hasEarlierEvents: hasEarlier,
    historyFrom: (await historyHorizon(ctx.db))?.toISOString() ?? null,
  };
}
