import { createTranslator } from 'next-intl';
import type { Locale } from '@/lib/i18n/locales';
import { loadMessages, type Messages } from '@/lib/i18n/messages';
import { restartParams } from '@/lib/i18n/restart-params';

type Reason = { code: keyof Messages['restart']['reason']; evidence: Parameters<typeof restartParams>[0] };

/** Why a node may restart or not, for answers that are read outside the console. */
export function restartText(locale: Locale): (reason: Reason) => string {
  const messages = loadMessages(locale);
  const translate = createTranslator({ locale, messages, namespace: 'restart.reason' });
  return ({ code, evidence }) => translate(code, restartParams(evidence) as never);
}
