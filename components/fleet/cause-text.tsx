'use client';

import { useTranslations } from 'next-intl';
import { isAttestationStatus, isSpecialCause } from '@/lib/domain/vocabulary';

/** Causes that are no check have words of their own; a check is its name. */
export function useCauseText(): (cause: string) => string | null {
  const t = useTranslations('fleet.cause');
  return (cause) => {
    const key = cause as Parameters<typeof t.has>[0];
    const isOurs = isAttestationStatus(cause) || isSpecialCause(cause);
    return isOurs && t.has(key) ? t(key) : null;
  };
}
