import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { freshnessOf, type ShownAnswer, toldSeconds } from './freshness';

const NOW = Date.parse('2026-11-24T09:00:00.000Z');
const answered = (
  secondsAgo: number,
  failure: ShownAnswer['failure'] = null,
  isOfShell = false,
): ShownAnswer => ({
  asOf: new Date(NOW - secondsAgo * 1000).toISOString(),
  failure,
  isAskedOnce: false,
  isOfShell,
});
const askedOnce = (secondsAgo: number): ShownAnswer => ({ ...answered(secondsAgo), isAskedOnce: true });
const notYet = (failure: ShownAnswer['failure']): ShownAnswer => ({ ...answered(0, failure), asOf: null });
const freshness = (answers: ShownAnswer[], isOnline = true) => freshnessOf({ answers, isOnline, nowMs: NOW });

describe('a screen', () => {
  it('is live while everything on it was answered in the last 45 seconds', () => {
    expect(freshness([answered(0), answered(45), notYet(null)])).toEqual({
      kind: 'live',
    });
  });

  it('is of no time where nothing on it is asked again', () => {
    expect(freshness([])).toEqual({ kind: 'none' });
  });

  it('is never live while it shows figures that are not asked again, however well the bar is', () => {
    expect(freshness([answered(5, null, true), askedOnce(5)])).toEqual({ kind: 'once' });
    expect(freshness([answered(5, null, true), askedOnce(4_000)])).toEqual({ kind: 'once' });
  });

  it.each([
    ['unanswered', [answered(46), answered(1)], true, []],
    ['failed', [answered(5, 'failed')], true, []],
    ['unanswered', [answered(5, 'unanswered')], true, []],
    ['failed', [answered(5, 'unanswered'), answered(5, 'failed')], true, []],
    ['failed', [answered(60, 'failed')], true, []],
    ['failed', [answered(5), notYet('failed')], true, []],
    ['offline', [notYet(null)], false, []],
    ['offline', [answered(14)], false, []],
    ['offline', [answered(200, 'failed')], false, []],
    ['unanswered', [answered(901)], true, ['isPageOld']],
    ['unanswered', [answered(901), answered(5, null, true)], true, ['isPageOld']],
    ['unanswered', [answered(901, null, true)], true, ['isShellOld']],
    ['unanswered', [answered(901, null, true), answered(899)], true, ['isShellOld']],
    ['unanswered', [answered(901, null, true), answered(901)], true, ['isPageOld', 'isShellOld']],
    ['unanswered', [answered(46, null, true), askedOnce(901)], true, ['isPageOld']],
    ['offline', [answered(901, null, true), askedOnce(901)], false, ['isPageOld', 'isShellOld']],
  ] as const)('is not live when %s: %j, online %s', (why, answers, isOnline, old) => {
    const found = freshness([...answers], isOnline);
    expect(found).toMatchObject({ kind: 'stale', why, canRetry: true });
    expect(Object.entries(found).flatMap(([key, is]) => (is === true ? key : []))).toEqual([
      ...old,
      'canRetry',
    ]);
  });

  it('has nothing to try again where nothing on it is asked again', () => {
    expect(freshness([], false)).toMatchObject({ why: 'offline', canRetry: false });
    expect(freshness([askedOnce(5)], false)).toMatchObject({ why: 'offline', canRetry: false });
  });

  it('is as old as the oldest of what it shows, and is vouched for by its own figures alone', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.record({
            ago: fc.integer({ min: 0, max: 4_000 }),
            failure: fc.constantFrom(null, 'failed' as const, 'unanswered' as const),
            isOfShell: fc.boolean(),
          }),
          { minLength: 1 },
        ),
        fc.boolean(),
        (spec, isOnline) => {
          const found = freshness(
            spec.map(({ ago, failure, isOfShell }) => answered(ago, failure, isOfShell)),
            isOnline,
          );
          const oldest = Math.max(...spec.map(({ ago }) => ago));
          const isLive = isOnline && oldest <= 45 && spec.every(({ failure }) => failure === null);
          expect(found.kind).toBe(isLive ? 'live' : 'stale');
          if (found.kind !== 'stale') return;
          const isError = spec.some(({ failure }) => failure === 'failed');
          expect(found.why).toBe(!isOnline ? 'offline' : isError ? 'failed' : 'unanswered');
          const isPageOld = spec.some(({ ago, isOfShell }) => !isOfShell && ago > 900);
          const isShellOld = spec.some(({ ago, isOfShell }) => isOfShell && ago > 900);
          expect([found.isPageOld, found.isShellOld]).toEqual([isPageOld, isShellOld]);
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
