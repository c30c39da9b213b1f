import type { HistoryBegins } from '@/lib/contracts/history';

/** The first moment of which anything is known; null as long as no host was enrolled. */
export function beginOf({ historyFrom, firstHostAt }: HistoryBegins): Date | null {
  if (firstHostAt === null) return null;
  return new Date(Math.max(Date.parse(firstHostAt), Date.parse(historyFrom ?? firstHostAt)));
}
