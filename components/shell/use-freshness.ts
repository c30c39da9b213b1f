'use client';

import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import { usePathname } from 'next/navigation';
import { useSyncExternalStore } from 'react';
import type { Freshness } from '@/lib/client/freshness';
import { isWatched, makeFreshnessStore, oldestWatched } from '@/lib/client/freshness-store';
import { showsThePast } from '@/lib/client/time-address';

const LIVE: Freshness = { kind: 'live' };
const NONE: Freshness = { kind: 'none' };

const stores = new WeakMap<QueryClient, ReturnType<typeof makeFreshnessStore>>();

/** One for all that shows it: what comes on screen later would take the browser's clock for another one. */
function storeOf(client: QueryClient) {
  const store = stores.get(client) ?? makeFreshnessStore(client);
  stores.set(client, store);
  return store;
}

/** How fresh the figures on screen are. */
export function useFreshness(): Freshness {
  const hasFigures = showsThePast(usePathname());
  const { read, subscribe } = storeOf(useQueryClient());
  return useSyncExternalStore(subscribe, read, () => (hasFigures ? LIVE : NONE));
}

/** When the oldest of the figures on screen are of, to the minute: it changes once a minute at most. Null where there are none of now. */
export function useShownMinute(): string | null {
  const client = useQueryClient();
  return useSyncExternalStore(
    storeOf(client).subscribe,
    () => oldestWatched(client)?.slice(0, 'yyyy-mm-ddThh:mm'.length).concat('Z') ?? null,
    () => null,
  );
}

/** Calls a function with each answer that comes; what it returns ends that. */
export const useOnAnswer = () => storeOf(useQueryClient()).onAnswer;

/** Asks at once for everything that is watched on this screen. */
export function askAgain(client: QueryClient): Promise<void> {
  return client.refetchQueries({ type: 'active', predicate: isWatched });
}
