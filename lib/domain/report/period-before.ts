import { Temporal } from 'temporal-polyfill';

type Period = { from: Date; to: Date };

/**
 * The period to compare with, which ends where this one begins: as many months if it consists of whole
 * months, as many days if it consists of whole days, both by the zone's calendar; otherwise the same length
 * of time.
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
