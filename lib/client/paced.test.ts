import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createPaced } from './paced';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const EVERY_MS = 1_000;
const SPREAD_MS = 300;

/** Work whose end is given by hand; `begun` says when each began. */
function workOf() {
  const begun: number[] = [];
  const ends: (() => void)[] = [];
  const paced = createPaced(
    () => {
      begun.push(performance.now());
      return new Promise<void>((resolve) => ends.push(resolve));
    },
    { everyMs: EVERY_MS, spreadMs: SPREAD_MS },
  );
  return { begun, paced, endOne: () => ends.shift()?.() };
}

it('begins soon after it is asked for, and again at most once a second however often that is', async () => {
  const { begun, paced, endOne } = workOf();
  for (let told = 0; told < 200; told += 1) {
    paced.ask();
    await vi.advanceTimersByTimeAsync(25);
    endOne();
  }
  const [first = Number.NaN, ...later] = begun;
  expect(first).toBeLessThanOrEqual(SPREAD_MS);
  // Five seconds of it.
  expect(later.length).toBeGreaterThanOrEqual(3);
  expect(later.length).toBeLessThanOrEqual(5);
  for (const [index, at] of later.entries()) {
    const pauseMs = at - (begun[index] ?? 0);
    expect(pauseMs).toBeGreaterThanOrEqual(EVERY_MS);
    expect(pauseMs).toBeLessThanOrEqual(EVERY_MS + 25);
  }
});

it('asks once more for what it heard of while an answer was on its way, and not before that came', async () => {
  const { begun, paced, endOne } = workOf();
  paced.ask();
  await vi.advanceTimersByTimeAsync(SPREAD_MS);
  expect(begun).toHaveLength(1);
  paced.ask();
  paced.ask();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(begun).toHaveLength(1);
  endOne();
  // After so slow an answer it rests.
  await vi.advanceTimersByTimeAsync(9_999);
  expect(begun).toHaveLength(1);
  await vi.advanceTimersByTimeAsync(SPREAD_MS + 1);
  expect(begun).toHaveLength(2);
  endOne();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(begun).toHaveLength(2);
});

it('does nothing more once it has ended', async () => {
  const { begun, paced } = workOf();
  paced.ask();
  paced.end();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(begun).toEqual([]);
});
