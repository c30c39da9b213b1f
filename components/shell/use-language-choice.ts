import { useRouter } from 'next/navigation';
import { rememberLanguage } from '@/lib/client/preferences';
import type { Locale } from '@/lib/i18n/locales';

/** Shows the console in another language; `save` keeps the choice with the person, where one is signed in. */
export function useLanguageChoice(save?: (language: Locale) => Promise<unknown>) {
  const router = useRouter();
  return async (language: Locale) => {
    rememberLanguage(language);
    // It may be kept although no answer came: the page shows what is so.
    await save?.(language).catch(() => undefined);
    router.refresh();
  };
}
