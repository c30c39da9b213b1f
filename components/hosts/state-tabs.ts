import { type FilterChip, withWord } from '@/components/fleet/filter-chips';
import { hostsAddress } from '@/lib/client/host-address';
import type { Facets } from '@/lib/contracts/fleet';
import type { HostQuery } from '@/lib/contracts/words/host-query';
import { NOT_FAILING } from '@/lib/domain/vocabulary';

type Tab = { name: 'all' | 'failing' | 'silent'; include: string[]; exclude: string[] };

/** Whether it leaves out just what does not fail. */
export const isFailing = ({ word, isNegative, values }: FilterChip): boolean =>
  word === 'state' && isNegative && [...values].sort().join() === NOT_FAILING.join();

/** The states that everybody asks for. */
const TABS: readonly Tab[] = [
  { name: 'all', include: [], exclude: [] },
  { name: 'failing', include: [], exclude: [...NOT_FAILING] },
  { name: 'silent', include: ['Silent'], exclude: [] },
];

/** The tabs above the list: each changes the states that are asked for, and keeps all other filters. */
export function stateTabs(query: HostQuery, states: Facets['facets'][string]) {
  const addressOf = (asked: Pick<Tab, 'include' | 'exclude'>) =>
    hostsAddress({ ...query, filter: withWord(query.filter, 'state', asked), cursor: null });
  const { include: asked = [], exclude: left = [] } = query.filter.state ?? {};
  // An address may name the states in any order.
  const shown = addressOf({ include: [...asked].sort(), exclude: [...left].sort() });
  return TABS.map(({ name, include, exclude }) => {
    const meant = states.filter(
      ({ value }) => !exclude.includes(value) && (include.length === 0 || include.includes(value)),
    );
    const href = addressOf({ include, exclude });
    return {
      name,
      href,
      isCurrent: href === shown,
      count: meant.reduce((sum, { count }) => sum + count, 0),
      /** All that there are: the count never becomes more. */
      most: meant.reduce((sum, { all }) => sum + all, 0),
    };
  });
}
