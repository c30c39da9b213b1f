'use client';

import { useTranslations } from 'next-intl';
import { visibleText } from '@/lib/util/visible-text';

/** Why a snapshot was rejected, in words; a code that a later server wrote is shown as it stands. */
export function useRejectionText(): (code: string) => string {
  const t = useTranslations('changes.sub.rejected');
  return (code) => {
    const key = code as Parameters<typeof t.has>[0];
    return /^\w+$/.test(code) && t.has(key) ? t(key) : visibleText(code);
  };
}
