import { createTranslator } from 'next-intl';
import { describe, expect, it } from 'vitest';
import { loadMessages } from '@/lib/i18n/messages';
import {
  calendarDay,
  clockTime,
  dayAndMonth,
  dayAndTime,
  fieldMoment,
  fullMoment,
  type MomentPlace,
  momentPhrase,
  namedDay,
} from '@/lib/i18n/moment';
import { knownTimeZone } from '@/lib/i18n/time-zone';

const PARIS_EN = { locale: 'en', timeZone: 'Europe/Paris' } as const;
const PARIS_FR = { locale: 'fr', timeZone: 'Europe/Paris' } as const;
const LATE_EVENING = new Date('2026-11-23T23:30:00Z');

describe('moments', () => {
  it("are told by the reader's calendar, not by UTC", () => {
    expect(calendarDay(LATE_EVENING, PARIS_EN)).toBe('2026-11-24');
    expect(clockTime(LATE_EVENING, PARIS_EN)).toBe('00:30');
    expect(fieldMoment(LATE_EVENING, PARIS_FR)).toBe('2026-11-24T00:30');
  });

  it('put the day before the month and use 24 hours in both languages', () => {
    const reference = new Date('2026-12-01T00:00:00Z');
    expect(dayAndMonth(LATE_EVENING, reference, PARIS_EN)).toBe('24 Nov');
    expect(dayAndMonth(LATE_EVENING, reference, PARIS_FR)).toBe('24 nov.');
    expect(dayAndMonth(LATE_EVENING, new Date('2027-01-02T00:00:00Z'), PARIS_EN)).toBe('24 Nov 2026');
  });

  it('say the first of a month as French does, and every other day as a number', () => {
    const first = new Date('2026-10-31T23:30:00Z');
    expect(dayAndMonth(first, first, PARIS_FR)).toBe('1er nov.');
    expect(fullMoment(first, PARIS_FR)).toBe('1er novembre 2026 00:30 UTC+1');
    expect(fullMoment(first, PARIS_EN)).toBe('1 November 2026 00:30 CET');
    expect(namedDay('2026-11-11', '2026-11-24', PARIS_FR)).toBe('11 nov.');
  });

  it('are told in the zone that is asked for, whichever were asked for before', () => {
    const zones = Intl.supportedValuesOf('timeZone');
    const fresh = (timeZone: string) =>
      new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', timeZone }).format(LATE_EVENING);
    // More than are kept at once, and each twice: made and asked, and asked again after others.
    for (const timeZone of [...zones, ...zones.toReversed()])
      for (const locale of ['en', 'fr'] as const)
        expect(clockTime(LATE_EVENING, { locale, timeZone }), timeZone).toBe(fresh(timeZone));
  });

  it('carry their zone when told in full', () => {
    expect(fullMoment(LATE_EVENING, PARIS_EN)).toBe('24 November 2026 00:30 CET');
    expect(fullMoment(LATE_EVENING, { locale: 'fr', timeZone: 'UTC' })).toBe('23 novembre 2026 23:30 UTC');
  });

  it.each([
    [undefined, 'UTC'],
    ['', 'UTC'],
    ['Mars/Olympus', 'UTC'],
    ['<script>', 'UTC'],
    ['Europe/Paris', 'Europe/Paris'],
  ])('take the zone %s from a cookie as %s', (text, zone) => {
    expect(knownTimeZone(text)).toBe(zone);
  });
});

describe('a day by its name', () => {
  it('is the same wherever its reader is', () => {
    expect(namedDay('2026-11-24', '2026-11-28', { locale: 'en' })).toBe('24 Nov');
    expect(namedDay('2025-12-31', '2026-01-02', { locale: 'fr' })).toBe('31 déc. 2025');
  });
});

describe('a moment where it stands', () => {
  const reference = new Date('2026-11-24T09:00:00Z');
  const earlier = new Date('2026-11-21T20:30:00Z');

  function said(zone: typeof PARIS_EN | typeof PARIS_FR, date: Date, place: MomentPlace, isOfNow = true) {
    const messages = loadMessages(zone.locale);
    const translate = createTranslator({ locale: zone.locale, messages, namespace: 'time' });
    const { key, ...values } = momentPhrase(date, { reference, isOfNow, place }, zone);
    return translate(key, values);
  }

  it.each([
    ['alone', '21 nov. 21:30', 'Aujourd’hui 00:30'],
    ['inColumn', '21 nov. 21:30', 'Auj. 00:30'],
    ['inSentence', 'le 21 nov. à 21:30', 'aujourd’hui à 00:30'],
    ['upTo', 'au 21 nov. à 21:30', 'à aujourd’hui à 00:30'],
  ] as const)(
    'has an article in French before a day that is named, not before today: %s',
    (place, day, today) => {
      expect(said(PARIS_FR, earlier, place)).toBe(day);
      expect(said(PARIS_FR, LATE_EVENING, place)).toBe(today);
    },
  );

  it('is the same in all sentences of English', () => {
    for (const place of ['inSentence', 'upTo'] as const) {
      expect(said(PARIS_EN, earlier, place)).toBe('21 Nov 21:30');
      expect(said(PARIS_EN, LATE_EVENING, place)).toBe('today 00:30');
    }
    expect(said(PARIS_EN, LATE_EVENING, 'alone')).toBe('Today 00:30');
    expect(dayAndTime(earlier, reference, PARIS_EN)).toBe('21 Nov 21:30');
  });

  it('of an earlier time is never today', () => {
    expect(said(PARIS_FR, LATE_EVENING, 'inSentence', false)).toBe('le 24 nov. à 00:30');
  });
});
