import { remediationText } from '@/lib/i18n/remediation-text';

/** Texts of the catalogue in a language, for tests of the domain, which itself knows no messages. */
export const scriptText = remediationText;
