import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  peakOf,
  SLOTS,
  scaleOf,
  segmentsOf,
  statesIn,
  type TrendDay,
  toldDays,
} from '@/components/fabric/trend-figures';
import type { ToldWave } from '@/lib/contracts/changes';
import { STATES, type State } from '@/lib/domain/vocabulary';

const NONE = Object.fromEntries(STATES.map((state) => [state, 0])) as Record<State, number>;

function dayOf(number: number, states: Partial<Record<State, number>>): TrendDay {
  const all = { ...NONE, ...states };
  const day = `2026-11-${String(number).padStart(2, '0')}`;
  const total = STATES.reduce((sum, state) => sum + all[state], 0);
  return { day, at: `${day}T23:59:00.000Z`, total, states: all };
}

const wave = (endedAt: string, hosts = 3): ToldWave => ({
  id: `${endedAt}-${hosts}`,
  fabric: 'PAR',
  cluster: null,
  startedAt: endedAt,
  endedAt,
  hosts,
  to: 'TpmError',
  causes: [],
});

describe('the days of a trend', () => {
  it('count who does not pass, and have the waves that ended since the day before', () => {
    const days = [dayOf(22, { Passed: 5 }), dayOf(23, { Passed: 3, Silent: 2 })];
    const waves = [wave('2026-11-22T23:59:30.000Z'), wave('2026-11-22T12:00:00.000Z', 4)];
    const told = toldDays({ days, waves }, null);
    expect(told.map(({ count }) => count)).toEqual([0, 2]);
    expect(told.map((day) => day.waves.map(({ hosts }) => hosts))).toEqual([[4], [3]]);
  });

  it('end with what the page shows now, which is another day after midnight', () => {
    const month = Array.from({ length: SLOTS }, (_, index) => dayOf(index + 1, { Passed: 1 }));
    const trend = { days: month.slice(0, -1), waves: [] };
    const now = { ...dayOf(29, { Passed: 1, Silent: 4 }), at: '2026-11-29T10:00:00.000Z' };
    expect(toldDays(trend, now).map(({ count }) => count)).toEqual([...Array(28).fill(0), 4]);
    const after = toldDays({ days: month, waves: [] }, { ...now, day: '2026-12-01' });
    expect([after.length, after[0]?.day, after.at(-1)?.day]).toEqual([SLOTS, '2026-11-02', '2026-12-01']);
  });

  it('name the states that occur, in their order', () => {
    expect(statesIn([dayOf(1, { Silent: 1, Passed: 9 }), dayOf(2, { TpmError: 1 })])).toEqual([
      'TpmError',
      'Silent',
    ]);
  });

  it('have a figure for the highest of those that are not beside the last', () => {
    const days = [1, 7, 2, 9, 9, 9].map((count, index) => dayOf(index + 1, { TpmError: count }));
    expect(peakOf(toldDays({ days, waves: [] }, null))?.count).toBe(7);
    expect(peakOf([])).toBeNull();
  });
});

describe('the scale of a trend', () => {
  it.each([
    [0, []],
    [1, [1]],
    [3, [1, 2, 3]],
    [4, [2, 4]],
    [29, [10, 20]],
    [35, [20]],
    [240, [100, 200]],
    [99_999, [50_000]],
  ])('up to %d has few lines, at round numbers', (most, lines) => {
    expect(scaleOf(most)).toEqual({ top: Math.max(1, most), lines });
  });

  it('has lines for any number, three at most', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 10_000_000 }), (most) => {
        const { lines } = scaleOf(most);
        expect(lines.length).toBeGreaterThan(0);
        expect(lines.length).toBeLessThanOrEqual(3);
        expect(lines.at(-1)).toBeLessThanOrEqual(most);
      }),
    );
  });

  it('gives each state that occurs a part that can be seen, one above the other', () => {
    const day = dayOf(1, { Passed: 9_000, InsecureHostConfiguration: 900, TpmError: 1, Silent: 99 });
    const parts = segmentsOf(day, 1_000, 100);
    expect(parts.map(({ state }) => state)).toEqual(['InsecureHostConfiguration', 'TpmError', 'Silent']);
    expect(parts.map(({ y }) => y)).toEqual([10, 9.9, 0].map((y) => expect.closeTo(y, 1)));
    for (const { height } of parts) expect(height).toBeGreaterThanOrEqual(1);
  });
});
