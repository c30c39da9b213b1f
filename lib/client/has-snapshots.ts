import type { Summary } from '@/lib/contracts/fleet';

/** Whether any host has ever sent a snapshot: until then there is nothing to show but how to begin. */
export function hasSnapshots({ total, reporting }: Pick<Summary, 'total' | 'reporting'>): boolean {
  return total > reporting.never;
}
