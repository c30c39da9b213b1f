import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { DAY_MS } from '@/lib/util/durations';
import { dueDate, endedPeriod, nextDate, nextDates, RHYTHMS, type Rhythm } from './rhythm';

const ms = (text: string) => Date.parse(text);
const told = (dates: readonly number[]) => dates.map((date) => new Date(date).toISOString().slice(0, 16));
const inParis = (more: Partial<Rhythm>): Rhythm => ({
  every: 'day',
  on: null,
  at: '07:00',
  timeZone: 'Europe/Paris',
  ...more,
});

describe('the dates of a schedule', () => {
  it('stay at the same time of day where the clocks change', () => {
    expect(told(nextDates(inParis({}), ms('2026-10-24T00:00Z'), 3))).toEqual([
      '2026-10-24T05:00',
      '2026-10-25T06:00',
      '2026-10-26T06:00',
    ]);
    expect(told(nextDates(inParis({}), ms('2026-03-28T00:00Z'), 2))).toEqual([
      '2026-03-28T06:00',
      '2026-03-29T05:00',
    ]);
  });

  it('come an hour later on the day whose clocks leave their time out', () => {
    expect(told(nextDates(inParis({ at: '02:30' }), ms('2026-03-28T12:00Z'), 2))).toEqual([
      '2026-03-29T01:30',
      '2026-03-30T00:30',
    ]);
  });

  it('come once, the first time, on the day that has their time twice', () => {
    expect(told(nextDates(inParis({ at: '02:30' }), ms('2026-10-24T12:00Z'), 2))).toEqual([
      '2026-10-25T00:30',
      '2026-10-26T01:30',
    ]);
    // Asked between the two.
    expect(told(nextDates(inParis({ at: '02:30' }), ms('2026-10-25T01:00Z'), 1))).toEqual([
      '2026-10-26T01:30',
    ]);
  });

  it('are the last day of a month that is too short', () => {
    const dates = nextDates(inParis({ every: 'month', on: 31 }), ms('2027-01-01T00:00Z'), 5);
    expect(told(dates)).toEqual([
      '2027-01-31T06:00',
      '2027-02-28T06:00',
      '2027-03-31T05:00',
      '2027-04-30T05:00',
      '2027-05-31T05:00',
    ]);
    expect(told(nextDates(inParis({ every: 'month', on: 30 }), ms('2028-02-01T00:00Z'), 1))).toEqual([
      '2028-02-29T06:00',
    ]);
  });

  it('are those of one day of the week', () => {
    const weekly = inParis({ every: 'week', on: 1 });
    expect(told(nextDates(weekly, ms('2026-11-24T08:43Z'), 5))).toEqual([
      '2026-11-30T06:00',
      '2026-12-07T06:00',
      '2026-12-14T06:00',
      '2026-12-21T06:00',
      '2026-12-28T06:00',
    ]);
    // A date itself is not after itself.
    expect(told([nextDate(weekly, ms('2026-11-30T06:00Z'))])).toEqual(['2026-12-07T06:00']);
  });

  it('do not come twice where a whole day is left out', () => {
    const samoa = inParis({ timeZone: 'Pacific/Apia' });
    expect(told(nextDates(samoa, ms('2011-12-29T00:00Z'), 3))).toEqual([
      '2011-12-29T17:00',
      '2011-12-30T17:00',
      '2011-12-31T17:00',
    ]);
  });
});

describe('the date that is due', () => {
  const daily = inParis({});
  const firstMs = ms('2026-11-24T06:00Z');

  it.each([
    ['2026-11-24T05:59Z', null],
    ['2026-11-24T06:00Z', { at: '2026-11-24T06:00', missed: 0 }],
    ['2026-11-25T05:59Z', { at: '2026-11-24T06:00', missed: 0 }],
    ['2026-11-28T23:00Z', { at: '2026-11-28T06:00', missed: 4 }],
  ])('at %s', (now, expected) => {
    const due = dueDate(daily, { firstMs, nowMs: ms(now) });
    expect(due && { ...due, at: told([due.at])[0] }).toEqual(expected);
  });
});

describe('the period that has ended', () => {
  it.each([
    ['day', '2026-10-26T06:00Z', '2026-10-24T22:00', '2026-10-25T23:00'],
    ['week', '2026-11-23T06:00Z', '2026-11-15T23:00', '2026-11-22T23:00'],
    ['week', '2026-11-25T06:00Z', '2026-11-15T23:00', '2026-11-22T23:00'],
    ['month', '2026-11-01T06:00Z', '2026-09-30T22:00', '2026-10-31T23:00'],
    ['month', '2026-01-31T06:00Z', '2025-11-30T23:00', '2025-12-31T23:00'],
  ] as const)('is the %s before %s', (every, date, from, to) => {
    const period = endedPeriod({ every }, ms(date), 'Europe/Paris');
    expect(told([period.from, period.to])).toEqual([from, to]);
  });
});

const ZONES = [
  'UTC',
  'Europe/Paris',
  'America/New_York',
  'America/Santiago',
  'America/St_Johns',
  'Asia/Kolkata',
  'Australia/Lord_Howe',
  'Africa/Casablanca',
  'Pacific/Chatham',
];

const rhythms = fc
  .record({
    every: fc.constantFrom(...RHYTHMS),
    weekday: fc.integer({ min: 1, max: 7 }),
    day: fc.integer({ min: 1, max: 31 }),
    minutes: fc.integer({ min: 0, max: 1_439 }),
    timeZone: fc.constantFrom(...ZONES),
  })
  .map(({ every, weekday, day, minutes, timeZone }): Rhythm => {
    const two = (count: number) => String(count).padStart(2, '0');
    const on = { day: null, week: weekday, month: day }[every];
    return { every, on, at: `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`, timeZone };
  });
const times = fc.integer({ min: ms('2000-01-01T00:00Z'), max: ms('2040-01-01T00:00Z') });

const zoned = (date: number, timeZone: string) =>
  Temporal.Instant.fromEpochMilliseconds(date).toZonedDateTimeISO(timeZone);

/** Whether a local time is one that the clocks of its day leave out. */
function isLeftOut(day: Temporal.PlainDate, { at, timeZone }: Rhythm): boolean {
  const local = day.toPlainDateTime(Temporal.PlainTime.from(at));
  return !local.equals(local.toZonedDateTime(timeZone).toPlainDateTime());
}

describe('dates in any zone, from any time on', () => {
  it('are at their time of their day, unless the clocks leave it out', () => {
    fc.assert(
      fc.property(rhythms, times, (rhythm, after) => {
        for (const date of nextDates(rhythm, after, 5)) {
          const local = zoned(date, rhythm.timeZone);
          const day = local.toPlainDate();
          if (!isLeftOut(day, rhythm)) expect(local.toPlainTime().toString().slice(0, 5)).toBe(rhythm.at);
          if (rhythm.every === 'week') expect(local.dayOfWeek).toBe(rhythm.on);
          if (rhythm.every === 'month') expect(local.day).toBe(Math.min(rhythm.on ?? 0, local.daysInMonth));
        }
      }),
    );
  });

  it('come after the time, one after another, one in each day, week or month', () => {
    fc.assert(
      fc.property(rhythms, times, (rhythm, after) => {
        const dates = nextDates(rhythm, after, 6);
        const longest = { day: 1.1, week: 7.1, month: 31.1 }[rhythm.every] * DAY_MS;
        for (const [index, date] of dates.entries()) {
          const before = dates[index - 1] ?? after;
          expect(date).toBeGreaterThan(before);
          expect(date - before).toBeLessThanOrEqual(longest);
        }
      }),
    );
  });

  it('are the same ones wherever one begins to count', () => {
    fc.assert(
      fc.property(rhythms, times, fc.nat(4), (rhythm, after, index) => {
        const dates = nextDates(rhythm, after, 6);
        const [date = 0, next = 0] = dates.slice(index);
        expect(nextDate(rhythm, date)).toBe(next);
        expect(nextDate(rhythm, next - 1)).toBe(next);
        expect(nextDate(rhythm, date + Math.floor((next - date) / 2))).toBe(next);
      }),
    );
  });

  it('are met once each, however long nobody looked', () => {
    fc.assert(
      fc.property(rhythms, times, fc.integer({ min: 0, max: 90 * DAY_MS }), (rhythm, after, away) => {
        const firstMs = nextDate(rhythm, after);
        const due = dueDate(rhythm, { firstMs, nowMs: firstMs + away });
        const dates = nextDates(rhythm, firstMs - 1, (due?.missed ?? 0) + 2);
        expect(due?.at).toBe(dates.at(-2));
        expect(due?.at).toBeLessThanOrEqual(firstMs + away);
        expect(dates.at(-1)).toBeGreaterThan(firstMs + away);
      }),
    );
  });

  it('leave no gap between the periods that they end, and none that is to come', () => {
    fc.assert(
      fc.property(rhythms, times, (rhythm, after) => {
        const dates = nextDates(rhythm, after, 4);
        const periods = dates.map((date) => endedPeriod(rhythm, date, rhythm.timeZone));
        for (const [index, { from, to }] of periods.entries()) {
          expect(from).toBeLessThan(to);
          expect(to).toBeLessThanOrEqual(dates[index] ?? 0);
          if (index > 0) expect(from).toBe(periods[index - 1]?.to);
        }
      }),
    );
  });
});
