import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { every } from './every';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const ignoreErrors = () => undefined;

/** Rounds that end when the test says so. */
function heldRounds() {
  const ends: (() => void)[] = [];
  const work = () => new Promise<void>((resolve) => ends.push(resolve));
  return { work, ends };
}

describe('every', () => {
  it('begins at once, and no second round while one is under way', async () => {
    const { work, ends } = heldRounds();
    const end = every(1_000, work, ignoreErrors);
    await vi.advanceTimersByTimeAsync(5_000);
    expect(ends).toHaveLength(1);
    ends[0]?.();
    await vi.advanceTimersByTimeAsync(1_000);
    expect(ends).toHaveLength(2);
    ends[1]?.();
    await end();
  });

  it('ends only after the round that has begun, which is told, and begins no other', async () => {
    const { work, ends } = heldRounds();
    let isEnding = () => false;
    const end = every(
      1_000,
      (asked) => {
        isEnding = asked;
        return work();
      },
      ignoreErrors,
    );
    let isOver = false;
    const ended = end().then(() => {
      isOver = true;
    });
    await vi.advanceTimersByTimeAsync(5_000);
    expect([isOver, isEnding()]).toEqual([false, true]);
    ends[0]?.();
    await ended;
    await vi.advanceTimersByTimeAsync(5_000);
    expect(ends).toHaveLength(1);
  });

  it('goes on after a round that failed', async () => {
    const errors: unknown[] = [];
    const end = every(
      1_000,
      async () => {
        throw new Error('once more');
      },
      (error) => errors.push(error),
    );
    await vi.advanceTimersByTimeAsync(2_000);
    expect(errors).toHaveLength(3);
    await end();
  });
});
