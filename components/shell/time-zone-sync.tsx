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
    router.refresh();
  }, [router, told]);

  return null;
}
