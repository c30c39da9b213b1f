import { describe, expect, it } from 'vitest';
import { fromPresets, presetOf, toPresets } from './compare-times';

const paris = { locale: 'en', timeZone: 'Europe/Paris' } as const;
const times = (now: string, zone: { locale: 'en'; timeZone: string } = paris) =>
  toPresets(new Date(now), zone).map(({ name, time }) => [name, time?.toISOString() ?? null]);

describe('the times that are compared with one click', () => {
  it('are hours and days before now, to the minute', () => {
    expect(fromPresets(new Date('2026-11-24T09:42:31Z')).map(({ time }) => time?.toISOString())).toEqual([
      '2026-11-24T08:42:00.000Z',
      '2026-11-23T09:42:00.000Z',
      '2026-11-17T09:42:00.000Z',
      '2026-10-25T09:42:00.000Z',
    ]);
  });

  it.each([
    ['2026-11-24T09:42:00Z', 'Europe/Paris', '2026-11-24T05:00:00.000Z', '2026-11-23T17:00:00.000Z'],
    ['2026-11-24T09:42:00Z', 'Asia/Kolkata', '2026-11-24T00:30:00.000Z', '2026-11-23T12:30:00.000Z'],
    ['2026-11-24T23:30:00Z', 'Asia/Kolkata', null, '2026-11-24T12:30:00.000Z'],
    // Clocks are set on the first two of these days, and the last is the day after.
    ['2026-03-29T09:00:00Z', 'Europe/Paris', '2026-03-29T04:00:00.000Z', '2026-03-28T17:00:00.000Z'],
    ['2026-10-25T09:00:00Z', 'Europe/Paris', '2026-10-25T05:00:00.000Z', '2026-10-24T16:00:00.000Z'],
    ['2026-10-26T09:00:00Z', 'Europe/Paris', '2026-10-26T05:00:00.000Z', '2026-10-25T17:00:00.000Z'],
  ])('are of %s in %s the morning at six and the evening before', (now, timeZone, morning, evening) => {
    expect(times(now, { locale: 'en', timeZone })).toEqual([
      ['now', null],
      ...(morning === null ? [] : [['morning', morning]]),
      ['evening', evening],
    ]);
  });

  it('are known again a little later, and not after that', () => {
    const presets = fromPresets(new Date('2026-11-24T09:42:00Z'));
    expect(presetOf(new Date('2026-11-23T09:40:00Z'), presets)).toBe('dayAgo');
    expect(presetOf(new Date('2026-11-23T09:30:00Z'), presets)).toBeNull();
    const later = toPresets(new Date('2026-11-24T09:42:00Z'), paris);
    expect(presetOf(null, later)).toBe('now');
    expect(presetOf(new Date('2026-11-24T05:00:00Z'), later)).toBe('morning');
  });
});
