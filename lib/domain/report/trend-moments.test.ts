import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { trendMoments } from './days';

const momentsAt = (asOf: string, days: number, timeZone: string) =>
  trendMoments(Date.parse(asOf), days, timeZone).map(({ day, at }) => [day, new Date(at).toISOString()]);

describe('the moments of a trend', () => {
  it('are the last minute of each day that is over, and now', () => {
    expect(momentsAt('2026-11-24T09:42:10.000Z', 3, 'UTC')).toEqual([
      ['2026-11-22', '2026-11-22T23:59:00.000Z'],
      ['2026-11-23', '2026-11-23T23:59:00.000Z'],
      ['2026-11-24', '2026-11-24T09:42:10.000Z'],
    ]);
  });

  it('follow the calendar of the zone, also where its clocks change', () => {
    expect(momentsAt('2026-10-26T09:00:00.000Z', 3, 'Europe/Paris')).toEqual([
      ['2026-10-24', '2026-10-24T21:59:00.000Z'],
      ['2026-10-25', '2026-10-25T22:59:00.000Z'],
      ['2026-10-26', '2026-10-26T09:00:00.000Z'],
    ]);
  });

  it('are as many as are asked for, each of another day and none after now', () => {
    const zone = fc.constantFrom('UTC', 'Europe/Paris', 'Asia/Kolkata', 'America/Sao_Paulo', 'Pacific/Apia');
    const time = fc.integer({ min: Date.parse('2001-01-01'), max: Date.parse('2040-01-01') });
    fc.assert(
      fc.property(time, fc.integer({ min: 1, max: 90 }), zone, (asOf, days, timeZone) => {
        const moments = trendMoments(asOf, days, timeZone);
        expect(new Set(moments.map(({ day }) => day)).size).toBe(days);
        expect(moments.at(-1)?.at).toBe(asOf);
        for (const [index, { at }] of moments.entries())
          expect(at).toBeLessThanOrEqual(moments[index + 1]?.at ?? asOf);
      }),
    );
  });
});
