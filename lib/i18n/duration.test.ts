import { describe, expect, it } from 'vitest';
import { durationPhrase, exactDurationPhrase, secondsBetween } from '@/lib/i18n/duration';

describe('durationPhrase', () => {
  it.each([
    [-5, { key: 'seconds', seconds: 0 }],
    [59, { key: 'seconds', seconds: 59 }],
    [60, { key: 'minutes', minutes: 1 }],
    [3_599, { key: 'minutes', minutes: 59 }],
    [3_600, { key: 'hours', hours: 1 }],
    [13_920, { key: 'hoursMinutes', hours: 3, minutes: 52 }],
    [38 * 3_600 + 1_200, { key: 'hours', hours: 38 }],
    [3 * 86_400 + 1, { key: 'days', days: 3 }],
  ])('says of %d seconds what is worth saying', (seconds, phrase) => {
    expect(durationPhrase(seconds)).toEqual(phrase);
  });

  it.each([
    [342_772, { key: 'daysHours', days: 3, hours: 23 }],
    [86_400, { key: 'daysHours', days: 1, hours: 0 }],
    [2 * 86_400 - 60, { key: 'daysHours', days: 2, hours: 0 }],
    [13_920, { key: 'hoursMinutes', hours: 3, minutes: 52 }],
  ])('rounds %d seconds of evidence to the hour, never down to a day', (seconds, phrase) => {
    expect(exactDurationPhrase(seconds)).toEqual(phrase);
  });

  it('counts seconds between two times', () => {
    expect(secondsBetween('2026-11-24T09:00:00Z', '2026-11-24T10:01:00+01:00')).toBe(60);
  });
});
