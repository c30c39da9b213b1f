import { DAY_MS, MINUTE_MS } from '@/lib/util/durations';

type Parts = Partial<Record<Intl.DateTimeFormatPartTypes, string>>;

const partsOf = (format: Intl.DateTimeFormat, date: Date): Parts =>
  Object.fromEntries(format.formatToParts(date).map(({ type, value }) => [type, value]));

/**
 * The offset of a zone from UTC in milliseconds, by a time in milliseconds since 1970. Intl is called only
 * twice per UTC day, because it is slow and a report has many times.
 */
export function offsetsOf(timeZone: string): (ms: number) => number {
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    hourCycle: 'h23',
    ...({ year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric' } as const),
  });
  const asked = (ms: number) => {
    const { year, month, day, hour, minute } = partsOf(format, new Date(ms));
    const there = Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute));
    return there - Math.floor(ms / MINUTE_MS) * MINUTE_MS;
  };
  /** Null on days on which the clocks change. */
  const known = new Map<number, number | null>();
  return (ms) => {
    const day = Math.floor(ms / DAY_MS);
    let offset = known.get(day);
    if (offset === undefined) {
      const [first, last] = [asked(day * DAY_MS), asked((day + 1) * DAY_MS)];
      offset = first === last ? first : null;
      known.set(day, offset);
    }
    return offset ?? asked(ms);
  };
}
