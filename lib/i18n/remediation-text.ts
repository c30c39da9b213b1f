import { createTranslator } from 'next-intl';
import type { Locale } from '@/lib/i18n/locales';
import { loadMessages } from '@/lib/i18n/messages';

/** Texts of the remediation catalogue, for answers that are read outside the console. */
export function remediationText(locale: Locale): (key: string, values?: Record<string, string>) => string {
  const translate = createTranslator({ locale, messages: loadMessages(locale), namespace: 'remediation' });
  return (key, values) => translate(key as never, values as never);
}
