'use client';

import { type QueryClient, type QueryKey, useQueryClient } from '@tanstack/react-query';
import { useSyncExternalStore } from 'react';
import type { Freshness } from '@/lib/client/freshness';
import { isAskedInDoubt, makeFreshnessStore } from '@/lib/client/freshness-store';

const LIVE: Freshness = { kind: 'live' };
/** Everything on screen has an answer. */
const NEVER = new Date(0).toISOString();

const stores = new WeakMap<QueryClient, ReturnType<typeof makeFreshnessStore>>();

/** One for all that shows it: what comes on screen later would take the browser's clock for another one. */
export function storeOf(client: QueryClient) {
  const store = stores.get(client) ?? makeFreshnessStore(client);
  stores.set(client, store);
  return store;
}

/** How fresh the figures on screen are. */
export function useFreshness(): Freshness {
  const { read, subscribe } = storeOf(useQueryClient());
  return useSyncExternalStore(subscribe, read, () => LIVE);
}

/** How many seconds old they are while they are not live; null otherwise. Who asks is drawn anew each second of the first minute. */
export function useToldAge(): number | null {
  const { readAge, subscribe } = storeOf(useQueryClient());
  return useSyncExternalStore(subscribe, readAge, () => null);
}

/** When the oldest of the figures on screen are of, to the minute: it changes once a minute at most. Null where there are none of now. */
export function useShownMinute(): string | null {
  const { oldest, subscribe } = storeOf(useQueryClient());
  return useSyncExternalStore(
    subscribe,
    () => oldest()?.slice(0, 'yyyy-mm-ddThh:mm'.length).concat('Z') ?? null,
    () => null,
  );
}

/** When the answer to a question was given that is on screen: "today" in a list is judged by it. */
export function useAnswerTime(queryKey: QueryKey): string {
  const { answeredAt, subscribe } = storeOf(useQueryClient());
  const read = () => answeredAt(queryKey) ?? NEVER;
  return useSyncExternalStore(subscribe, read, read);
}

/** Calls a function with each answer that comes; what it returns ends that. */
export const useOnAnswer = () => storeOf(useQueryClient()).onAnswer;

/** Asks at once for everything that is watched on this screen, and of a page of the past for what the bar says. */
export function askAgain(client: QueryClient): Promise<void> {
  return client.refetchQueries({ type: 'active', predicate: isAskedInDoubt });
}
