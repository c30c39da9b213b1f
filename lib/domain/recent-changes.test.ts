import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { heaviestLines, isCauseOfAnother, type RecentLine } from './recent-changes';

const kind = fc.constantFrom(
  { isTurn: true, isWorse: true },
  { isTurn: true, isWorse: false },
  { isTurn: false, isWorse: false },
);
const hosts = fc.oneof(fc.constant(1), fc.integer({ min: 2, max: 40 }));
const line: fc.Arbitrary<RecentLine> = fc
  .tuple(fc.nat(1_000), hosts, kind)
  .map(([at, count, turned]) => ({ at, hosts: count, ...turned }));
const isTurnedWave = ({ hosts, isTurn }: RecentLine) => hosts > 1 && isTurn;
const lines = fc.array(line, { maxLength: 40 });

describe('the lines of what is recent', () => {
  it('are the newest first, as many as there is room for', () => {
    fc.assert(
      fc.property(lines, fc.integer({ min: 1, max: 10 }), (all, limit) => {
        const shown = heaviestLines(all, limit);
        expect(shown).toHaveLength(Math.min(all.length, limit));
        const times = shown.map(({ at }) => at);
        expect(times).toEqual([...times].sort((a, b) => b - a));
      }),
    );
  });

  it('leave out a wave only for waves, and one that turned for the worse only for as large ones', () => {
    fc.assert(
      fc.property(lines, (all) => {
        const shown = heaviestLines(all, 7);
        for (const wave of all.filter((one) => isTurnedWave(one) && !shown.includes(one))) {
          for (const other of shown) expect(isTurnedWave(other)).toBe(true);
          if (!wave.isWorse) continue;
          for (const other of shown) expect(other).toMatchObject({ isWorse: true });
          for (const other of shown) expect(other.hosts).toBeGreaterThanOrEqual(wave.hosts);
        }
      }),
    );
  });

  it('lose no wave to one host more', () => {
    fc.assert(
      fc.property(lines, line, (all, more) => {
        const wavesIn = (some: readonly RecentLine[]) => heaviestLines(some, 7).filter(isTurnedWave);
        expect(wavesIn([...all, { ...more, hosts: 1 }])).toEqual(wavesIn(all));
      }),
    );
  });
});

describe('a wave that another one names as its cause', () => {
  const firmware = { kind: 'firmware', from: '2.17.0', to: '2.19.1' };
  const at = (minute: number) => `2026-11-27T09:${String(minute).padStart(2, '0')}:00.000Z`;
  const flashed = {
    fabric: 'PAR-Prod',
    hosts: 8,
    change: firmware,
    startedAt: at(10),
    endedAt: at(14),
    precededBy: [],
  };
  const failed = {
    fabric: 'PAR-Prod',
    hosts: 8,
    change: { kind: 'failure', from: 'Passed', to: 'InsecureHostConfiguration' },
    startedAt: at(12),
    endedAt: at(16),
    precededBy: [{ ...firmware, startedAt: at(10), endedAt: at(14) }],
  };

  it('is told with it', () => {
    expect(isCauseOfAnother(flashed, [failed, flashed])).toBe(true);
    expect(isCauseOfAnother(failed, [failed, flashed])).toBe(false);
  });

  it.each([
    ['another fabric', { fabric: 'DR' }],
    ['more hosts', { hosts: 9 }],
    ['another version before', { change: { ...firmware, from: '2.18.0' } }],
    ['another version after', { change: { ...firmware, to: '2.19.2' } }],
    ['another component', { change: { ...firmware, kind: 'os' } }],
    ['an earlier begin', { startedAt: at(9) }],
    ['a later end', { endedAt: at(15) }],
  ])('is told apart where it has %s', (_, other) => {
    expect(isCauseOfAnother({ ...flashed, ...other }, [failed])).toBe(false);
  });
});
