import { createTranslator } from 'next-intl';
import type { Locale } from '@/lib/i18n/locales';
import { loadMessages } from '@/lib/i18n/messages';

/** Texts of the remediation catalogue, for answers that are read outside the console. */
type RemediationText = (key: string, values?: Readonly<Record<string, string | number>>) => string;

export function remediationText(locale: Locale): RemediationText {
  const translate = createTranslator({ locale, messages: loadMessages(locale), namespace: 'remediation' });
  return (key, values) => translate(key as never, values as never);
}
