import { createTranslator } from 'next-intl';
import type { Locale } from '@/lib/i18n/locales';
import { loadMessages } from '@/lib/i18n/messages';

/** What the verification of a report finds, in words. */
export const proofText = (locale: Locale) =>
  createTranslator({ locale, messages: loadMessages(locale), namespace: 'proof' });
