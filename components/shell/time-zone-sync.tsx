'use client';

import { useTimeZone } from 'next-intl';
import { useEffect } from 'react';
import { browserZone } from '@/components/ui/use-zone';
import { rememberTimeZone } from '@/lib/client/preferences';

/** The browser alone knows its zone: told to the server, which writes its next pages in it. */
export function TimeZoneSync() {
  const told = useTimeZone();

  useEffect(() => {
    const own = browserZone();
    if (own && own !== told) rememberTimeZone(own);
  }, [told]);

  return null;
}
