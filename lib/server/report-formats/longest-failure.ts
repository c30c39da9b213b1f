import type { ReportContent } from '@/lib/contracts/report-content';

/** The name of the host that failed longest in the period, also where it has left; null where none failed. */
export function longestFailingHost({
  hosts,
  period,
}: Pick<ReportContent, 'hosts' | 'period'>): string | null {
  if (!period?.longestFailure) return null;
  const { hostId } = period.longestFailure;
  const found = hosts.find(({ id }) => id === hostId) ?? period.left.find(({ id }) => id === hostId);
  return found?.hostname ?? hostId;
}
