import { dayAndMonth, fullMoment, type Zone } from '@/lib/i18n/moment';
import { reportText } from '@/lib/i18n/report-text';
import type { ReportTimes } from './times-of-report';

const SCOPE_CHARS = 60;

/** The default title of a report: its hosts, and its moment, its day or its first and last day. */
export function titleOf(named: string, { from, asOf }: ReportTimes, zone: Zone): string {
  const text = reportText(zone.locale);
  const scope = named.slice(0, SCOPE_CHARS);
  if (from === null) return text('title.moment', { scope, at: fullMoment(asOf, zone) });
  // A period that ends at midnight ends with the day before.
  const end = new Date(asOf.getTime() - 1);
  const last = dayAndMonth(end, new Date(0), zone);
  if (dayAndMonth(from, new Date(0), zone) === last) return text('title.moment', { scope, at: last });
  return text('title.period', { scope, from: dayAndMonth(from, end, zone), to: last });
}
