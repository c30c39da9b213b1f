import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createAgentLimits } from './agent-limits';

// The limits are about time, so that time stands still until a test moves it.
beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

async function taken(times: number, take: () => Promise<void>): Promise<number> {
  const outcomes = await Promise.allSettled(Array.from({ length: times }, take));
  return outcomes.filter(({ status }) => status === 'fulfilled').length;
}

describe('one credential', () => {
  it('may send 200 requests at once, then 50 a second', async () => {
    const { noteRequest } = createAgentLimits();
    expect(await taken(260, () => noteRequest('a'))).toBe(200);
    expect(await taken(1, () => noteRequest('b'))).toBe(1);
    vi.advanceTimersByTime(1_001);
    expect(await taken(60, () => noteRequest('a'))).toBe(50);
  });

  it('is told when to come back', async () => {
    const { noteRequest } = createAgentLimits();
    await taken(200, () => noteRequest('a'));
    await expect(noteRequest('a')).rejects.toMatchObject({
      code: 'too_many_requests',
      status: 429,
      retryAfterSeconds: expect.any(Number),
    });
  });
});

describe('one address', () => {
  it('may fail 100 times a minute', async () => {
    const { noteFailure } = createAgentLimits();
    expect(await taken(130, () => noteFailure('192.0.2.1'))).toBe(100);
    expect(await taken(1, () => noteFailure('192.0.2.2'))).toBe(1);
    vi.advanceTimersByTime(60_001);
    expect(await taken(1, () => noteFailure('192.0.2.1'))).toBe(1);
  });
});
