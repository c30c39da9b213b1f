import { describe, expect, test } from 'vitest';
import { DAY_MS, HOUR_MS } from '@/lib/util/durations';
import { legsOf, SPARSE_SECONDS, slicesOf } from './history-legs';

const PRESENT = Date.parse('2026-11-24T08:42:00Z');
const begin = PRESENT - 90 * DAY_MS;

const gap = (fromMs: number, untilMs: number, vouchedSeconds: number) =>
  legsOf({ fromMs, untilMs, vouchedSeconds, presentMs: PRESENT, denseSeconds: 900 });

const dense = { intervalSeconds: 900, toldSeconds: 900, vouchedSeconds: 900 };

describe('legsOf', () => {
  test('the first past: 12 hours until two days ago, 15 minutes since', () => {
    expect(gap(begin, PRESENT, SPARSE_SECONDS)).toEqual([
      {
        fromMs: begin,
        untilMs: PRESENT - 2 * DAY_MS,
        intervalSeconds: SPARSE_SECONDS,
        toldSeconds: SPARSE_SECONDS,
        vouchedSeconds: SPARSE_SECONDS,
      },
      { fromMs: PRESENT - 2 * DAY_MS, untilMs: PRESENT, ...dense },
    ]);
  });

  test('a short stop is filled as if nothing had been', () => {
    const untilMs = PRESENT + 10 * HOUR_MS;
    expect(gap(PRESENT + HOUR_MS, untilMs, 900)).toEqual([{ fromMs: PRESENT + HOUR_MS, untilMs, ...dense }]);
  });

  test('before a long stop two reports carry the hosts over to 12 hours', () => {
    const legs = gap(PRESENT, PRESENT + 30 * DAY_MS, 900);
    expect(legs.map(({ intervalSeconds, toldSeconds }) => [intervalSeconds, toldSeconds])).toEqual([
      [900, SPARSE_SECONDS],
      [900, SPARSE_SECONDS],
      [SPARSE_SECONDS, SPARSE_SECONDS],
      [900, 900],
    ]);
  });

  test('killed between the two, it carries them over anew: they still vouch for the short interval', () => {
    const [first, second] = gap(PRESENT, PRESENT + 30 * DAY_MS, 900);
    expect([first?.vouchedSeconds, second?.vouchedSeconds]).toEqual([900, SPARSE_SECONDS]);
    const again = gap(first?.untilMs ?? 0, PRESENT + 30 * DAY_MS, first?.vouchedSeconds ?? 0);
    expect(again.map(({ intervalSeconds }) => intervalSeconds)).toEqual([900, 900, SPARSE_SECONDS, 900]);
  });

  test('a past of two days or less is dense from its first snapshot', () => {
    for (const days of [1, 2])
      expect(gap(PRESENT - days * DAY_MS, PRESENT, SPARSE_SECONDS)).toEqual([
        { fromMs: PRESENT - days * DAY_MS, untilMs: PRESENT, ...dense },
      ]);
  });

  test('an interrupted first load goes on where it was, up to the present and beyond', () => {
    const untilMs = PRESENT + HOUR_MS;
    const legs = gap(PRESENT - 10 * DAY_MS, untilMs, SPARSE_SECONDS);
    expect(legs.map(({ intervalSeconds }) => intervalSeconds)).toEqual([SPARSE_SECONDS, 900, 900]);
    expect(legs.at(-1)?.untilMs).toBe(untilMs);
  });

  test('legs follow one another without a gap, whatever is missing', () => {
    for (const days of [0.1, 1, 2, 3, 40, 95]) {
      for (const vouched of [900, SPARSE_SECONDS]) {
        const legs = gap(begin, begin + days * DAY_MS, vouched);
        expect(legs[0]?.fromMs).toBe(begin);
        expect(legs.at(-1)?.untilMs).toBe(begin + days * DAY_MS);
        for (const [index, leg] of legs.slice(1).entries()) expect(leg.fromMs).toBe(legs[index]?.untilMs);
      }
    }
  });
});

test('slices make up their leg', () => {
  const leg = { fromMs: begin, untilMs: begin + 10.3 * DAY_MS, ...dense };
  const slices = slicesOf(leg, 8);
  expect(slices[0]?.fromMs).toBe(leg.fromMs);
  expect(slices.at(-1)?.untilMs).toBe(leg.untilMs);
  expect(slices.reduce((sum, { fromMs, untilMs }) => sum + untilMs - fromMs, 0)).toBe(
    leg.untilMs - leg.fromMs,
  );
});
