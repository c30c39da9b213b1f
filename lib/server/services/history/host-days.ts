import { validate as isUuid } from 'uuid';
import { HostDays, HostDaysInput } from '@/lib/contracts/history';
import { hostDays, type StatePiece } from '@/lib/domain/host-days';
import type { JudgedState } from '@/lib/domain/vocabulary';
import { fabricScope } from '@/lib/server/auth/authorize';
import { findLifetime } from '@/lib/server/db/fleet/answers/host-lifetime';
import { type HistorySegment, readSegments } from '@/lib/server/db/fleet/answers/host-timeline';
import { momentOf } from '@/lib/server/db/fleet/point-in-time';
import { historyHorizon } from '@/lib/server/db/history/horizon';
import { refuseForgotten, whenOf } from '@/lib/server/request/resolve-time';
import { hostNotFound } from '@/lib/server/services/host';
import { DAYS_OF_HOST } from '@/lib/server/verbs/question-words';
import { verb } from '@/lib/server/verbs/verb';
import { HOUR_MS } from '@/lib/util/durations';

/** A host day by day: the worst state of each day, and how long it was in each state. */
export const daysOfHost = verb({
  procedure: 'history.hostDays',
  route: { at: 'GET /api/v1/hosts/:id/days', operation: 'getHostDays', words: DAYS_OF_HOST },
  summary: 'Shows the states of a host day by day.',
  right: 'history.read',
  kind: 'query',
  heavy: true,
  input: HostDaysInput,
  output: HostDays,
  work: async ({ ctx, input }) => {
    await refuseForgotten(ctx, input.at);
    const asOf = momentOf(whenOf(ctx, input.at));
    const host = isUuid(input.id) ? await findLifetime(ctx.db, input.id, fabricScope(ctx)) : null;
    if (host === null) throw hostNotFound();
    const horizon = await historyHorizon(ctx.db);
    const life = {
      from: Math.max(host.enrolledAt.getTime(), horizon?.getTime() ?? 0),
      firstBy: host.enrolledAt.getTime() + FIRST_WAIT_MS,
      to: Math.min(asOf.getTime() + 1, host.retiredAt?.getTime() ?? Infinity),
    };
    const pieces = statePieces(await readSegments(ctx.db, host.id, asOf), life);
    const { days, timeZone } = input;
    return {
      asOf: asOf.toISOString(),
      timeZone,
      historyFrom: horizon?.toISOString() ?? null,
      days: hostDays(pieces, { asOf: asOf.getTime(), days, timeZone }).map(({ at, ...day }) => ({
        ...day,
        at: at === null ? null : new Date(at).toISOString(),
      })),
    };
  },
});

/** An agent sends its first snapshot soon after it enrolled, so only a longer wait is shown as silence. */
const FIRST_WAIT_MS = HOUR_MS;

/** When the host was in the fleet, and when its first snapshot was due. */
type Life = { from: number; to: number; firstBy: number };
type Told = Pick<HistorySegment, 'from' | 'coveredUntil' | 'faulty'> & { state: JudgedState };

/**
 * The states of a host without gaps while it was in the fleet: where no segment covers a time, the host was
 * Silent.
 */
export function statePieces(segments: readonly Told[], life: Life): StatePiece[] {
  const pieces: StatePiece[] = [];
  let until = life.from;
  for (const [index, { from, coveredUntil, faulty, state }] of segments.entries()) {
    // The next segment, even a spell of rejections, holds from its beginning on.
    const next = segments[index + 1]?.from.getTime() ?? Infinity;
    const piece = {
      from: Math.max(from.getTime(), until),
      to: Math.min(coveredUntil?.getTime() ?? Infinity, next, life.to),
      state,
    };
    if (faulty || piece.from >= piece.to) continue;
    const isFirst = pieces.length === 0 && piece.from <= life.firstBy;
    if (piece.from > until && !isFirst) pieces.push({ from: until, to: piece.from, state: 'Silent' });
    pieces.push(piece);
    until = piece.to;
  }
  if (until < life.to) pieces.push({ from: until, to: life.to, state: 'Silent' });
  return pieces;
}
