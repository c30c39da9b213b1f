import { expect, it, onTestFinished, vi } from 'vitest';
import { createReadingPace } from './reading-pace';

/** Milliseconds that a credential's next request waits, by the test's own clock. */
async function waitOf(pace: ReturnType<typeof createReadingPace>, credentialId: string): Promise<number> {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const from = Date.now();
  const waited = pace.wait(credentialId).then(() => Date.now() - from);
  await vi.runAllTimersAsync();
  return waited;
}

it('lets a credential have a quarter of the loop, and nobody else wait for it', async () => {
  const pace = createReadingPace(() => 1_000);
  pace.held('greedy', 40);
  pace.held('greedy', 60);
  pace.held('ordinary', 0.2);
  expect(await waitOf(pace, 'greedy')).toBe(300);
  expect(await waitOf(pace, 'ordinary')).toBe(0);
  expect(await waitOf(pace, 'another')).toBe(0);
});

it('has waited enough once that time is over, and never so long that the request could not be answered', async () => {
  let now = 1_000;
  const pace = createReadingPace(() => now);
  pace.held('greedy', 100);
  now += 299;
  expect(await waitOf(pace, 'greedy')).toBe(0);
  pace.held('greedy', 60_000);
  expect(await waitOf(pace, 'greedy')).toBe(4_000);
});
