import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DAY_MS } from '@/lib/util/durations';
import { daysOf } from './days';

const hours = (ms: number) => ms / 3_600_000;
const ms = (text: string) => Date.parse(text);

describe('the days of a period', () => {
  it('are as long as the zone has them where the clocks change', () => {
    const period = { from: ms('2026-10-24T22:00:00Z'), to: ms('2026-10-26T23:00:00Z') };
    const days = daysOf(period, 'Europe/Paris');
    expect(days.map(({ day }) => day)).toEqual(['2026-10-25', '2026-10-26']);
    expect(hours((days[0]?.at ?? 0) - period.from)).toBe(25);
    expect(hours((days[1]?.at ?? 0) - (days[0]?.at ?? 0))).toBe(24);
    expect(
      daysOf({ from: ms('2026-03-28T23:00:00Z'), to: ms('2026-03-29T22:00:00Z') }, 'Europe/Paris'),
    ).toEqual([{ day: '2026-03-29', at: ms('2026-03-29T22:00:00Z') }]);
  });

  it('begin and end with the period, also within a day', () => {
    const days = daysOf({ from: ms('2026-11-23T10:00:00Z'), to: ms('2026-11-24T09:42:10Z') }, 'Asia/Kolkata');
    expect(days).toEqual([
      { day: '2026-11-23', at: ms('2026-11-23T18:30:00Z') },
      { day: '2026-11-24', at: ms('2026-11-24T09:42:10Z') },
    ]);
    expect(daysOf({ from: 5, to: 5 }, 'UTC')).toEqual([]);
  });

  it('leaves out the day that Samoa never had', () => {
    const days = daysOf({ from: ms('2011-12-29T10:00:00Z'), to: ms('2011-12-31T10:00:00Z') }, 'Pacific/Apia');
    expect(days.map(({ day }) => day)).toEqual(['2011-12-29', '2011-12-31']);
  });

  it('refuses a zone that nobody knows', () => {
    expect(() => daysOf({ from: 0, to: 1 }, 'Europe/Atlantis')).toThrow(RangeError);
  });

  it('follow one another up to the end, in any zone', () => {
    const zone = fc.constantFrom(
      'Europe/Paris',
      'Asia/Kolkata',
      'America/Santiago',
      'Australia/Lord_Howe',
      'UTC',
    );
    const time = fc.integer({ min: ms('2000-01-01T00:00:00Z'), max: ms('2040-01-01T00:00:00Z') });
    fc.assert(
      fc.property(time, fc.integer({ min: 1, max: 40 * DAY_MS }), zone, (from, length, timeZone) => {
        const days = daysOf({ from, to: from + length }, timeZone);
        const ends = [from, ...days.map(({ at }) => at)];
        expect(ends.at(-1)).toBe(from + length);
        for (const [index, end] of ends.entries())
          if (index > 0) expect(end).toBeGreaterThan(ends[index - 1] ?? Number.POSITIVE_INFINITY);
        expect(new Set(days.map(({ day }) => day)).size).toBe(days.length);
      }),
    );
  });
});
