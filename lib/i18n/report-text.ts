import { createTranslator } from 'next-intl';
import type { Locale } from '@/lib/i18n/locales';
import { loadMessages } from '@/lib/i18n/messages';

/** Texts of compliance reports, which are in the language of their recipient. */
export const reportText = (locale: Locale) =>
  createTranslator({ locale, messages: loadMessages(locale), namespace: 'report' });
