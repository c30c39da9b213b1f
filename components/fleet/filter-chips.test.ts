import { describe, expect, it } from 'vitest';
import { chipsOf, searchText, withoutChip, withSearch } from '@/components/fleet/filter-chips';
import type { HostFilter } from '@/lib/domain/host-filter';

const FILTER: HostFilter = {
  state: { include: [], exclude: ['Passed'] },
  cluster: { include: ['CL-1', 'CL-2'], exclude: ['CL-3'] },
  q: { include: ['par', 'lyo'], exclude: [] },
};

describe('filter chips', () => {
  it('tell every filter but the one in the search box', () => {
    expect(searchText(FILTER)).toBe('par');
    expect(chipsOf(FILTER)).toEqual([
      { word: 'cluster', isNegative: false, values: ['CL-1', 'CL-2'] },
      { word: 'cluster', isNegative: true, values: ['CL-3'] },
      { word: 'state', isNegative: true, values: ['Passed'] },
      { word: 'q', isNegative: false, values: ['lyo'] },
    ]);
  });

  it('take back one filter and leave all others, whichever is taken first', () => {
    const left = chipsOf(FILTER).reduce(withoutChip, FILTER);
    expect(left).toEqual({ q: { include: ['par'], exclude: [] } });
    expect(withSearch(left, '')).toEqual({});
  });

  it('put a search in place of the last one', () => {
    expect(withSearch(FILTER, 'dr').q).toEqual({ include: ['dr', 'lyo'], exclude: [] });
  });
});
