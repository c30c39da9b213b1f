import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { type TimeAsked, timeAsked } from '@/components/shell/search/times';
import { useZone } from '@/components/ui/use-zone';
import { beginOf } from '@/lib/client/history-begin';
import { useTRPC } from '@/lib/client/trpc';

/** The time that a text means. A time before history begins is no answer: then `begin` says when history does. */
export function useTimeAsked(text: string): { time: TimeAsked | null; begin: Date | null } {
  const t = useTranslations('search.words');
  const zone = useZone();
  const { data } = useQuery(useTRPC().history.begins.queryOptions());
  const begin = data === undefined ? null : beginOf(data);
  const reader = { now: new Date(), zone, days: { today: t('today'), yesterday: t('yesterday') } };
  const time = timeAsked(text, { ...reader, begin });
  const isTooEarly = time === null && timeAsked(text, { ...reader, begin: null }) !== null;
  return { time, begin: isTooEarly ? begin : null };
}
