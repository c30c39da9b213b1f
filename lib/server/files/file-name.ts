import type { FilterValues } from '@/lib/domain/host-filter';

const MOST_SCOPE_CHARS = 60;

/** Names of fabrics are people's own texts: only letters, digits and hyphens are used in a file name. */
export function scopeInName(fabric: FilterValues | undefined): string {
  if (fabric === undefined) return 'all-fabrics';
  const names = [...fabric.include, ...fabric.exclude.map((name) => `not-${name}`)];
  return names
    .map((name) => name.replaceAll(/[^\w-]+/g, '_'))
    .join('+')
    .slice(0, MOST_SCOPE_CHARS);
}

/** File names cannot have colons. */
export const timeInName = (time: Date): string =>
  time.toISOString().replace(/\.\d+/, '').replaceAll(':', '-');
