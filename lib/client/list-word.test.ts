import { expect, it } from 'vitest';
import { hostAddress } from '@/lib/client/host-address';
import { readHostAddress } from '@/lib/client/host-page';
import { inScope } from '@/lib/client/scope';
import type { HostFilter } from '@/lib/domain/host-filter';

const only = (...include: string[]) => ({ include, exclude: [] });

/** What the page of a host reads of an address of this console. */
function opened(address: string) {
  const url = new URL(address, 'https://console.example');
  const words = [...new Set(url.searchParams.keys())].map((word) => [word, url.searchParams.getAll(word)]);
  return readHostAddress({ hostId: url.pathname.split('/').at(-1) ?? '' }, Object.fromEntries(words));
}

it('an address of a host keeps the list that it was opened from, whose fabrics are those of the address', () => {
  const filter: HostFilter = { fabric: only('PAR', '\\-odd'), cluster: { include: [], exclude: ['CL & 1'] } };
  const from = { filter, sort: 'since', order: 'desc', limit: 20, cursor: 'a-place' } as const;
  const address = inScope(hostAddress('one', null, from), { fabrics: ['PAR', '\\\\-odd'], at: null });
  expect(opened(address)).toEqual({ id: 'one', at: null, from, problem: null });
  expect(address.match(/PAR/g)).toHaveLength(1);
});

it('an address of a host may have no list, and says which word it is that cannot be read', () => {
  expect(opened('/hosts/one')).toMatchObject({ from: null, problem: null });
  expect(opened('/hosts/one?list=')).toMatchObject({ from: { filter: {} }, problem: null });
  expect(opened('/hosts/one?list=state%3Dnone')).toMatchObject({
    from: null,
    problem: { parameter: 'list' },
  });
});

it('an address of a host names one of its tabs, or says which there are', () => {
  expect(opened('/hosts/one?tab=raw')).toMatchObject({ problem: null });
  expect(opened('/hosts/one?tab=foo')).toMatchObject({
    problem: { parameter: 'tab', refused: { text: 'foo', allowed: ['checks', 'timeline', 'raw'] } },
  });
});
