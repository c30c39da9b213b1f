import { formatHostQuery } from '@/lib/contracts/words/host-query';
import type { ReportKind } from '@/lib/contracts/words/reports';
import type { HostFilter } from '@/lib/domain/host-filter';
import type { Locale } from '@/lib/i18n/locales';

// The other addresses of reports stand elsewhere, since many pages lead to the form and few to anything else of them.

/** What the form for a new report begins with. */
export type NewReport = {
  filter: HostFilter;
  kind: ReportKind;
  /** The time of a moment; null: now. */
  at: Date | null;
  /** The ends of a period; null: the form's own choice. */
  period: { from: Date; to: Date } | null;
  /** Null: the reader's own. */
  timeZone: string | null;
  lang: Locale | null;
  /** Keys of frameworks. */
  frameworks: readonly string[];
};

export function newReportAddress({
  filter,
  kind,
  at,
  period,
  timeZone,
  lang,
  frameworks = [],
}: Partial<NewReport> = {}): string {
  const parameters = formatHostQuery({ filter: filter ?? {}, at: at ?? null });
  if (kind === 'period') parameters.append('kind', kind);
  if (period) {
    parameters.append('from', period.from.toISOString());
    parameters.append('to', period.to.toISOString());
  }
  if (timeZone) parameters.append('timeZone', timeZone);
  if (lang) parameters.append('lang', lang);
  if (frameworks.length > 0) parameters.append('frameworks', frameworks.join(','));
  const text = parameters.toString();
  return text === '' ? '/reports/new' : `/reports/new?${text}`;
}
