import { Temporal } from 'temporal-polyfill';

export type ReportDay = {
  /** `2026-11-24`, as the calendar of the zone has it. */
  day: string;
  /** Milliseconds since the epoch: its end, which is the next midnight there, or the end of the period if that is earlier. */
  at: number;
};

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
