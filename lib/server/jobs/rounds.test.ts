import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createJobTimes } from '@/lib/server/metrics/job-times';
import { inRounds, type Rounds } from './rounds';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A job of these steps, once a second, and what it tells. */
function start(steps: Rounds['steps'], stepMs?: number) {
  const times = createJobTimes();
  const failed: string[] = [];
  const onError = (_error: unknown, sentence: string) => void failed.push(sentence);
  const rounds: Rounds = { job: 'live', everyMs: 1_000, steps, ...(stepMs && { stepMs }) };
  return { times, failed, end: inRounds(rounds, { times, onError }) };
}

/** Rounds that end when the test says so. */
function heldRounds() {
  const ends: (() => void)[] = [];
  const work = () => new Promise<void>((resolve) => ends.push(resolve));
  return { work, ends };
}

describe('a job in rounds', () => {
  it('does what comes after a step that fails each time, and counts such a round as none', async () => {
    let done = 0;
    const { failed, times, end } = start({
      'not swept': async () => {
        throw new Error('never');
      },
      'not told': async () => {
        done += 1;
      },
    });
    await vi.advanceTimersByTimeAsync(2_000);
    expect(done).toBe(3);
    expect(failed).toEqual(['not swept', 'not swept', 'not swept']);
    expect(times.quietMs()).toBe(2_000);
    await end();
  });

  it('waits no longer for a step that hangs than for others, and begins it anew', async () => {
    const { work, ends } = heldRounds();
    const asked: (() => boolean)[] = [];
    let done = 0;
    const { failed, times, end } = start(
      {
        'not kept': (isEnding) => {
          asked.push(isEnding);
          return work();
        },
        'not told': async () => {
          done += 1;
        },
      },
      10_000,
    );
    await vi.advanceTimersByTimeAsync(9_900);
    expect([asked.map((isEnding) => isEnding()), done]).toEqual([[false], 0]);
    await vi.advanceTimersByTimeAsync(1_200);
    expect([asked.map((isEnding) => isEnding()), done, failed]).toEqual([[true, false], 1, ['not kept']]);
    // The second one does not hang.
    ends[1]?.();
    await vi.advanceTimersByTimeAsync(0);
    expect([done, times.quietMs()]).toEqual([2, 0]);
    for (const endOne of ends) endOne();
    await end();
  });
});
