import { useLocale, useTimeZone } from 'next-intl';
import type { Zone } from '@/lib/i18n/moment';
import { DEFAULT_TIME_ZONE } from '@/lib/i18n/time-zone';

/** Whose calendar and language times are told in. */
export function useZone(): Zone {
  const locale = useLocale();
  const timeZone = useTimeZone() ?? DEFAULT_TIME_ZONE;
  return { locale, timeZone };
}
