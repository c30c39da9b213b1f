import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { type NoTime, type TimeAsked, timeAsked } from '@/components/shell/search/times';
import { useZone } from '@/components/ui/use-zone';
import { beginOf } from '@/lib/client/history-begin';
import { useTRPC } from '@/lib/client/trpc';

/** The time that a text means; and the time at which history begins, once that is known. */
export function useTimeAsked(text: string): { time: TimeAsked | NoTime | null; begin: Date | null } {
  const t = useTranslations('search.words');
  const zone = useZone();
  const { data } = useQuery(useTRPC().history.begins.queryOptions());
  const begin = data === undefined ? null : beginOf(data);
  const days = { today: t('today'), yesterday: t('yesterday') };
  return { time: timeAsked(text, { now: new Date(), zone, days, begin }), begin };
}
