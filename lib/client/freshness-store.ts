import { notifyManager, onlineManager, type Query, type QueryClient } from '@tanstack/react-query';
import { type Freshness, freshnessOf, isTooOldToBeLive, type WatchedAnswer } from './freshness';
import { textAt } from './text-at';

/** Ages grow although no answer comes: what is live for 45 seconds is not to be called so for 50. */
const TICK_MS = 1_000;

/** The mark is the observer's: a query that a page brought along does not have it until it is asked again. */
export function isWatched(query: Query): boolean {
  return query.observers.some(({ options }) => options.meta?.isWatched === true && options.enabled !== false);
}

const asOfIn = (query: Query): string | null => textAt(query.state.data, 'asOf');

/** A second try waits until somebody sees the page: what has failed once has failed until then. */
const hasFailed = ({ state }: Query): boolean =>
  state.status === 'error' || (state.fetchStatus === 'paused' && state.fetchFailureCount > 0);

const answerOf = (query: Query): WatchedAnswer => ({ asOf: asOfIn(query), hasFailed: hasFailed(query) });

/** Whether something that is watched on this screen could not be asked for last time. */
export function hasFailedWatched(client: QueryClient): boolean {
  return client
    .getQueryCache()
    .getAll()
    .some((query) => isWatched(query) && hasFailed(query));
}

/** When the oldest answer was given that is watched on this screen; null where none says. */
export function oldestWatched(client: QueryClient): string | null {
  const [oldest = null] = client
    .getQueryCache()
    .getAll()
    .filter(isWatched)
    .flatMap((query) => asOfIn(query) ?? [])
    .sort();
  return oldest;
}

/** What is watched on this screen, as a store; the same object as long as it says the same. */
export function makeFreshnessStore(client: QueryClient) {
  const cache = client.getQueryCache();
  let shown: Freshness = { kind: 'live' };
  /**
   * How far this browser's clock is ahead of the server's. An answer was given after it was asked for and before it came: what
   * was known is corrected by no more than that asks for, so that an answer that was long on its way is as fresh as it is,
   * whether the server took its time before it or the network after it.
   */
  let aheadMs: number | null = null;
  const askedMs = new WeakMap<Query, number>();
  const answerListeners = new Set<() => void>();

  function learn({ query, action }: { query: Query; action: { type: string } }) {
    if (action.type === 'fetch') askedMs.set(query, Date.now());
    const asked = askedMs.get(query);
    const asOf = asOfIn(query);
    if (action.type !== 'success' || asked === undefined || asOf === null || !isWatched(query)) return;
    const [least, most] = [asked - Date.parse(asOf), Date.now() - Date.parse(asOf)];
    aheadMs = Math.min(Math.max(aheadMs ?? least, least), most);
    for (const listener of answerListeners) listener();
    // Given before this machine slept: waking up asks for nothing that is under way.
    if (isTooOldToBeLive(Date.now() - aheadMs - Date.parse(asOf)))
      void client.refetchQueries({ predicate: (other) => other === query });
  }

  function read(): Freshness {
    const answers = cache.getAll().filter(isWatched).map(answerOf);
    // The page itself is the first answer.
    const [newest] = answers
      .flatMap(({ asOf }) => asOf ?? [])
      .sort()
      .reverse();
    if (aheadMs === null && newest !== undefined) aheadMs = Date.now() - Date.parse(newest);
    const isOnline = onlineManager.isOnline();
    const found = freshnessOf({ answers, isOnline, nowMs: Date.now(), aheadMs: aheadMs ?? 0 });
    if (JSON.stringify(found) !== JSON.stringify(shown)) shown = found;
    return shown;
  }

  const listeners = new Set<() => void>();
  const tellAll = () => listeners.forEach((listener) => void listener());

  /** Once for all who listen: each answer is learned from once, before what it leads to. */
  function watch(): () => void {
    const tell = notifyManager.batchCalls(tellAll);
    const leaveCache = cache.subscribe((event) => {
      if (event.type === 'updated') learn(event);
      tell();
    });
    const leaveNetwork = onlineManager.subscribe(tellAll);
    const timer = setInterval(tellAll, TICK_MS);
    return () => {
      leaveCache();
      leaveNetwork();
      clearInterval(timer);
    };
  }

  let stop = () => {};
  function subscribe(listener: () => void): () => void {
    if (listeners.size === 0) stop = watch();
    listeners.add(listener);
    return () => {
      listeners.delete(listener);
      if (listeners.size === 0) stop();
    };
  }

  /** Calls the listener with each answer to what is watched, while anybody is subscribed. */
  function onAnswer(listener: () => void): () => void {
    answerListeners.add(listener);
    return () => void answerListeners.delete(listener);
  }

  return { read, subscribe, onAnswer };
}
