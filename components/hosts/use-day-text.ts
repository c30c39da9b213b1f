import { useTranslations } from 'next-intl';
import { useStateText } from '@/components/fleet/state-text';
import { useDurationPhrase } from '@/components/fleet/time';
import type { KnownDay } from '@/components/hosts/known-days';
import { useZone } from '@/components/ui/use-zone';
import { namedDay } from '@/lib/i18n/moment';

/** "22 Nov: InsecureHostConfiguration, 3 h 20 min". A day that passed throughout needs no duration. */
export function useDayText(reference: string): (day: KnownDay) => string {
  const t = useTranslations('host.days');
  const stateText = useStateText();
  const phrase = useDurationPhrase();
  const zone = useZone();
  return ({ day, state, seconds }) => {
    const words = { day: namedDay(day, reference, zone), state: stateText(state) };
    if (state === 'Passed') return t('passed', words);
    return t('day', { ...words, duration: phrase(seconds[state] ?? 0) });
  };
}
