import { expect, it, onTestFinished, vi } from 'vitest';
import { patience } from '@/lib/server/request/deadline';
import { createReadingPace } from '@/lib/server/request/reading-pace';
import { createAgentLimits } from './agent-limits';
import { allowanceOf } from './reading-allowance';

const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

type Steps = { enterMs: number; heldMs: number; readMs: number };

/** How long a request of one credential takes that waits for a place and for its turn, and then reads. */
async function answeredAfter({ enterMs, heldMs, readMs }: Steps) {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const pace = createReadingPace();
  // The request before it is read meanwhile.
  const enter = () => sleep(enterMs).then(() => pace.held('one', heldMs));
  const asking = { credentialId: 'one', enter, inTime: patience('later') };
  const allow = allowanceOf({ ...createAgentLimits(), pace }, asking);
  const from = Date.now();
  const answered = allow
    .admit(1)
    .then(() => allow.read(() => sleep(readMs)))
    .then(
      () => ['read', Date.now() - from],
      (error: { code?: string }) => [error.code, Date.now() - from],
    );
  await vi.runAllTimersAsync();
  return answered;
}

it('answers within 8.5 s, however long a request waits for its turn and is read', async () => {
  expect(await answeredAfter({ enterMs: 100, heldMs: 100, readMs: 100 })).toEqual(['read', 500]);
  expect(await answeredAfter({ enterMs: 6_000, heldMs: 60_000, readMs: 0 })).toEqual(['unavailable', 8_500]);
  expect(await answeredAfter({ enterMs: 2_000, heldMs: 60_000, readMs: 9_000 })).toEqual([
    'unavailable',
    8_500,
  ]);
});
