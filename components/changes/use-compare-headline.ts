import { useTranslations } from 'next-intl';
import { useZone } from '@/components/ui/use-zone';
import type { ChangeGroups } from '@/lib/contracts/compare';
import { calendarDay, clockTime, dayAndMonth, dayAndTime, type Zone } from '@/lib/i18n/moment';
import { DAY_MS } from '@/lib/util/durations';

/** The day where that is enough to tell two times apart, else with its hour. */
function nameOf(date: Date, other: Date, zone: Zone): string {
  const day = dayAndMonth(date, other, zone);
  if (Math.abs(date.getTime() - other.getTime()) > 2 * DAY_MS) return day;
  const isSameDay = calendarDay(date, zone) === calendarDay(other, zone);
  return isSameDay ? clockTime(date, zone) : dayAndTime(date, other, zone);
}

/** What the comparison comes to, in a sentence and the line under it. */
export function useCompareHeadline({ from, to, figures }: ChangeGroups, isToNow: boolean) {
  const t = useTranslations('compare');
  const zone = useZone();
  const [earlier, later] = [new Date(from), new Date(to)];
  const name = nameOf(earlier, later, zone);
  const isDay = String(calendarDay(earlier, zone) !== calendarDay(later, zone));
  const span = isToNow
    ? t('span.since', { from: name, isDay })
    : t('span.between', { from: name, to: nameOf(later, earlier, zone), isDay });
  const { worse, better, silent, other } = figures;
  // That as many hosts are able as before would read as good news of a fleet that is not there.
  if (figures.hosts === 0) return { headline: t('noHosts'), lead: t('noHostsHint') };
  const more = figures.after.able - figures.before.able;
  const able =
    more === 0 ? t('able.same') : t(more > 0 ? 'able.more' : 'able.fewer', { count: Math.abs(more) });
  const headline =
    worse + better + silent > 0
      ? t('headline', { span, worse, better, silent })
      : other > 0
        ? t('othersOnly', { span, other })
        : t('same', { span });
  return { headline, lead: `${able} ${t('undone')}` };
}
