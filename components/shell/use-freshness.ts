'use client';

import {
  notifyManager,
  onlineManager,
  type Query,
  type QueryClient,
  useQueryClient,
} from '@tanstack/react-query';
import { usePathname } from 'next/navigation';
import { useSyncExternalStore } from 'react';
import { type Freshness, freshnessOf, isTooOldToBeLive, type WatchedAnswer } from '@/lib/client/freshness';
import { textAt } from '@/lib/client/text-at';
import { showsThePast } from '@/lib/client/time-address';

/** Ages grow although no answer comes. */
const TICK_MS = 5_000;

const LIVE: Freshness = { kind: 'live' };
const NONE: Freshness = { kind: 'none' };

/** The mark is the observer's: a query that a page brought along does not have it until it is asked again. */
function isWatched(query: Query): boolean {
  return query.observers.some(({ options }) => options.meta?.isWatched === true && options.enabled !== false);
}

const asOfIn = (query: Query): string | null => textAt(query.state.data, 'asOf');

const answerOf = (query: Query): WatchedAnswer => ({
  asOf: asOfIn(query),
  hasFailed: query.state.status === 'error',
});

/** What is watched on this screen, as a store; the same object as long as it says the same. */
function makeStore(client: QueryClient) {
  const cache = client.getQueryCache();
  let shown = LIVE;
  /**
   * How far this browser's clock is ahead of the server's, as the last answer showed it: counted from when it was
   * asked for, so that an answer that was long on its way is no fresher than it is.
   */
  let aheadMs: number | null = null;
  const askedMs = new WeakMap<Query, number>();

  function learn({ query, action }: { query: Query; action: { type: string } }) {
    if (action.type === 'fetch') askedMs.set(query, Date.now());
    const asked = askedMs.get(query);
    const asOf = asOfIn(query);
    if (action.type !== 'success' || asked === undefined || asOf === null || !isWatched(query)) return;
    aheadMs = asked - Date.parse(asOf);
    // Asked before this machine slept, or before its clock was set: waking up asks for nothing that is under way.
    if (isTooOldToBeLive(Date.now() - asked))
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

  function subscribe(onChange: () => void): () => void {
    const tell = notifyManager.batchCalls(onChange);
    const leaveCache = cache.subscribe((event) => {
      if (event.type === 'updated') learn(event);
      tell();
    });
    const leaveNetwork = onlineManager.subscribe(onChange);
    const timer = setInterval(onChange, TICK_MS);
    return () => {
      leaveCache();
      leaveNetwork();
      clearInterval(timer);
    };
  }

  return { read, subscribe };
}

const stores = new WeakMap<QueryClient, ReturnType<typeof makeStore>>();

/** One for all that shows it: what comes on screen later would take the browser's clock for another one. */
function storeOf(client: QueryClient) {
  const store = stores.get(client) ?? makeStore(client);
  stores.set(client, store);
  return store;
}

/** How fresh the figures on screen are. */
export function useFreshness(): Freshness {
  const hasFigures = showsThePast(usePathname());
  const { read, subscribe } = storeOf(useQueryClient());
  return useSyncExternalStore(subscribe, read, () => (hasFigures ? LIVE : NONE));
}

/** Asks at once for everything that is watched on this screen. */
export function askAgain(client: QueryClient): Promise<void> {
  return client.refetchQueries({ type: 'active', predicate: isWatched });
}
