import { describe, expect, it } from 'vitest';
import {
  chipsOf,
  isOtherText,
  searchText,
  turnedChip,
  withoutChip,
  withSearch,
} from '@/components/fleet/filter-chips';
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

  it('turn from is to is not and back, beside what was asked that way before', () => {
    const [is, isNot, state, q] = chipsOf(FILTER);
    if (!is || !isNot || !state || !q) throw new Error('Four chips were to be there');
    expect(turnedChip(FILTER, is).cluster).toEqual({ include: [], exclude: ['CL-3', 'CL-1', 'CL-2'] });
    expect(turnedChip(FILTER, isNot).cluster).toEqual({ include: ['CL-1', 'CL-2', 'CL-3'], exclude: [] });
    expect(turnedChip(FILTER, state).state).toEqual({ include: ['Passed'], exclude: [] });
    // What is in the search box stays there; either text is enough, which the chip of the other says.
    expect([q, is].map(isOtherText)).toEqual([true, false]);
    expect(turnedChip(FILTER, q).q).toEqual({ include: ['par'], exclude: ['lyo'] });
    expect(chipsOf(turnedChip({ state: FILTER.state }, state))).toEqual([
      { word: 'state', isNegative: false, values: ['Passed'] },
    ]);
  });

  it('put a search in place of the last one', () => {
    expect(withSearch(FILTER, 'dr').q).toEqual({ include: ['dr', 'lyo'], exclude: [] });
  });
});
