import type { RemediationText } from '@/lib/domain/remediation/types';
import english from '@/lib/i18n/messages/en/remediation.json';
import french from '@/lib/i18n/messages/fr/remediation.json';

const texts: Record<'en' | 'fr', Record<string, string>> = { en: english.script, fr: french.script };

/** What scripts say, in this language; every other message is its own key. */
export const scriptText =
  (lang: 'en' | 'fr'): RemediationText =>
  (key) =>
    texts[lang][key.replace(/^script\./, '')] ?? key;
