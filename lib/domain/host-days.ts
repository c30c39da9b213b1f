import { daysOf } from '@/lib/domain/report/days';
import { STATE_ORDER, STATES, type State } from '@/lib/domain/vocabulary';
import { DAY_MS, MINUTE_MS } from '@/lib/util/durations';
import { everyCount } from '@/lib/util/every-count';

/** Times are in milliseconds since the epoch. */
export type StatePiece = { from: number; to: number; state: State };

export type HostDay = {
  /** `2026-11-24`, by the calendar of the zone. */
  day: string;
  /** The worst state of the host on that day; null if nothing is known about the day. */
  state: State | null;
  /** The last moment of the day in that state; null as above. */
  at: number | null;
  seconds: Record<State, number>;
};

type HostDaysQuestion = { asOf: number; days: number; timeZone: string };

/**
 * The states of a host day by day up to a moment, oldest first. Pieces are in the order of time and do not
 * overlap.
 */
export function hostDays(
  pieces: readonly StatePiece[],
  { asOf, days, timeZone }: HostDaysQuestion,
): HostDay[] {
  // Includes the moment itself. One more day is computed, because its end is the beginning of the first one.
  const end = asOf + 1;
  const [before, ...told] = daysOf({ from: asOf - (days + 1) * DAY_MS, to: end }, timeZone).slice(-days - 1);
  let from = before?.at ?? end;
  return told.map(({ day, at: to }) => {
    const own = pieces
      .map((piece) => ({ ...piece, from: Math.max(piece.from, from), to: Math.min(piece.to, to) }))
      .filter((piece) => piece.from < piece.to);
    from = to;
    return { day, ...worstOf(own, end), seconds: secondsOf(own) };
  });
}

function worstOf(pieces: readonly StatePiece[], end: number): Pick<HostDay, 'state' | 'at'> {
  const state = STATE_ORDER.find((candidate) => pieces.some((piece) => piece.state === candidate));
  const last = pieces.findLast((piece) => piece.state === state);
  if (state === undefined || last === undefined) return { state: null, at: null };
  // The end of a piece is no longer part of it: for a whole day its last minute is used, for today the moment itself.
  const at = last.to === end ? end - 1 : Math.max(last.from, last.to - MINUTE_MS);
  return { state, at };
}

function secondsOf(pieces: readonly StatePiece[]): HostDay['seconds'] {
  const sums: Partial<Record<State, number>> = {};
  for (const { state, from, to } of pieces) sums[state] = (sums[state] ?? 0) + to - from;
  const whole = Object.entries(sums).map(([state, ms]) => [state, Math.round(ms / 1_000)]);
  return everyCount(STATES, Object.fromEntries(whole));
}
