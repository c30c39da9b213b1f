import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useZone } from '@/components/ui/use-zone';
import { beginOf } from '@/lib/client/history-begin';
import { useTRPC } from '@/lib/client/trpc';
import { fullMoment } from '@/lib/i18n/moment';

/** What is said of an earlier time at which there was no host: that nothing is known of it yet, where that is why, and since when it is. */
export function useNoHostsThen(at: Date): { title: string; reason: string | null; begin: Date | null } {
  const t = useTranslations('fleet.then');
  const zone = useZone();
  const { data } = useQuery(useTRPC().history.begins.queryOptions());
  const begin = data === undefined ? null : beginOf(data);
  if (begin === null || at >= begin) return { title: t('none'), reason: null, begin: null };
  return { title: t('unknown'), reason: t('begin', { moment: fullMoment(begin, zone) }), begin };
}
