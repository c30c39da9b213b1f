import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inScope } from '@/lib/client/scope';
import type { Zone } from '@/lib/i18n/moment';
import { changesOfDay, timeAsked } from './times';

const now = new Date('2026-11-30T10:00:00Z');
const zone: Zone = { locale: 'en', timeZone: 'Europe/Paris' };
const days = { today: 'today', yesterday: 'yesterday' };
const inFrench = {
  zone: { ...zone, locale: 'fr' as const },
  days: { today: 'aujourd’hui', yesterday: 'hier' },
};
const asked = (text: string, more: Partial<Parameters<typeof timeAsked>[1]> = {}) => {
  const time = timeAsked(text, { now, zone, days, begin: null, ...more });
  if (time === null || typeof time === 'string') return time;
  return [time.at, time.since, time.until].map((one) => one?.toISOString() ?? null);
};

const OF_24 = ['2026-11-24T22:59:00.000Z', '2026-11-23T23:00:00.000Z', '2026-11-24T23:00:00.000Z'];
const OF_29 = ['2026-11-29T22:59:00.000Z', '2026-11-28T23:00:00.000Z', '2026-11-29T23:00:00.000Z'];
const OF_30 = [null, '2026-11-29T23:00:00.000Z', '2026-11-30T23:00:00.000Z'];

describe('the time that a text means', () => {
  it('is a day as it ended, in the reader’s own zone and writing', () => {
    expect(asked('2026-11-24')).toEqual(OF_24);
    expect(asked('24/11/2026', inFrench)).toEqual(OF_24);
    expect(asked('2026-11-24', inFrench)).toEqual(OF_24);
  });

  it('is a moment where one is typed', () => {
    expect(asked('2026-11-24 14:05')).toEqual(['2026-11-24T13:05:00.000Z', ...OF_24.slice(1)]);
    expect(asked('24/11/2026 à 14h05', inFrench)?.[0]).toBe('2026-11-24T13:05:00.000Z');
  });

  it('is yesterday, and today, which has not ended', () => {
    expect(asked('Yesterday')).toEqual(OF_29);
    expect(asked('hier', inFrench)).toEqual(OF_29);
    expect(asked('today')).toEqual(OF_30);
    for (const text of ['aujourd’hui', "Aujourd'hui"]) expect(asked(text, inFrench)).toEqual(OF_30);
  });

  it('has the name of its month, as the console writes it', () => {
    for (const text of ['24 Nov', '24 november', 'Nov 24', 'November 24th, 2026', '24 Nov 2026'])
      expect(asked(text), text).toEqual(OF_24);
    for (const text of ['24 nov.', '24 novembre', '24 Novembre 2026'])
      expect(asked(text, inFrench), text).toEqual(OF_24);
    expect(asked('24 nov. à 14:05', inFrench)?.[0]).toBe('2026-11-24T13:05:00.000Z');
    expect(asked('24 Nov 14:05')?.[0]).toBe('2026-11-24T13:05:00.000Z');
    expect(asked('1er févr.', inFrench)?.[1]).toBe('2026-01-31T23:00:00.000Z');
  });

  it('is in figures, the day before the month, in both languages', () => {
    for (const text of ['24/11', '24/11/2026']) {
      expect(asked(text), text).toEqual(OF_24);
      expect(asked(text, inFrench), text).toEqual(OF_24);
    }
    expect(asked('1/2')?.[1]).toBe('2026-01-31T23:00:00.000Z');
    expect(asked('24/11 14:05')?.[0]).toBe('2026-11-24T13:05:00.000Z');
    expect(asked('24/11 à 14h05', inFrench)?.[0]).toBe('2026-11-24T13:05:00.000Z');
    expect(asked('24/12')?.[1]).toBe('2025-12-23T23:00:00.000Z');
    expect(asked('24/12/2026')).toBe('late');
    for (const text of ['11/24', '31/11', '0/11', '24/11/26', '24/11/20265', '24/', '24/11x', '1.4', '24-11'])
      expect(asked(text), text).toBeNull();
  });

  it('is the same day in figures as programs write it', () => {
    const day = fc.date({ min: new Date('2019-01-01'), max: new Date('2026-11-29'), noInvalidDate: true });
    fc.assert(
      fc.property(day, fc.boolean(), (date, isFrench) => {
        const iso = date.toISOString().slice(0, 10);
        const [year, month, dayOfMonth] = iso.split('-').map(Number);
        const typed = `${dayOfMonth}/${month}/${year}`;
        expect(asked(typed, isFrench ? inFrench : {})).toEqual(asked(iso));
      }),
    );
  });

  it('is a moment as the console writes it', () => {
    const at = '2026-11-24T13:05:00.000Z';
    expect(asked('24 November 2026 14:05 CET')?.[0]).toBe(at);
    expect(asked('24 novembre 2026 14:05 UTC+1', inFrench)?.[0]).toBe(at);
    expect(asked('Today 10:05')?.[0]).toBe('2026-11-30T09:05:00.000Z');
    expect(asked('yesterday 14:05')?.[0]).toBe('2026-11-29T13:05:00.000Z');
    expect(asked('Aujourd’hui à 10:05', inFrench)?.[0]).toBe('2026-11-30T09:05:00.000Z');
    for (const text of ['24 November 2026 14:05 EST', 'todays', 'Today CETX'])
      expect(asked(text), text).toBeNull();
  });

  it('is a 29 February of the last year that had one', () => {
    expect(asked('29 Feb')?.[1]).toBe('2024-02-28T23:00:00.000Z');
    expect(asked('29 Feb 2026')).toBeNull();
  });

  it('is of last year where this year has not come to that day', () => {
    expect(asked('24 Dec')?.[1]).toBe('2025-12-23T23:00:00.000Z');
    expect(asked('24 Dec 2026')).toBe('late');
  });

  it('is none of no calendar, of no month alone, or of no time', () => {
    for (const text of [
      '2026-02-30',
      '2026-11',
      'hier',
      '24',
      '',
      '31 Nov',
      '24 Ju',
      '24 Jupiter',
      '24 Nov x',
    ])
      expect(asked(text), text).toBeNull();
    expect(asked('24 jui', inFrench)).toBeNull();
  });

  it('is none of the future', () => {
    for (const text of ['2026-12-01', '2026-11-30 12:00']) expect(asked(text), text).toBe('late');
  });

  it('is none of before anything is known', () => {
    const begin = new Date('2026-11-24T13:00:00Z');
    for (const text of ['1970-01-01', '2026-11-23', '2026-11-23 14:05']) {
      expect(asked(text), text).toHaveLength(3);
      expect(asked(text, { begin }), text).toBe('early');
    }
    expect(asked('2026-11-24', { begin })).toEqual(OF_24);
    expect(asked('2026-11-24 14:05', { begin })?.[0]).toBe('2026-11-24T13:05:00.000Z');
    // The fleet is not known then, but what changed later that day is.
    expect(asked('2026-11-24 13:05', { begin })).toEqual([null, ...OF_24.slice(1)]);
  });
});

describe('the changes of a day', () => {
  const from = (text: string, at: string | null) => {
    const page = at === null ? null : new Date(at);
    const time = timeAsked(text, { now, zone, days, begin: null });
    if (time === null || typeof time === 'string') return time;
    const address = inScope(changesOfDay(time, { now, at: page }), { fabrics: ['PAR'], at: page });
    const words = new URL(address, 'http://console').searchParams;
    return words.get('at');
  };

  it('are all of it, whatever time the page shows', () => {
    expect(from('2026-11-24', null)).toBeNull();
    expect(from('2026-11-24', '2026-11-20T12:00:00.000Z')).toBe('2026-11-24T23:00:00.000Z');
    expect(from('2026-11-24 14:05', '2026-11-24T12:00:00.000Z')).toBe('2026-11-24T23:00:00.000Z');
    expect(from('2026-11-24', '2026-11-27T12:00:00.000Z')).toBe('2026-11-27T12:00:00.000Z');
    expect(from('today', '2026-11-20T12:00:00.000Z')).toBeNull();
    expect(from('today', '2026-11-30T08:00:00.000Z')).toBeNull();
  });
});
