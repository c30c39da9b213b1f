import { useSyncExternalStore } from 'react';

/** Several parts of a page may wait, and one of them may go before another one's page has come. */
let waiting = 0;
const listeners = new Set<() => void>();

function count(change: 1 | -1): void {
  waiting += change;
  for (const listener of listeners) listener();
}

/** A page was asked for; what is returned is called once, when it has come or is no longer waited for. */
export function notePageAsked(): () => void {
  count(1);
  return () => count(-1);
}

function subscribe(listener: () => void) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export const isPageAsked = (): boolean => waiting > 0;

export const useIsPageAsked = (): boolean => useSyncExternalStore(subscribe, isPageAsked, () => false);
