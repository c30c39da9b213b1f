import { QueryClient, QueryObserver } from '@tanstack/react-query';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { MINUTE_MS } from '@/lib/util/durations';
import { makeFreshnessStore } from './freshness-store';
import { WATCHED } from './watched-query';

const START = Date.parse('2026-11-28T09:00:00.000Z');

beforeEach(() => void vi.useFakeTimers({ now: START }));
afterEach(() => void vi.useRealTimers());

/** A screen that asks one question; the answer to each time it is asked is given by hand. */
function screenOf(subscribers: number) {
  const client = new QueryClient({ defaultOptions: { queries: { retry: false, networkMode: 'always' } } });
  const answers: ((answer: { asOf: string }) => void)[] = [];
  const store = makeFreshnessStore(client);
  const leaving = Array.from({ length: subscribers }, () => store.subscribe(() => {}));
  const observer = new QueryObserver(client, {
    queryKey: ['hosts'],
    queryFn: () => new Promise<{ asOf: string }>((resolve) => answers.push(resolve)),
    meta: WATCHED,
  });
  leaving.push(observer.subscribe(() => {}));
  return { store, answers, leave: () => leaving.forEach((leave) => void leave()) };
}

// The shell, the time control and the notice each subscribe.
it.each([1, 3])(
  'knows the age of an answer that was on its way over a sleep, with %d subscribers',
  async (n) => {
    const { store, answers, leave } = screenOf(n);
    const asOf = new Date(START).toISOString();
    vi.setSystemTime(START + 16 * MINUTE_MS);
    answers[0]?.({ asOf });
    await vi.advanceTimersByTimeAsync(0);
    expect(store.read()).toEqual({
      kind: 'stale',
      why: 'unanswered',
      asOf,
      ageSeconds: 16 * 60,
      isUnvouched: true,
    });
    expect(answers).toHaveLength(2);
    answers[1]?.({ asOf: new Date(START + 16 * MINUTE_MS).toISOString() });
    await vi.advanceTimersByTimeAsync(0);
    expect(store.read()).toEqual({ kind: 'live' });
    leave();
  },
);
