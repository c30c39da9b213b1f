import { describe, expect, it } from 'vitest';
import { boundsOfDays, daysOfPreset, type PeriodPreset } from './presets';

const at = (text: string) => Date.parse(text);
const iso = (bounds: ReturnType<typeof boundsOfDays>) =>
  bounds && [bounds.from, bounds.to].map((time) => new Date(time).toISOString());

describe('the days of a preset', () => {
  const cases: [PeriodPreset, string, string, string, string][] = [
    ['last7Days', '2026-11-24T08:43:00Z', 'Europe/Paris', '2026-11-18', '2026-11-24'],
    ['last30Days', '2026-11-24T08:43:00Z', 'Europe/Paris', '2026-10-26', '2026-11-24'],
    ['lastMonth', '2026-11-24T08:43:00Z', 'Europe/Paris', '2026-10-01', '2026-10-31'],
    ['lastMonth', '2026-03-31T12:00:00Z', 'UTC', '2026-02-01', '2026-02-28'],
    // It is still December there.
    ['lastMonth', '2027-01-01T03:00:00Z', 'America/New_York', '2026-11-01', '2026-11-30'],
    ['lastQuarter', '2026-11-24T08:43:00Z', 'Europe/Paris', '2026-07-01', '2026-09-30'],
    ['lastQuarter', '2026-02-01T12:00:00Z', 'UTC', '2025-10-01', '2025-12-31'],
  ];
  it.each(cases)('%s at %s in %s', (preset, now, zone, first, last) => {
    expect(daysOfPreset(preset, at(now), zone)).toEqual({ first, last });
  });
});

describe('the bounds of days', () => {
  const now = at('2026-11-24T08:43:00Z');
  it('are midnights of the zone, across a change of the clocks too', () => {
    const days = { first: '2026-10-01', last: '2026-10-31' };
    expect(iso(boundsOfDays(days, { timeZone: 'Europe/Paris', now }))).toEqual([
      '2026-09-30T22:00:00.000Z',
      '2026-10-31T23:00:00.000Z',
    ]);
  });

  it('end now where the last day is not over', () => {
    const bounds = boundsOfDays(
      { first: '2026-11-24', last: '2026-11-30' },
      { timeZone: 'Europe/Paris', now },
    );
    expect(iso(bounds)).toEqual(['2026-11-23T23:00:00.000Z', '2026-11-24T08:43:00.000Z']);
  });

  it('are none of what is no day', () => {
    expect(boundsOfDays({ first: '', last: '2026-11-30' }, { timeZone: 'UTC', now })).toBeNull();
    expect(boundsOfDays({ first: '2026-02-30x', last: '2026-11-30' }, { timeZone: 'UTC', now })).toBeNull();
  });
});
