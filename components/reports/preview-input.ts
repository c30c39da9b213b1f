import type { PreviewReportInput } from '@/lib/contracts/reports';
import { formatHostQuery } from '@/lib/contracts/words/host-query';
import type { ReportKind } from '@/lib/contracts/words/reports';
import type { HostFilter } from '@/lib/domain/host-filter';

/** What a report, or each of a schedule, is about. */
export type AboutReport = { filter: HostFilter; kind: ReportKind; timeZone: string };

export type DraftTimes =
  /** `end` is null where it is now. */
  | { from: Date | null; to: Date; end: Date | null; days: number }
  | { problem: 'missing' | 'toCome' | 'order' | 'tooLong' | 'beforeHistory' };

export type KnownTimes = Exclude<DraftTimes, { problem: string }>;

/** All that the figures follow from: a question that stays the same while somebody writes a title. */
export function previewInputOf(
  { filter, kind, timeZone }: AboutReport,
  { from, to, end }: Pick<KnownTimes, 'from' | 'to' | 'end'>,
): PreviewReportInput {
  const about = { kind, filter: formatHostQuery({ filter }).toString() };
  if (from !== null) return { ...about, timeZone, from: from.toISOString(), to: to.toISOString() };
  return end === null ? about : { ...about, at: end.toISOString() };
}
