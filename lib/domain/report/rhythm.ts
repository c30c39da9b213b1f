import { Temporal } from 'temporal-polyfill';

export const RHYTHMS = ['day', 'week', 'month'] as const;

/** When a schedule makes a report, by the calendar and the clocks of a zone. */
export type Rhythm = {
  every: (typeof RHYTHMS)[number];
  /** The day of the week, 1 being Monday, or of the month; null for every day. */
  on: number | null;
  /** `07:00`. */
  at: string;
  timeZone: string;
};

const dayOf = (ms: number, timeZone: string) =>
  Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(timeZone).toPlainDate();

/** The first day of the day, week or month that contains a day. */
function beginOf({ every }: Pick<Rhythm, 'every'>, day: Temporal.PlainDate): Temporal.PlainDate {
  if (every === 'day') return day;
  return every === 'week' ? day.subtract({ days: day.dayOfWeek - 1 }) : day.with({ day: 1 });
}

const lengthOf = ({ every }: Pick<Rhythm, 'every'>, count: number) =>
  ({ day: { days: count }, week: { weeks: count }, month: { months: count } })[every];

/** The 31st is the last day in a month without one. */
function dayWithin({ every, on }: Rhythm, begin: Temporal.PlainDate): Temporal.PlainDate {
  if (every === 'day') return begin;
  return every === 'week' ? begin.add({ days: (on ?? 1) - 1 }) : begin.with({ day: on ?? 1 });
}

/**
 * A time that the clocks skip moves later by the length of the skip; of a time that comes twice the first
 * counts.
 */
const dateWithin = (rhythm: Rhythm, begin: Temporal.PlainDate): number =>
  dayWithin(rhythm, begin)
    .toPlainDateTime(Temporal.PlainTime.from(rhythm.at))
    .toZonedDateTime(rhythm.timeZone).epochMilliseconds;

/** The dates after a moment, endlessly, in milliseconds since the epoch. */
function* datesFrom(rhythm: Rhythm, afterMs: number): Generator<number> {
  // Starts a day earlier, because a zone may skip a whole day, and the date of one day then falls on the next.
  let begin = beginOf(rhythm, dayOf(afterMs, rhythm.timeZone).subtract({ days: 1 }));
  let last = afterMs;
  for (;;) {
    const date = dateWithin(rhythm, begin);
    if (date > last) {
      last = date;
      yield date;
    }
    begin = begin.add(lengthOf(rhythm, 1));
  }
}

/** The next dates after a moment. */
export function nextDates(rhythm: Rhythm, afterMs: number, count: number): number[] {
  const dates: number[] = [];
  for (const date of datesFrom(rhythm, afterMs)) {
    dates.push(date);
    if (dates.length >= count) break;
  }
  return dates;
}

export const nextDate = (rhythm: Rhythm, afterMs: number): number =>
  nextDates(rhythm, afterMs, 1)[0] ?? afterMs;

/** The last date since `firstMs` that has come, and how many before it were missed. Null if none has come. */
export function dueDate(
  rhythm: Rhythm,
  { firstMs, nowMs }: { firstMs: number; nowMs: number },
): { at: number; missed: number } | null {
  if (firstMs > nowMs) return null;
  let due = { at: firstMs, missed: 0 };
  for (const date of datesFrom(rhythm, firstMs)) {
    if (date > nowMs) return due;
    due = { at: date, missed: due.missed + 1 };
  }
  return due;
}

/** The day, week (from Monday) or month that had ended at a date, from midnight to midnight in a zone. */
export function endedPeriod(
  { every }: Pick<Rhythm, 'every'>,
  dateMs: number,
  timeZone: string,
): { from: number; to: number } {
  const end = beginOf({ every }, dayOf(dateMs, timeZone));
  const begin = end.subtract(lengthOf({ every }, 1));
  return {
    from: begin.toZonedDateTime(timeZone).epochMilliseconds,
    to: end.toZonedDateTime(timeZone).epochMilliseconds,
  };
}
