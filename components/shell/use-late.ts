'use client';

import { useLasting } from '@/components/ui/use-lasting';
import { useIsAwaited } from '@/lib/client/awaited';

/** The router says so by itself only where a request fails, and not where nothing answers it. */
const LATE_AFTER_MS = 10_000;

/** What was asked for does not come: the server does not answer, whatever the figures on screen are still worth. */
export const useIsLate = (what: Parameters<typeof useIsAwaited>[0]): boolean =>
  useLasting(useIsAwaited(what), LATE_AFTER_MS);
