import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MOST_RECENT, type RecentFind, readRecentFinds, withFind } from './recent-finds';

const find = (address: string): RecentFind => ({ kind: 'host', label: address, detail: '', address });

describe('recent finds', () => {
  it('come back as they were kept', () => {
    const finds = [find('/hosts/1'), find('/reports/CR-1')];
    expect(readRecentFinds(JSON.stringify(finds))).toEqual(finds);
  });

  it.each([
    [null],
    ['{'],
    ['null'],
    ['{"address":"/hosts"}'],
    ['[null, 1, "x", {}]'],
    [JSON.stringify([find('https://elsewhere.example')])],
    [JSON.stringify([find('//elsewhere.example')])],
    [JSON.stringify([find('/\\elsewhere.example')])],
    [JSON.stringify([find('javascript:alert(1)')])],
    [JSON.stringify([find(`/${'x'.repeat(400)}`)])],
  ])('are none in %j', (text) => {
    expect(readRecentFinds(text)).toEqual([]);
  });

  it('read any text without failing', () => {
    fc.assert(fc.property(fc.oneof(fc.string(), fc.json()), (text) => Array.isArray(readRecentFinds(text))));
  });

  it('are few, each once, the newest first', () => {
    const opened = fc.array(fc.constantFrom(...'abcdefghijklm').map((letter) => `/hosts/${letter}`));
    fc.assert(
      fc.property(opened, (addresses) => {
        const finds = addresses.reduce<RecentFind[]>((kept, address) => withFind(kept, find(address)), []);
        const expected = [...new Set(addresses.toReversed())].slice(0, MOST_RECENT);
        expect(finds.map(({ address }) => address)).toEqual(expected);
      }),
    );
  });
});
