import { Temporal } from 'temporal-polyfill';
import { DAY_MS, MINUTE_MS } from '@/lib/util/durations';

export type ReportDay = {
  /** `2026-11-24`, by the calendar of the zone. */
  day: string;
  /**
   * The end of the day in milliseconds since the epoch: the next midnight there, or the end of the period if
   * that is earlier.
   */
  at: number;
};

/**
 * The moment at which each day is counted: its last minute, 23:59, so that events of a day show on it and the
 * time in a link has the day's own date; for the last day, which may not be over, it is `end`.
 */
export const countedAt = (days: readonly ReportDay[], end: number): ReportDay[] =>
  days.map(({ day, at }, index) => ({ day, at: index === days.length - 1 ? end : at - MINUTE_MS }));

/**
 * The days of a period in a zone; the last one may be incomplete. A day has 23 or 25 hours if the clocks
 * change. Throws a RangeError for an unknown zone.
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

/** The moments of a trend, oldest first; for the last day it is `asOf` itself. */
export const trendMoments = (asOf: number, days: number, timeZone: string): ReportDay[] =>
  countedAt(daysOf({ from: asOf - days * DAY_MS, to: asOf }, timeZone).slice(-days), asOf);
