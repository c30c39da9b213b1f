import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LOCALES } from '@/lib/i18n/locales';
import { fieldMoment } from '@/lib/i18n/moment';
import {
  impossibleDay,
  readTyped,
  TYPED_KINDS,
  type TypedKind,
  writeDay,
  writeTyped,
} from '@/lib/i18n/typed-time';
import {
  beginOfDay,
  beginOfNextDay,
  clockMoment,
  endOfDay,
  timeOfClock,
  timesOfClock,
} from '@/lib/i18n/zone-clock';
import { MINUTE_MS } from '@/lib/util/durations';

const ZONES = [
  'UTC',
  'Europe/Paris',
  'America/New_York',
  'America/St_Johns',
  'Australia/Lord_Howe',
  'Asia/Kolkata',
  // Had no 30 December 2011.
  'Pacific/Apia',
  'Africa/Casablanca',
] as const;

const minuteOf = (time: string) => Date.parse(time) / MINUTE_MS;
const [from2000, to2040] = [minuteOf('2000-01-01T00:00:00Z'), minuteOf('2040-01-01T00:00:00Z')];
/** What a database and the year of a field have room for. */
const [earliest, latest] = [minuteOf('0001-01-02T00:00:00Z'), minuteOf('9999-12-31T23:59:00Z')];
/** Before it, clocks were some seconds beside a whole minute. */
const from1970 = minuteOf('1970-01-01T00:00:00Z');
const aroundChanges = [
  '2026-03-29T01:00:00Z',
  '2026-10-25T01:00:00Z',
  '2026-11-01T06:00:00Z',
  '2026-04-04T15:00:00Z',
  '2011-12-30T10:00:00Z',
].map((time) => Date.parse(time) / MINUTE_MS);

const anyMinute = fc.oneof(
  fc.integer({ min: from2000, max: to2040 }),
  fc.integer({ min: from1970, max: latest - 1_440 }),
  fc
    .tuple(fc.constantFrom(...aroundChanges), fc.integer({ min: -180, max: 180 }))
    .map(([change, beside]) => change + beside),
);
const anyZone = fc.record({ locale: fc.constantFrom(...LOCALES), timeZone: fc.constantFrom(...ZONES) });

describe('a time in a field', () => {
  it('is the same minute again when what was written is read, whatever the clocks did', () => {
    fc.assert(
      fc.property(anyMinute, anyZone, (minute, zone) => {
        const time = new Date(minute * MINUTE_MS);
        const written = writeTyped('moment', clockMoment(time, zone), zone.locale);
        const read = readTyped('moment', written, zone.locale);
        expect(read && timeOfClock(read, zone)).toEqual(time);
      }),
      { numRuns: 500 },
    );
  });

  it('is written of any year, and read or refused', () => {
    const edges = [earliest, latest, minuteOf('1000-01-01T00:00:00Z'), minuteOf('0999-12-31T00:00:00Z')];
    const anyYear = fc.oneof(fc.integer({ min: earliest, max: latest }), fc.constantFrom(...edges));
    fc.assert(
      fc.property(anyYear, anyZone, (minute, zone) => {
        const written = writeTyped('moment', clockMoment(new Date(minute * MINUTE_MS), zone), zone.locale);
        const read = readTyped('moment', written, zone.locale);
        const time = read && timeOfClock(read, zone);
        // The clocks of a zone may be in a year that no field has, and were then seconds beside a minute.
        if (time) expect(Math.abs(time.getTime() / MINUTE_MS - minute)).toBeLessThanOrEqual(1);
        else expect(minute).toBeGreaterThan(latest - 1_440);
      }),
    );
    for (const timeZone of ZONES)
      for (const shown of ['0001-01-01T00:00', '1000-01-01T00:00', '9999-12-31T23:59'])
        expect(timeOfClock(shown, { locale: 'en', timeZone })).not.toBeNull();
  });

  it('is none where the clocks were put forward over it, and the first of two where they were put back', () => {
    const paris = { locale: 'fr', timeZone: 'Europe/Paris' } as const;
    expect(timesOfClock('2026-03-29T02:30', paris)).toEqual([]);
    expect(timeOfClock('2026-03-29T02:30', paris)).toBeNull();
    expect(timeOfClock('2026-10-25T02:30', paris)).toEqual(new Date('2026-10-25T00:30:00Z'));
    expect(timeOfClock('2026-10-25T02:30+01:00', paris)).toEqual(new Date('2026-10-25T01:30:00Z'));
    expect(clockMoment(new Date('2026-10-25T01:30:00Z'), paris)).toBe('2026-10-25T02:30+01:00');
    expect(clockMoment(new Date('2026-10-25T02:30:00Z'), paris)).toBe('2026-10-25T03:30');
    const newYork = { locale: 'en', timeZone: 'America/New_York' } as const;
    expect(clockMoment(new Date('2026-11-01T05:30:00Z'), newYork)).toBe('2026-11-01T01:30-04:00');
  });

  it('is none of what is no time', () => {
    const utc = { locale: 'en', timeZone: 'UTC' } as const;
    for (const text of ['', 'now', '2026-11-27', '2026-11-27T25:00', '2026-11-27T14:05+99:99'])
      expect(timeOfClock(text, utc)).toBeNull();
  });
});

describe('what is typed', () => {
  const READ: [TypedKind, string, string | null, string | null][] = [
    ['moment', '2026-11-27 14:05', '2026-11-27T14:05', '2026-11-27T14:05'],
    ['moment', ' 2026-11-27T14:05 ', '2026-11-27T14:05', '2026-11-27T14:05'],
    ['moment', '2026-3-9, 9:05', '2026-03-09T09:05', '2026-03-09T09:05'],
    ['moment', '2026-10-25 02:30 +01:00', '2026-10-25T02:30+01:00', '2026-10-25T02:30+01:00'],
    ['moment', '2026-10-25 02:30 −0330', '2026-10-25T02:30-03:30', '2026-10-25T02:30-03:30'],
    ['moment', '2026-11-24T09:32:07.123Z', '2026-11-24T09:32+00:00', '2026-11-24T09:32+00:00'],
    ['moment', '2026-11-24 09:32:99', null, null],
    ['moment', '27/11/2026 14:05', null, '2026-11-27T14:05'],
    ['moment', '27.11.2026 à 14\u00a0h\u00a005', null, '2026-11-27T14:05'],
    ['moment', '3/9/2026 9h05', null, '2026-09-03T09:05'],
    ['moment', '11/27/2026 02:05 PM', null, null],
    ['moment', '2026-11-27', null, null],
    ['moment', '2026-02-30 10:00', null, null],
    ['moment', '2026-11-27 24:00', null, null],
    ['moment', '2026-11-27 14:05 tomorrow', null, null],
    ['moment', '2026-11-27 14:05 +99:00', null, null],
    ['moment', '', null, null],
    ['day', '1000-01-01', '1000-01-01', '1000-01-01'],
    ['day', '0000-01-01', null, null],
    ['day', '2026-02-29', null, null],
    ['day', '2028-02-29', '2028-02-29', '2028-02-29'],
    ['day', '01/12/2026', null, '2026-12-01'],
    ['day', '1/12/26', null, null],
    ['day', '2026-11-27 14:05', null, null],
  ];
  it.each(READ)('%s %j', (kind, typed, inEnglish, inFrench) => {
    expect([readTyped(kind, typed, 'en'), readTyped(kind, typed, 'fr')]).toEqual([inEnglish, inFrench]);
  });

  it('may be anything, and is shown again as it was', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...TYPED_KINDS),
        fc.constantFrom(...LOCALES),
        fc.oneof(fc.string(), fc.stringMatching(/^[\d :/.T+h-]{0,24}$/)),
        (kind, locale, typed) => {
          const value = readTyped(kind, typed, locale);
          if (value === null) return;
          expect(readTyped(kind, writeTyped(kind, value, locale), locale)).toBe(value);
        },
      ),
    );
  });

  it('is written as the language of the page has it', () => {
    expect(writeTyped('moment', '2026-11-27T14:05', 'en')).toBe('2026-11-27 14:05');
    expect(writeTyped('moment', '2026-11-27T14:05', 'fr')).toBe('27/11/2026 14:05');
    expect(writeTyped('moment', '2026-10-25T02:30+01:00', 'fr')).toBe('25/10/2026 02:30 +01:00');
    expect(writeTyped('day', '2026-11-27', 'fr')).toBe('27/11/2026');
    expect(writeTyped('moment', 'next week', 'fr')).toBe('next week');
  });
});

describe('a day without a time of it', () => {
  it('is a moment only where it is said which time of it is meant', () => {
    const atNight = (day: string) => `${day}T23:59`;
    expect(readTyped('moment', '2026-11-20', 'en')).toBeNull();
    expect(readTyped('moment', '20/11/2026', 'fr', atNight)).toBe('2026-11-20T23:59');
    expect(readTyped('moment', '2026-11-20 08:15', 'en', atNight)).toBe('2026-11-20T08:15');
    expect(readTyped('moment', '2026-02-30', 'en', atNight)).toBeNull();
  });

  it('is its end, and today the minute that it is, also where that is shown twice', () => {
    const zone = { locale: 'en', timeZone: 'Europe/Paris' } as const;
    const ends = (day: string, now: string) => endOfDay(day, new Date(now), zone);
    expect(ends('2026-11-26', '2026-11-27T13:05:00Z')).toBe('2026-11-26T23:59');
    expect(ends('2026-11-27', '2026-11-27T13:05:00Z')).toBe('2026-11-27T14:05');
    expect(ends('2026-11-27', '2026-11-26T23:05:00Z')).toBe('2026-11-27T00:05');
    expect(ends('2026-11-28', '2026-11-27T13:05:00Z')).toBe('2026-11-28T23:59');
    expect(ends('2026-10-25', '2026-10-25T01:30:00Z')).toBe('2026-10-25T02:30+01:00');
  });

  it('is all of it in a range that does not hold its own end, whatever the clocks did', () => {
    fc.assert(
      fc.property(anyMinute, anyZone, (minute, zone) => {
        const time = new Date(minute * MINUTE_MS);
        const day = fieldMoment(time, zone).slice(0, 10);
        // No field has the year after it.
        fc.pre(day !== '9999-12-31');
        const edges = [beginOfDay(day, zone), beginOfNextDay(day, zone)];
        const [from, to] = edges.map((edge) => timeOfClock(edge ?? '', zone)?.getTime() ?? Number.NaN);
        const dayOf = (ms = 0) => fieldMoment(new Date(ms), zone).slice(0, 10);
        expect(from).toBeLessThanOrEqual(time.getTime());
        expect(to).toBeGreaterThan(time.getTime());
        expect([dayOf(from), dayOf(Number(to) - MINUTE_MS)]).toEqual([day, day]);
        expect(dayOf(Number(from) - MINUTE_MS) < day && dayOf(to) > day).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it('ends with the first minute of the next one, which is not always midnight', () => {
    const ends = (day: string, timeZone: string) => beginOfNextDay(day, { locale: 'en', timeZone });
    expect(ends('2026-11-23', 'Europe/Paris')).toBe('2026-11-24T00:00');
    expect(ends('2026-10-25', 'Europe/Paris')).toBe('2026-10-26T00:00');
    expect(ends('2026-04-23', 'Africa/Cairo')).toBe('2026-04-24T01:00');
    expect(ends('2011-12-29', 'Pacific/Apia')).toBe('2011-12-31T00:00');
    expect(ends('9999-12-31', 'Europe/Paris')).toBeNull();
  });

  it('is told from one that no calendar has', () => {
    expect(impossibleDay('2026-02-30 10:00', 'en')).toBe('2026-02-30');
    expect(impossibleDay('31/4/2026', 'fr')).toBe('2026-04-31');
    expect(impossibleDay('2026-13-01', 'en')).toBe('2026-13-01');
    for (const text of ['2026-02-28', 'soon', '', '30/02/2026']) expect(impossibleDay(text, 'en')).toBeNull();
    expect(writeDay('2026-02-30', 'fr')).toBe('30/02/2026');
  });
});
