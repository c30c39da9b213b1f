import { describe, expect, it } from 'vitest';
import {
  exceptionsAddress,
  readExceptionsAddress,
  readRequestAddress,
  requestAddress,
} from './exception-address';
import { exceptionLists } from './exception-lists';
import { HOSTS_ASKED_AT_MOST } from './named-hosts';

const read = (address: string) => {
  const words: Record<string, string[]> = {};
  for (const [word, value] of new URL(address, 'http://x').searchParams)
    words[word] = [...(words[word] ?? []), value];
  return readExceptionsAddress(words);
};
const query = { fabric: undefined, at: null, open: null, cursor: null };

describe('the address of the exceptions', () => {
  it('says view, page and the open one, and reads them back', () => {
    const asked = {
      fabric: { include: ['PAR'], exclude: [] },
      at: null,
      view: 'ended',
      open: '01a22d2a-b41d-779e-b2b1-400242920e66',
      cursor: 'abc',
    };
    expect(read(exceptionsAddress(asked as never))).toEqual({ ok: true, query: asked });
    expect(read('/exceptions')).toEqual({ ok: true, query: { ...query, view: 'all' } });
    expect(read('/exceptions?colour=red')).toMatchObject({ ok: false, parameter: 'colour' });
    expect(read('/exceptions?open=EX-9')).toMatchObject({ ok: false, parameter: 'open' });
  });

  it('asks of one view for a page, and of all for what is open and what ended', () => {
    const one = exceptionLists({ ...query, view: 'ended', cursor: 'abc' });
    expect(one.first).toMatchObject({ state: ['ended', 'withdrawn'], cursor: 'abc' });
    expect(one.second).toBe(one.first);
    const all = exceptionLists({ ...query, view: 'all' });
    expect([all.first.state, all.second.state]).toEqual([
      ['requested', 'inForce'],
      ['ended', 'withdrawn'],
    ]);
  });

  it('asks for those that end soon by the hour, so that a page and its server ask for the same', () => {
    const at = (minute: number) =>
      exceptionLists({ ...query, view: 'ending' }, Date.UTC(2026, 10, 24, 9, minute)).first;
    expect(at(1)).toEqual(at(59));
    expect(at(1)).toMatchObject({ state: ['inForce'], endingBefore: '2026-12-24T10:00:00.000Z' });
  });
});

describe('the address of a request', () => {
  const idOf = (index: number) => `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`;
  const idsOf = (count: number) => Array.from({ length: count }, (_, index) => idOf(index));
  const readBack = (hosts: string[]) => {
    const { searchParams } = new URL(requestAddress({ hosts }), 'http://x');
    return readRequestAddress({ host: searchParams.getAll('host') });
  };

  it('has each host that was selected, once, and as many as it has room for', () => {
    expect(readBack(idsOf(3))).toEqual({ ok: true, query: { hosts: idsOf(3) } });
    expect(readBack([...idsOf(2), ...idsOf(2)])).toEqual({ ok: true, query: { hosts: idsOf(2) } });
    expect(readBack(idsOf(HOSTS_ASKED_AT_MOST))).toMatchObject({ ok: true });
    expect(readBack(idsOf(HOSTS_ASKED_AT_MOST + 1))).toMatchObject({ ok: false, parameter: 'host' });
  });

  it('of several hosts is wrong where one of them is no id', () => {
    expect(readBack([idOf(1), 'hv-1'])).toMatchObject({ ok: false, parameter: 'host' });
    // The page of a single host says itself that there is no such host.
    expect(readBack(['hv-1'])).toEqual({ ok: true, query: { hosts: ['hv-1'] } });
  });
});
