import { useRouter } from 'next/navigation';
import { rememberLanguage } from '@/lib/client/preferences';
import type { Locale } from '@/lib/i18n/locales';

/** Shows the console in another language; `save` keeps the choice with the person, where one is signed in. */
export function useLanguageChoice(save?: (language: Locale) => Promise<unknown>) {
  const router = useRouter();
  return async (language: Locale) => {
    rememberLanguage(language);
    try {
      await save?.(language);
    } catch {
      // Nothing can be shown anew: to ask for the page would leave it for the browser's own.
      return;
    }
    router.refresh();
  };
}
