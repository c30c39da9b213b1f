import { useLocale, useTimeZone } from 'next-intl';
import { useSyncExternalStore } from 'react';
import type { Zone } from '@/lib/i18n/moment';
import { DEFAULT_TIME_ZONE } from '@/lib/i18n/time-zone';

let ownZone: string | undefined;

/** Empty where the browser does not say. Asked for once, since an answer takes 85 µs and each time on a page wants it. */
export function browserZone(): string {
  ownZone ??= Intl.DateTimeFormat().resolvedOptions().timeZone ?? '';
  return ownZone;
}

/** A browser does not move while a page is open. */
const subscribe = () => () => undefined;

/**
 * Whose calendar and language times are told in. A part of a page is hydrated with the zone that the server wrote it
 * in, and told in the browser's own from then on, whichever part comes last.
 */
export function useZone(): Zone {
  const locale = useLocale();
  const told = useTimeZone() ?? DEFAULT_TIME_ZONE;
  const timeZone = useSyncExternalStore(
    subscribe,
    () => browserZone() || told,
    () => told,
  );
  return { locale, timeZone };
}
