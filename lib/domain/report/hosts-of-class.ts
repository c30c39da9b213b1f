import type { HostFilter } from '@/lib/domain/host-filter';
import { type Compliance, NOT_FAILING } from '@/lib/domain/vocabulary';

const FILTERS: Readonly<Record<Compliance, HostFilter>> = {
  compliant: { state: { include: ['Passed'], exclude: [] } },
  excepted: { exception: { include: ['excepted'], exclude: [] } },
  nonCompliant: {
    state: { include: [], exclude: [...NOT_FAILING] },
    exception: { include: [], exclude: ['excepted'] },
  },
  unverified: { state: { include: ['Silent'], exclude: [] } },
};

/** The hosts of one class among those of a filter. Null if the filter itself has states or exceptions. */
export function hostsOfClass(filter: HostFilter, word: Compliance): HostFilter | null {
  if (filter.state !== undefined || filter.exception !== undefined) return null;
  return { ...filter, ...FILTERS[word] };
}
