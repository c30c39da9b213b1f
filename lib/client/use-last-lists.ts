'use client';

import { usePathname } from 'next/navigation';
import { useEffect, useSyncExternalStore } from 'react';
import { changesAddress, LAST_DAY } from '@/lib/client/change-address';
import { hostsAddress } from '@/lib/client/host-address';
import { lastListOf, lastLists, onLastLists, rememberList } from '@/lib/client/last-lists';
import { inScope } from '@/lib/client/scope';
import { useListOrigin } from '@/lib/client/use-list-origin';
import { useScope } from '@/lib/client/use-scope';

/** `address`: as the page made it of what its own parser read. */
export function useRememberedList(address: string): void {
  // The store is the browser's.
  useEffect(() => rememberList(address), [address]);
}

/** A list as it was last looked at in this tab; also the one that is shown. */
export function useLastList(): (path: string) => string {
  const lists = useSyncExternalStore(onLastLists, lastLists, () => '');
  return (path) => lastListOf(lists, path);
}

/**
 * Where an entry of the rail leads: to the list of its section that was last looked at, with the fabrics and the time of the
 * page. A host that was opened from a list leads back to that one. Within a section its entry leads to all of it, so that
 * there is a way out of every filter.
 */
export function useSectionAddress(): (path: string) => string {
  const shown = usePathname();
  const scope = useScope();
  const origin = useListOrigin();
  const lastList = useLastList();
  return (path) => {
    if (path === '/hosts' && origin !== null) return inScope(hostsAddress(origin), scope);
    const last = shown.startsWith(path) ? path : lastList(path);
    return inScope(last === changesAddress() ? LAST_DAY : last, scope);
  };
}
