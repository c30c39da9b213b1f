import type { ReportContent } from '@/lib/contracts/report-content';

/** The numbers of the plans in a report that have a task for a host, for a column of a table of hosts. */
export function plansOfHosts({ plans }: Pick<ReportContent, 'plans'>): (hostId: string) => string[] {
  const numbers = new Map<string, Set<string>>();
  for (const { number, tasks } of plans)
    for (const { hostId } of tasks) {
      const own = numbers.get(hostId) ?? new Set();
      numbers.set(hostId, own.add(number));
    }
  return (hostId) => [...(numbers.get(hostId) ?? [])];
}
