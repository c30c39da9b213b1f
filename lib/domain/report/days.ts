import { Temporal } from 'temporal-polyfill';
import { DAY_MS, MINUTE_MS } from '@/lib/util/durations';

export type ReportDay = {
  /** `2026-11-24`, as the calendar of the zone has it. */
  day: string;
  /** Milliseconds since the epoch: its end, which is the next midnight there, or the end of the period if that is earlier. */
  at: number;
};

/**
 * When each day is counted: in its last minute, 23:59, so that what happened within a day shows on it and the time that a screen
 * is asked for bears the day's own date; the last one, which may go on, at `end`.
 */
export const countedAt = (days: readonly ReportDay[], end: number): ReportDay[] =>
  days.map(({ day, at }, index) => ({ day, at: index === days.length - 1 ? end : at - MINUTE_MS }));

/**
 * The days of a period as a zone has them, the last one perhaps not whole. A day is as long as it is there: 23 or 25 hours
 * where the clocks change. Throws a RangeError for a zone that nobody knows.
 */
export function daysOf({ from, to }: { from: number; to: number }, timeZone: string): ReportDay[] {
  const days: ReportDay[] = [];
  let start = Temporal.Instant.fromEpochMilliseconds(from).toZonedDateTimeISO(timeZone);
  while (start.epochMilliseconds < to) {
    const next = start.toPlainDate().add({ days: 1 }).toZonedDateTime(timeZone);
    days.push({ day: start.toPlainDate().toString(), at: Math.min(next.epochMilliseconds, to) });
    start = next;
  }
  return days;
}

/** The moments that a trend tells, the oldest first; of the last day the moment itself. */
export const trendMoments = (asOf: number, days: number, timeZone: string): ReportDay[] =>
  countedAt(daysOf({ from: asOf - days * DAY_MS, to: asOf }, timeZone).slice(-days), asOf);
