import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { inTime, patience } from '@/lib/server/request/deadline';

// Time stands still until a test moves it.
beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const lasting = (ms: number) => () => new Promise<string>((resolve) => setTimeout(resolve, ms, 'done'));
const never = () => new Promise<never>(() => undefined);

const putOff = { code: 'unavailable', status: 503, retryAfterSeconds: expect.any(Number) };

it('is answered well before ten seconds are over, whatever the database does', async () => {
  const asked = expect(inTime('later', never)).rejects.toMatchObject(putOff);
  await vi.advanceTimersByTimeAsync(9_000);
  await asked;
});

it('asks the database for no longer in all, however many questions a request has', async () => {
  const ask = patience('later');
  const first = ask(lasting(5_000));
  await vi.advanceTimersByTimeAsync(5_000);
  expect(await first).toBe('done');
  const second = expect(ask(never)).rejects.toMatchObject(putOff);
  await vi.advanceTimersByTimeAsync(4_000);
  await second;
});

it('does not count what comes between: an upload has a limit of its own', async () => {
  const ask = patience('later');
  const first = ask(lasting(1_000));
  await vi.advanceTimersByTimeAsync(1_000);
  await first;
  await vi.advanceTimersByTimeAsync(25_000);
  const second = ask(lasting(1_000));
  await vi.advanceTimersByTimeAsync(1_000);
  expect(await second).toBe('done');
});
