'use client';

import { useLocale, useTranslations } from 'next-intl';
import { useLanguageChoice } from '@/components/shell/use-language-choice';
import { segmentClass, segmentsClass } from '@/components/ui/segments-class';
import { LOCALES, type Locale } from '@/lib/i18n/locales';

const NAME = { en: 'inEnglish', fr: 'inFrench' } as const;

/** `save` keeps the choice with the person, where one is signed in. */
export function LanguageSwitch({ save }: { save?: (language: Locale) => Promise<unknown> }) {
  const t = useTranslations('shell');
  const shown = useLocale();
  const choose = useLanguageChoice(save);

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
          onClick={() => choose(language)}
        >
          {language.toUpperCase()}
        </button>
      ))}
    </fieldset>
  );
}
