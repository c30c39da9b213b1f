import { focusManager, onlineManager, QueryClient, QueryObserver } from '@tanstack/react-query';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { MINUTE_MS } from '@/lib/util/durations';
import { isAskedInDoubt, isOfFleet, isWatched, makeFreshnessStore } from './freshness-store';
import { ASKED_BY_SHELL, ASKED_ONCE, CLOSED, WATCHED, WATCHED_STEADILY } from './watched-query';

const START = Date.parse('2026-11-28T09:00:00.000Z');

beforeEach(() => void vi.useFakeTimers({ now: START }));
afterEach(() => void vi.useRealTimers());

/** A screen that asks one question; the answer to each time it is asked is given by hand. */
function screenOf(subscribers: number, meta: object = WATCHED) {
  const client = new QueryClient({ defaultOptions: { queries: { retry: false, networkMode: 'always' } } });
  const answers: ((answer: { asOf?: string }) => void)[] = [];
  const store = makeFreshnessStore(client);
  const leaving = Array.from({ length: subscribers }, () => store.subscribe(() => {}));
  const observer = new QueryObserver(client, {
    queryKey: ['hosts'],
    queryFn: () => new Promise<{ asOf?: string }>((resolve) => answers.push(resolve)),
    meta: { ...meta },
  });
  leaving.push(observer.subscribe(() => {}));
  const ask = () => void observer.refetch();
  return { client, store, answers, ask, leave: () => leaving.forEach((leave) => void leave()) };
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
    expect(store.read()).toMatchObject({ kind: 'stale', why: 'unanswered', asOf, isPageOld: true });
    expect(store.readAge()).toBe(16 * 60);
    expect(answers).toHaveLength(2);
    answers[1]?.({ asOf: new Date(START + 16 * MINUTE_MS).toISOString() });
    await vi.advanceTimersByTimeAsync(0);
    expect(store.read()).toEqual({ kind: 'live' });
    leave();
  },
);

const SECOND_MS = 1_000;
const moment = (seconds: number) => ({ asOf: new Date(START + seconds * SECOND_MS).toISOString() });

/** A screen whose first answer came at once: the two clocks are known to be the same. */
async function screenWithAnswer() {
  const screen = screenOf(1);
  screen.answers[0]?.(moment(0));
  await vi.advanceTimersByTimeAsync(0);
  return screen;
}

it('is live of an answer that a server gave late which had stood still, and stays so until the next one is due', async () => {
  const { store, answers, ask, leave } = await screenWithAnswer();
  await vi.advanceTimersByTimeAsync(30 * SECOND_MS);
  ask();
  await vi.advanceTimersByTimeAsync(60 * SECOND_MS);
  answers[1]?.(moment(90));
  await vi.advanceTimersByTimeAsync(0);
  expect(store.read()).toEqual({ kind: 'live' });
  expect(answers).toHaveLength(2);
  await vi.advanceTimersByTimeAsync(30 * SECOND_MS);
  expect(store.read()).toEqual({ kind: 'live' });
  await vi.advanceTimersByTimeAsync(20 * SECOND_MS);
  expect(store.read()).toMatchObject({ kind: 'stale' });
  expect(store.readAge()).toBe(50);
  leave();
});

it('says within a second that nothing was answered for 45', async () => {
  const { store, leave } = await screenWithAnswer();
  const told: string[] = [];
  const leaveStore = store.subscribe(() => told.push(store.read().kind));
  await vi.advanceTimersByTimeAsync(45 * SECOND_MS);
  expect(told.at(-1)).toBe('live');
  await vi.advanceTimersByTimeAsync(SECOND_MS);
  expect(told.at(-1)).toBe('stale');
  leaveStore();
  leave();
});

it('is not live in a window that nobody sees, where the second try waits to be seen', async () => {
  focusManager.setFocused(false);
  const client = new QueryClient({ defaultOptions: { queries: { retry: 1, networkMode: 'always' } } });
  const store = makeFreshnessStore(client);
  const leaveStore = store.subscribe(() => {});
  let answer = () => Promise.resolve(moment(0));
  const queryFn = () => answer();
  const observer = new QueryObserver(client, { queryKey: ['hosts'], queryFn, meta: WATCHED });
  const leave = observer.subscribe(() => {});
  await vi.advanceTimersByTimeAsync(0);
  expect(store.read()).toEqual({ kind: 'live' });
  answer = () => Promise.reject(new Error('refused'));
  void observer.refetch();
  await vi.advanceTimersByTimeAsync(2 * SECOND_MS);
  expect(store.read()).toMatchObject({ kind: 'stale', why: 'unanswered' });
  leave();
  leaveStore();
  focusManager.setFocused(undefined);
});

it('tells a server that answers with an error from one that does not answer', async () => {
  const client = new QueryClient({ defaultOptions: { queries: { retry: false, networkMode: 'always' } } });
  const store = makeFreshnessStore(client);
  const leaveStore = store.subscribe(() => {});
  const failures = [new TypeError('Failed to fetch'), { data: { code: 'internal' } }];
  const queryFn = () => Promise.reject(failures.shift());
  const observer = new QueryObserver(client, { queryKey: ['hosts'], queryFn, meta: WATCHED });
  const leave = observer.subscribe(() => {});
  await vi.advanceTimersByTimeAsync(0);
  expect(store.read()).toMatchObject({ kind: 'stale', why: 'unanswered' });
  void observer.refetch();
  await vi.advanceTimersByTimeAsync(0);
  expect(store.read()).toMatchObject({ kind: 'stale', why: 'failed' });
  leave();
  leaveStore();
});

it('is not old where the server says that there is no such thing, and is where what was there is gone', async () => {
  const client = new QueryClient({ defaultOptions: { queries: { retry: false, networkMode: 'always' } } });
  const store = makeFreshnessStore(client);
  const leaveStore = store.subscribe(() => {});
  const gone = () => Promise.reject({ data: { code: 'not_found' } });
  const nowhere = new QueryObserver(client, { queryKey: ['nope'], queryFn: gone, meta: WATCHED });
  const leaveNowhere = nowhere.subscribe(() => {});
  await vi.advanceTimersByTimeAsync(0);
  expect(store.read()).toEqual({ kind: 'none' });
  let answer: () => Promise<unknown> = () => Promise.resolve(moment(0));
  const queryFn = () => answer();
  const observer = new QueryObserver(client, { queryKey: ['host'], queryFn, meta: WATCHED });
  const leave = observer.subscribe(() => {});
  await vi.advanceTimersByTimeAsync(0);
  expect(store.read()).toEqual({ kind: 'live' });
  answer = gone;
  void observer.refetch();
  await vi.advanceTimersByTimeAsync(0);
  expect(store.read()).toMatchObject({ kind: 'stale', why: 'failed' });
  leave();
  leaveNowhere();
  leaveStore();
});

it('counts the time once that an answer was on its way', async () => {
  const { store, answers, ask, leave } = await screenWithAnswer();
  ask();
  await vi.advanceTimersByTimeAsync(90 * SECOND_MS);
  answers[1]?.(moment(1));
  await vi.advanceTimersByTimeAsync(0);
  expect(store.read()).toMatchObject({ kind: 'stale', asOf: moment(1).asOf });
  expect(store.readAge()).toBe(60);
  leave();
});

it.each([-3_600, 3_600])('learns that the clock of this browser was set, by %d s', async (bySeconds) => {
  const { store, answers, ask, leave } = await screenWithAnswer();
  vi.setSystemTime(START + bySeconds * SECOND_MS);
  ask();
  answers[1]?.(moment(1));
  await vi.advanceTimersByTimeAsync(0);
  expect(store.read()).toEqual({ kind: 'live' });
  await vi.advanceTimersByTimeAsync(50 * SECOND_MS);
  expect(store.read()).toMatchObject({ kind: 'stale' });
  leave();
});

it('tells the age from the first second on, and is never more than a second late', async () => {
  const { store, leave } = await screenWithAnswer();
  onlineManager.setOnline(false);
  const told: (number | null)[] = [];
  const leaveStore = store.subscribe(() => told.push(store.readAge()));
  expect(store.readAge()).toBe(0);
  for (let second = 1; second < 60; second += 1) {
    await vi.advanceTimersByTimeAsync(SECOND_MS);
    expect(told.at(-1)).toBe(second);
  }
  onlineManager.setOnline(true);
  leaveStore();
  leave();
});

it('says at once that it is not live when the machine wakes up, and asks at once, whatever was under way before', async () => {
  const { store, answers, ask, leave } = await screenWithAnswer();
  ask();
  expect(answers).toHaveLength(2);
  vi.setSystemTime(START + 16 * MINUTE_MS);
  await vi.advanceTimersByTimeAsync(SECOND_MS);
  expect(store.read()).toMatchObject({ kind: 'stale', isPageOld: true });
  expect(store.readAge()).toBe(16 * 60);
  expect(answers).toHaveLength(3);
  answers[2]?.(moment(16 * 60 + 1));
  await vi.advanceTimersByTimeAsync(0);
  expect(store.read()).toEqual({ kind: 'live' });
  // Once, and not with each tick from then on.
  await vi.advanceTimersByTimeAsync(20 * SECOND_MS);
  expect(answers).toHaveLength(3);
  leave();
});

it('asks for nothing while nobody sees the page, and for what it slept over when somebody does', async () => {
  const { answers, leave } = await screenWithAnswer();
  focusManager.setFocused(false);
  for (let minute = 1; minute <= 3; minute += 1) {
    vi.setSystemTime(START + minute * MINUTE_MS);
    await vi.advanceTimersByTimeAsync(SECOND_MS);
  }
  expect(answers).toHaveLength(1);
  focusManager.setFocused(true);
  expect(answers).toHaveLength(2);
  focusManager.setFocused(undefined);
  leave();
});

it('takes an answer that does not say when it was given for one of when it was asked for, by the server’s clock', async () => {
  const { store, answers, ask, leave } = await screenWithAnswer();
  await vi.advanceTimersByTimeAsync(5 * SECOND_MS);
  ask();
  await vi.advanceTimersByTimeAsync(2 * SECOND_MS);
  answers[1]?.({});
  await vi.advanceTimersByTimeAsync(0);
  expect(store.oldest()).toBe(moment(5).asOf);
  await vi.advanceTimersByTimeAsync(44 * SECOND_MS);
  expect(store.read()).toMatchObject({ kind: 'stale' });
  expect(store.readAge()).toBe(46);
  leave();
});

it('asks again at once, and once, for what was so long on its way that it would be too old before it is due', async () => {
  const { store, answers, ask, leave } = await screenWithAnswer();
  ask();
  await vi.advanceTimersByTimeAsync(20 * SECOND_MS);
  answers[1]?.({});
  await vi.advanceTimersByTimeAsync(0);
  expect(store.read()).toEqual({ kind: 'live' });
  expect(answers).toHaveLength(3);
  // A server that takes as long for each answer is not asked without a pause.
  await vi.advanceTimersByTimeAsync(20 * SECOND_MS);
  answers[2]?.({});
  await vi.advanceTimersByTimeAsync(0);
  expect(answers).toHaveLength(3);
  ask();
  answers[3]?.({});
  await vi.advanceTimersByTimeAsync(0);
  expect(answers).toHaveLength(4);
  ask();
  await vi.advanceTimersByTimeAsync(20 * SECOND_MS);
  answers[4]?.({});
  await vi.advanceTimersByTimeAsync(0);
  expect(answers).toHaveLength(6);
  leave();
});

it('asks for what is steady when the page is in doubt or it failed, and not when the fleet changes', async () => {
  const { client, answers, leave } = screenOf(1, WATCHED_STEADILY.meta);
  const [query] = client.getQueryCache().getAll();
  if (query === undefined) throw new Error('nothing is asked');
  answers[0]?.(moment(0));
  await vi.advanceTimersByTimeAsync(0);
  expect([isWatched(query), isOfFleet(query)]).toEqual([true, false]);
  query.setState({ status: 'error' });
  expect(isOfFleet(query)).toBe(true);
  leave();
});

it('counts by the server’s clock what the page asked for before anything was drawn, and what was brought along', async () => {
  const client = new QueryClient({ defaultOptions: { queries: { retry: false, networkMode: 'always' } } });
  const store = makeFreshnessStore(client);
  const queryKey = ['fabrics'];
  // The server put it into the page an hour ago by this browser's clock, which is that far ahead.
  const hourAgo = START - 60 * MINUTE_MS;
  client.setQueryData(queryKey, [], { updatedAt: hourAgo });
  let answer = (_: unknown) => {};
  const queryFn = () => new Promise((resolve) => (answer = resolve));
  const leave = new QueryObserver(client, { queryKey, queryFn, meta: WATCHED }).subscribe(() => {});
  const leaveStore = store.subscribe(() => {});
  expect(store.read()).toEqual({ kind: 'live' });
  expect(store.oldest()).toBe(new Date(hourAgo).toISOString());
  await vi.advanceTimersByTimeAsync(2 * SECOND_MS);
  answer([]);
  await vi.advanceTimersByTimeAsync(0);
  expect(store.oldest()).toBe(new Date(hourAgo + 2 * SECOND_MS).toISOString());
  await vi.advanceTimersByTimeAsync(50 * SECOND_MS);
  expect(store.read()).toMatchObject({ kind: 'stale' });
  expect(store.readAge()).toBe(50);
  leave();
  leaveStore();
});

it('takes figures that are asked for once to be of when they were asked for, whatever time they name, and learns no clock from them', async () => {
  const { store, answers, ask, leave } = screenOf(1, ASKED_ONCE);
  answers[0]?.({ asOf: '2026-11-01T00:00:00.000Z' });
  await vi.advanceTimersByTimeAsync(0);
  expect([store.read(), store.oldest()]).toEqual([{ kind: 'once' }, moment(0).asOf]);
  await vi.advanceTimersByTimeAsync(20 * MINUTE_MS);
  expect([store.read(), store.oldestWatched()]).toEqual([{ kind: 'once' }, null]);
  ask();
  answers[1]?.({ asOf: '2026-11-01T00:00:00.000Z' });
  await vi.advanceTimersByTimeAsync(0);
  expect([store.oldest(), store.answeredAt(['hosts'])]).toEqual([moment(1_200).asOf, moment(1_200).asOf]);
  leave();
});

it('is never too old of what never changes', async () => {
  const { store, answers, leave } = screenOf(1, CLOSED);
  answers[0]?.(moment(0));
  await vi.advanceTimersByTimeAsync(20 * MINUTE_MS);
  expect(store.read()).toEqual({ kind: 'once' });
  onlineManager.setOnline(false);
  expect(store.read()).toMatchObject({ kind: 'stale', asOf: null, isPageOld: false, canRetry: false });
  onlineManager.setOnline(true);
  leave();
});

it('asks in doubt for what the bar of a page of the past says, which is nothing that the page shows', async () => {
  const { client, store, answers, leave } = screenOf(1, ASKED_BY_SHELL.meta);
  const [query] = client.getQueryCache().getAll();
  if (query === undefined) throw new Error('nothing is asked');
  answers[0]?.(moment(0));
  await vi.advanceTimersByTimeAsync(0);
  expect([isAskedInDoubt(query), isWatched(query), isOfFleet(query)]).toEqual([true, false, false]);
  expect([store.read(), store.oldest()]).toEqual([{ kind: 'none' }, null]);
  leave();
});
