'use client';

import { useRouter } from 'next/navigation';
import { useTimeZone } from 'next-intl';
import { useEffect } from 'react';
import { rememberTimeZone } from '@/lib/client/preferences';

/** The browser alone knows its zone: told to the server once, which then tells times in it. */
export function TimeZoneSync() {
  const router = useRouter();
  const told = useTimeZone();

  useEffect(() => {
    const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
    if (!own || own === told) return;
    rememberTimeZone(own);
    return whenHydrated(() => router.refresh());
  }, [router, told]);

  return null;
}

/**
 * Calls `act` once the whole page has come and React has nothing left to do with it: other times under
 * parts that are still to be hydrated would not match what the server wrote. Returns what takes it back.
 */
function whenHydrated(act: () => void): () => void {
  const controller = new AbortController();
  const { signal } = controller;
  const soon = () => {
    const run = () => signal.aborted || act();
    if ('requestIdleCallback' in window) window.requestIdleCallback(run);
    else setTimeout(run);
  };
  if (document.readyState === 'complete') soon();
  else window.addEventListener('load', soon, { signal, once: true });
  return () => controller.abort();
}
