import type { ReportContent } from '@/lib/contracts/report-content';

/** The name of the host that failed longest in the period, even if it has left; null if none failed. */
export function longestFailingHost({
  hosts,
  period,
}: Pick<ReportContent, 'hosts' | 'period'>): string | null {
  if (!period?.longestFailure) return null;
  const { hostId } = period.longestFailure;
  const found = hosts.find(({ id }) => id === hostId) ?? period.left.find(({ id }) => id === hostId);
  return found?.hostname ?? hostId;
}
