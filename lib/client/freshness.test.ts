import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { freshnessOf, type WatchedAnswer } from './freshness';

const NOW = Date.parse('2026-11-24T09:00:00.000Z');
const answered = (secondsAgo: number, hasFailed = false): WatchedAnswer => ({
  asOf: new Date(NOW - secondsAgo * 1000).toISOString(),
  hasFailed,
});
const freshness = (answers: WatchedAnswer[], isOnline = true, aheadMs = 0) =>
  freshnessOf({ answers, isOnline, nowMs: NOW + aheadMs, aheadMs });

describe('a screen', () => {
  it('is live while everything on it was answered in the last 45 seconds', () => {
    expect(freshness([answered(0), answered(45), { asOf: null, hasFailed: false }])).toEqual({
      kind: 'live',
    });
  });

  it('is of no time where nothing on it is asked again', () => {
    expect(freshness([])).toEqual({ kind: 'none' });
  });

  it.each([
    ['unanswered', [answered(46), answered(1)], true, 45, false],
    ['failed', [answered(5, true)], true, null, false],
    ['failed', [answered(5), { asOf: null, hasFailed: true }], true, null, false],
    ['offline', [{ asOf: null, hasFailed: false }], false, null, false],
    ['offline', [answered(14)], false, null, false],
    ['offline', [answered(20)], false, 15, false],
    ['offline', [answered(200, true)], false, 180, false],
    ['unanswered', [answered(901)], true, 900, true],
  ] as const)('is not live when %s: %j, online %s', (why, answers, isOnline, ageSeconds, isUnvouched) => {
    expect(freshness([...answers], isOnline)).toMatchObject({ kind: 'stale', why, ageSeconds, isUnvouched });
  });

  it('counts by the server’s clock, whatever the browser’s', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ ago: fc.integer({ min: 0, max: 4_000 }), hasFailed: fc.boolean() }), {
          minLength: 1,
        }),
        fc.boolean(),
        fc.integer({ min: -9_000_000, max: 9_000_000 }),
        (spec, isOnline, aheadMs) => {
          const answers = spec.map(({ ago, hasFailed }) => answered(ago, hasFailed));
          const found = freshness(answers, isOnline, aheadMs);
          const oldest = Math.max(...spec.map(({ ago }) => ago));
          const isLive = isOnline && oldest <= 45 && spec.every(({ hasFailed }) => !hasFailed);
          expect(found.kind).toBe(isLive ? 'live' : 'stale');
          if (found.kind !== 'stale') return;
          expect(found.isUnvouched).toBe(oldest > 900);
          expect(found.ageSeconds ?? 0).toBeLessThanOrEqual(oldest);
          expect(found.ageSeconds === null).toBe(oldest < 15);
          expect(found.asOf).toBe(answered(oldest).asOf);
        },
      ),
    );
  });
});
