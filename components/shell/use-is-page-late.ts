'use client';

import { useIsPageAsked } from '@/components/ui/asked-page';
import { useLasting } from '@/components/ui/use-lasting';

/** The router says so by itself only where a request fails, and not where nothing answers it. */
const LATE_AFTER_MS = 10_000;

/** A page that was asked for does not come: the server does not answer, whatever the figures on screen are still worth. */
export const useIsPageLate = (): boolean => useLasting(useIsPageAsked(), LATE_AFTER_MS);
