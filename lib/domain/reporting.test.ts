import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { deadlines, isReportingNow, reportingAt } from '@/lib/domain/reporting';

const at = (minutes: number) => new Date(Date.UTC(2026, 10, 24, 9, 0) + minutes * 60_000);
const stored = {
  lastObservedAt: at(0),
  lastRejectedAt: null,
  ...deadlines({ observedAt: at(0), intervalSeconds: 900 }),
};

describe('reportingAt', () => {
  test.each([
    ['right after the snapshot', 0, 'onTime'],
    ['just before one and a half intervals', 22.49, 'onTime'],
    ['at one and a half intervals', 22.5, 'late'],
    ['just before four intervals', 59.99, 'late'],
    ['at four intervals', 60, 'silent'],
    ['a week later', 7 * 24 * 60, 'silent'],
  ] as const)('%s: %s minutes is %s', (_name, minutes, expected) => {
    expect(reportingAt(stored, at(minutes))).toBe(expected);
  });

  test.each([
    [
      'nothing at all',
      { lastObservedAt: null, lateAfter: null, silentAfter: null, lastRejectedAt: null },
      'never',
    ],
    [
      'only a rejection',
      { lastObservedAt: null, lateAfter: null, silentAfter: null, lastRejectedAt: at(0) },
      'faulty',
    ],
    ['a rejection newer than the snapshot', { ...stored, lastRejectedAt: at(1) }, 'faulty'],
    ['a rejection as old as the snapshot', { ...stored, lastRejectedAt: at(0) }, 'onTime'],
    ['a rejection older than the snapshot', { ...stored, lastRejectedAt: at(-1) }, 'onTime'],
    ['a snapshot without a deadline', { ...stored, silentAfter: null }, 'silent'],
    ['an unreadable deadline', { ...stored, silentAfter: new Date(Number.NaN) }, 'silent'],
  ] as const)('%s', (_name, host, expected) => {
    expect(reportingAt(host, at(2))).toBe(expected);
  });

  test('faulty goes before silent, so that a broken agent is named even when old', () => {
    expect(reportingAt({ ...stored, lastRejectedAt: at(1) }, at(600))).toBe('faulty');
  });

  test('only worsens while nothing new arrives', () => {
    const rank = { onTime: 0, late: 1, silent: 2, faulty: 3, never: 4 };
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 86_400 }), fc.nat(1e6), fc.nat(1e6), (intervalSeconds, a, b) => {
        const host = {
          lastObservedAt: at(0),
          lastRejectedAt: null,
          ...deadlines({ observedAt: at(0), intervalSeconds }),
        };
        const [early, later] = [Math.min(a, b), Math.max(a, b)];
        expect(rank[reportingAt(host, at(early))]).toBeLessThanOrEqual(rank[reportingAt(host, at(later))]);
        expect(isReportingNow(reportingAt(host, host.silentAfter))).toBe(false);
      }),
    );
  });
});
