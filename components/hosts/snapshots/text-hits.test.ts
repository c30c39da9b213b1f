import { describe, expect, it } from 'vitest';
import { findHits, HITS_AT_MOST } from './text-hits';

const found = (text: string, wanted: string) =>
  findHits(text, wanted).hits.map(({ start, end }) => text.slice(start, end));

describe('findHits', () => {
  it('finds a text in capitals or not, each where it stands', () => {
    expect(found('BitLocker, bitlocker', 'BITLOCKER')).toEqual(['BitLocker', 'bitlocker']);
    expect(findHits('İxİ', 'x').hits).toEqual([{ start: 1, end: 2 }]);
    expect(found('aaa', 'aa')).toEqual(['aa']);
    expect(found('abc', '')).toEqual([]);
  });

  it.each(['.*', '[a]', '(', '\\', '{"a": 1}', 'a-b', '$', '^', 'x/y', '|', '😀'])(
    'takes %s as it stands',
    (wanted) => expect(found(`< ${wanted} >`, wanted)).toEqual([wanted]),
  );

  it('says that there are more than it shows', () => {
    expect(findHits('a'.repeat(HITS_AT_MOST), 'a')).toMatchObject({ isMore: false });
    const { hits, isMore } = findHits('a'.repeat(HITS_AT_MOST + 1), 'a');
    expect([hits.length, isMore]).toEqual([HITS_AT_MOST, true]);
  });
});
