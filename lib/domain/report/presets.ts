import { Temporal } from 'temporal-polyfill';

/** Frequently used periods. A period includes both its first and its last day. */
export const PERIOD_PRESETS = ['last7Days', 'last30Days', 'lastMonth', 'lastQuarter'] as const;
export type PeriodPreset = (typeof PERIOD_PRESETS)[number];

/** The first and the last day of a period, such as `2026-10-01`, by the calendar of a zone. */
export type PeriodDays = { first: string; last: string };

const dayOf = (now: number, timeZone: string) =>
  Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO(timeZone).toPlainDate();

const days = (first: Temporal.PlainDate, last: Temporal.PlainDate): PeriodDays => ({
  first: first.toString(),
  last: last.toString(),
});

/** Whole months from the first day of one. */
const months = (first: Temporal.PlainDate, count: number): PeriodDays =>
  days(first, first.add({ months: count }).subtract({ days: 1 }));

/** The days of a preset at a moment in a zone: "last days" include today, months and quarters are complete ones. */
export function daysOfPreset(preset: PeriodPreset, now: number, timeZone: string): PeriodDays {
  const today = dayOf(now, timeZone);
  const month = today.with({ day: 1 });
  const quarter = month.with({ month: month.month - ((month.month - 1) % 3) });
  switch (preset) {
    case 'last7Days':
      return days(today.subtract({ days: 6 }), today);
    case 'last30Days':
      return days(today.subtract({ days: 29 }), today);
    case 'lastMonth':
      return months(month.subtract({ months: 1 }), 1);
    case 'lastQuarter':
      return months(quarter.subtract({ months: 3 }), 3);
  }
}

/** Milliseconds since the epoch. */
export type PeriodBounds = { from: number; to: number };

/**
 * The bounds from the beginning of the first day to the end of the last one, which is the next midnight
 * there, or `now` if that is earlier. Null for an invalid day.
 */
export function boundsOfDays(
  { first, last }: PeriodDays,
  { timeZone, now }: { timeZone: string; now: number },
): PeriodBounds | null {
  try {
    const from = Temporal.PlainDate.from(first).toZonedDateTime(timeZone);
    const end = Temporal.PlainDate.from(last).add({ days: 1 }).toZonedDateTime(timeZone);
    return { from: from.epochMilliseconds, to: Math.min(end.epochMilliseconds, now) };
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}
