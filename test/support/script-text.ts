import { SCRIPT_TEXTS } from '@/lib/domain/remediation/commands/script-texts';
import type { RemediationText } from '@/lib/domain/remediation/types';

const texts: Readonly<Record<string, string>> = SCRIPT_TEXTS;

/** What scripts say as they ship, for tests of the domain, which knows no messages. */
export const asShipped: RemediationText = (key) => texts[key.replace('script.', '')] ?? key;
