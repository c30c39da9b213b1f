import { describe, expect, it } from 'vitest';
import type { State } from '@/lib/domain/vocabulary';
import { hostDays, type StatePiece } from './host-days';

const piece = (from: string, to: string, state: State): StatePiece => ({
  from: Date.parse(from),
  to: Date.parse(to),
  state,
});

const daysUpTo = (asOf: string, pieces: StatePiece[], days: number, timeZone = 'UTC') =>
  hostDays(pieces, { asOf: Date.parse(asOf), days, timeZone }).map(({ day, state, at, seconds }) => ({
    day,
    state,
    at: at === null ? null : new Date(at).toISOString(),
    seconds: Object.fromEntries(Object.entries(seconds).filter(([, count]) => count > 0)),
  }));

describe('the days of a host', () => {
  it('are of the worst state of each, lead to its last moment, and say how long it was in which', () => {
    const pieces = [
      piece('2026-11-22T10:00:00Z', '2026-11-23T06:00:00Z', 'Passed'),
      piece('2026-11-23T06:00:00Z', '2026-11-23T06:30:00Z', 'Silent'),
      piece('2026-11-23T06:30:00Z', '2026-11-23T07:00:00Z', 'InsecureHostConfiguration'),
      piece('2026-11-23T07:00:00Z', '2026-11-24T09:00:00.001Z', 'Passed'),
    ];
    expect(daysUpTo('2026-11-24T09:00:00Z', pieces, 4)).toEqual([
      { day: '2026-11-21', state: null, at: null, seconds: {} },
      { day: '2026-11-22', state: 'Passed', at: '2026-11-22T23:59:00.000Z', seconds: { Passed: 50_400 } },
      {
        day: '2026-11-23',
        state: 'InsecureHostConfiguration',
        at: '2026-11-23T06:59:00.000Z',
        seconds: { Passed: 82_800, InsecureHostConfiguration: 1_800, Silent: 1_800 },
      },
      { day: '2026-11-24', state: 'Passed', at: '2026-11-24T09:00:00.000Z', seconds: { Passed: 32_400 } },
    ]);
  });

  it('count the moment itself, on which something may have come', () => {
    const pieces = [piece('2026-11-24T09:00:00Z', '2026-11-24T09:00:00.001Z', 'Passed')];
    expect(daysUpTo('2026-11-24T09:00:00Z', pieces, 1)).toMatchObject([
      { state: 'Passed', at: '2026-11-24T09:00:00.000Z' },
    ]);
  });

  it('lead into a state that was shorter than a minute', () => {
    const pieces = [piece('2026-11-23T06:00:00Z', '2026-11-23T06:00:20Z', 'Expired')];
    expect(daysUpTo('2026-11-24T09:00:00Z', pieces, 2)[0]?.at).toBe('2026-11-23T06:00:00.000Z');
  });

  it('follow the calendar of the zone, also where its clocks change', () => {
    const pieces = [piece('2026-01-01T00:00:00Z', '2026-10-26T09:00:00.001Z', 'Passed')];
    expect(daysUpTo('2026-10-26T09:00:00Z', pieces, 2, 'Europe/Paris')).toEqual([
      { day: '2026-10-25', state: 'Passed', at: '2026-10-25T22:59:00.000Z', seconds: { Passed: 90_000 } },
      { day: '2026-10-26', state: 'Passed', at: '2026-10-26T09:00:00.000Z', seconds: { Passed: 36_000 } },
    ]);
    expect(daysUpTo('2026-10-26T22:45:00Z', [], 90, 'Europe/Paris')).toHaveLength(90);
  });
});
