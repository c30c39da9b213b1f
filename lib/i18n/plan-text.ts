import { createTranslator } from 'next-intl';
import type { Locale } from '@/lib/i18n/locales';
import { loadMessages } from '@/lib/i18n/messages';

/** Texts of plans that are read outside the console. */
export const planText = (locale: Locale) =>
  createTranslator({ locale, messages: loadMessages(locale), namespace: 'plans' });
