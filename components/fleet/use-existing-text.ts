import { useTranslations } from 'next-intl';
import { nearValue } from '@/lib/util/near-value';
import { visibleText } from '@/lib/util/visible-text';

/** As many as can be read in a line. */
const NAMED_AT_MOST = 8;

/** What is said beside a value that nothing has: the one that is nearly the same (`near`: among these), else what there is. */
export function useExistingText(of: 'thereAre' | 'madeBy' = 'thereAre') {
  const t = useTranslations('fleet.noSuch');
  return (value: string, existing: readonly string[], near = existing): string => {
    const meant = nearValue(value, near);
    if (meant !== null) return t('meant', { meant: visibleText(meant) });
    if (existing.length === 0) return '';
    const named = existing.slice(0, NAMED_AT_MOST).map(visibleText).join(', ');
    return t(of, { named, more: Math.max(0, existing.length - NAMED_AT_MOST) });
  };
}
