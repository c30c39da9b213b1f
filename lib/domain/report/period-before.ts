import { Temporal } from 'temporal-polyfill';

type Period = { from: Date; to: Date };

/**
 * What a period is compared with: as many months before it where it is of whole months, as many days where it is of
 * whole days, both as the calendar of the zone has them, and else the same length of time. It ends where the period
 * begins.
 */
export function periodBefore({ from, to }: Period, timeZone: string): Period {
  const [start, end] = [inZone(from, timeZone), inZone(to, timeZone)];
  if (!isMidnight(start) || !isMidnight(end))
    return { from: new Date(2 * from.getTime() - to.getTime()), to: from };
  const [first, last] = [start.toPlainDate(), end.toPlainDate()];
  const isOfMonths = first.day === 1 && last.day === 1;
  const length = first.until(last, { largestUnit: isOfMonths ? 'month' : 'day' });
  return { from: new Date(first.subtract(length).toZonedDateTime(timeZone).epochMilliseconds), to: from };
}

const inZone = (time: Date, timeZone: string) =>
  Temporal.Instant.fromEpochMilliseconds(time.getTime()).toZonedDateTimeISO(timeZone);

const isMidnight = (time: Temporal.ZonedDateTime) => time.equals(time.startOfDay());
