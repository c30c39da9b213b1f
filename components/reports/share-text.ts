import { useLocale } from 'next-intl';
import { FORMAT_LOCALE } from '@/lib/i18n/locales';
import { sharesOf } from '@/lib/i18n/share';

export function useShareText(): (share: number) => string {
  return sharesOf(FORMAT_LOCALE[useLocale()]);
}
