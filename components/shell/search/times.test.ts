import { describe, expect, it } from 'vitest';
import type { Zone } from '@/lib/i18n/moment';
import { timeAsked } from './times';

const now = new Date('2026-11-30T10:00:00Z');
const zone: Zone = { locale: 'en', timeZone: 'Europe/Paris' };
const days = { today: 'today', yesterday: 'yesterday' };
const inFrench = {
  zone: { ...zone, locale: 'fr' as const },
  days: { today: 'aujourd’hui', yesterday: 'hier' },
};
const asked = (text: string, more: Partial<Parameters<typeof timeAsked>[1]> = {}) => {
  const time = timeAsked(text, { now, zone, days, ...more });
  return time && [time.at, time.since, time.until].map((one) => one?.toISOString() ?? null);
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

  it('is none of the future, of no calendar, or of no time', () => {
    for (const text of ['2026-12-01', '2026-11-30 12:00', '2026-02-30', '2026-11', 'hier', '24', ''])
      expect(asked(text), text).toBeNull();
  });
});
