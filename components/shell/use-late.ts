'use client';

import { useSyncExternalStore } from 'react';
import { useLasting } from '@/components/ui/use-lasting';
import { type Awaited, isAwaited, onAwaited } from '@/lib/util/awaited';

/** The router says so by itself only where a request fails, and not where nothing answers it. */
const LATE_AFTER_MS = 10_000;

/** What was asked for does not come: the server does not answer, whatever the figures on screen are still worth. */
export function useIsLate(what: Awaited): boolean {
  const isWaitedFor = useSyncExternalStore(
    onAwaited,
    () => isAwaited(what),
    () => false,
  );
  return useLasting(isWaitedFor, LATE_AFTER_MS);
}
