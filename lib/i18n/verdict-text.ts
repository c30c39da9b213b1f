import { createTranslator } from 'next-intl';
import type { Locale } from '@/lib/i18n/locales';
import { loadMessages, type Messages } from '@/lib/i18n/messages';

/** A verdict in words, for answers that are read outside the console. */
export function verdictText(
  locale: Locale,
  { code, params }: { code: keyof Messages['verdict']; params: Record<string, string | number> },
): string {
  const translate = createTranslator({ locale, messages: loadMessages(locale), namespace: 'verdict' });
  return translate(code, params as never);
}
