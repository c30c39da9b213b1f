import type { Summary } from '@/lib/contracts/fleet';

/** Whether any host has ever reported: until then there is nothing to show but how to begin. */
export function hasReports({ total, reporting }: Pick<Summary, 'total' | 'reporting'>): boolean {
  return total > reporting.never;
}
