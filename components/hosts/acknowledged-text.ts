import { useTranslations } from 'next-intl';
import { useMomentPhrase } from '@/components/fleet/time';
import type { AcknowledgedHost } from '@/lib/contracts/fleet';
import { visibleText } from '@/lib/util/visible-text';

/** Who takes care of a host and until when, in the same words in the list and on the host's page. */
export function useAcknowledgedText() {
  const t = useTranslations('hosts');
  const phrase = useMomentPhrase();
  return ({ by, until }: Pick<AcknowledgedHost, 'by' | 'until'>, asOf: string): string => {
    const name = visibleText(by.name);
    if (until === null) return t('acknowledgedBy', { name });
    return t('acknowledgedUntil', { name, moment: phrase({ value: until, asOf }, 'upTo') });
  };
}
