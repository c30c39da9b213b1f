import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { freshnessOf, toldSeconds, type WatchedAnswer } from './freshness';

const NOW = Date.parse('2026-11-24T09:00:00.000Z');
const answered = (secondsAgo: number, hasFailed = false, isOfShell = false): WatchedAnswer => ({
  asOf: new Date(NOW - secondsAgo * 1000).toISOString(),
  hasFailed,
  isOfShell,
});
const notYet = (hasFailed: boolean): WatchedAnswer => ({ asOf: null, hasFailed, isOfShell: false });
const freshness = (answers: WatchedAnswer[], isOnline = true) =>
  freshnessOf({ answers, isOnline, nowMs: NOW });

describe('a screen', () => {
  it('is live while everything on it was answered in the last 45 seconds', () => {
    expect(freshness([answered(0), answered(45), notYet(false)])).toEqual({
      kind: 'live',
    });
  });

  it('is of no time where nothing on it is asked again', () => {
    expect(freshness([])).toEqual({ kind: 'none' });
  });

  it.each([
    ['unanswered', [answered(46), answered(1)], true, null],
    ['failed', [answered(5, true)], true, null],
    ['failed', [answered(5), notYet(true)], true, null],
    ['offline', [notYet(false)], false, null],
    ['offline', [answered(14)], false, null],
    ['offline', [answered(200, true)], false, null],
    ['unanswered', [answered(901)], true, 'page'],
    ['unanswered', [answered(901, false, true)], true, 'shell'],
    ['unanswered', [answered(901, false, true), answered(899)], true, 'shell'],
  ] as const)('is not live when %s: %j, online %s', (why, answers, isOnline, unvouched) => {
    expect(freshness([...answers], isOnline)).toMatchObject({ kind: 'stale', why, unvouched });
  });

  it('is as old as the oldest of what it shows, and is vouched for by its own figures alone', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.record({
            ago: fc.integer({ min: 0, max: 4_000 }),
            hasFailed: fc.boolean(),
            isOfShell: fc.boolean(),
          }),
          { minLength: 1 },
        ),
        fc.boolean(),
        (spec, isOnline) => {
          const found = freshness(
            spec.map(({ ago, hasFailed, isOfShell }) => answered(ago, hasFailed, isOfShell)),
            isOnline,
          );
          const oldest = Math.max(...spec.map(({ ago }) => ago));
          const isLive = isOnline && oldest <= 45 && spec.every(({ hasFailed }) => !hasFailed);
          expect(found.kind).toBe(isLive ? 'live' : 'stale');
          if (found.kind !== 'stale') return;
          const isPageOld = spec.some(({ ago, isOfShell }) => !isOfShell && ago > 900);
          expect(found.unvouched).toBe(isPageOld ? 'page' : oldest > 900 ? 'shell' : null);
          expect(found.asOf).toBe(answered(oldest).asOf);
        },
      ),
    );
  });
});

it('an age is told to the second, and from a minute on to the minute', () => {
  fc.assert(
    fc.property(fc.integer({ min: -5_000, max: 4_000_000 }), (ageMs) => {
      const told = toldSeconds(new Date(NOW - ageMs).toISOString(), NOW);
      const age = Math.max(0, ageMs / 1000);
      expect(told).toBeLessThanOrEqual(age);
      expect(age - told).toBeLessThan(age < 60 ? 1 : 60);
      if (age >= 60) expect(told % 60).toBe(0);
    }),
  );
});
