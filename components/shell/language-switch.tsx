'use client';

import { useRouter } from 'next/navigation';
import { useLocale, useTranslations } from 'next-intl';
import { segmentClass, segmentsClass } from '@/components/ui/segments-class';
import { rememberLanguage } from '@/lib/client/preferences';
import { LOCALES, type Locale } from '@/lib/i18n/locales';

const NAME = { en: 'inEnglish', fr: 'inFrench' } as const;

/** `save` keeps the choice with the person, where one is signed in. */
export function LanguageSwitch({ save }: { save?: (language: Locale) => Promise<unknown> }) {
  const t = useTranslations('shell');
  const shown = useLocale();
  const router = useRouter();

  async function handleChoose(language: Locale) {
    rememberLanguage(language);
    await save?.(language);
    router.refresh();
  }

  return (
    <fieldset className={segmentsClass()} aria-label={t('language')}>
      {LOCALES.toReversed().map((language) => (
        <button
          key={language}
          type="button"
          className={segmentClass({ isTight: true })}
          lang={language}
          aria-pressed={language === shown}
          aria-label={t(NAME[language])}
          onClick={() => handleChoose(language)}
        >
          {language.toUpperCase()}
        </button>
      ))}
    </fieldset>
  );
}
