import { describe, expect, it } from 'vitest';
import { exceptionLists, exceptionsAddress, readExceptionsAddress } from './exception-address';

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
      open: 'x',
      cursor: 'abc',
    };
    expect(read(exceptionsAddress(asked as never))).toEqual({ ok: true, query: asked });
    expect(read('/exceptions')).toEqual({ ok: true, query: { ...query, view: 'all' } });
    expect(read('/exceptions?colour=red')).toMatchObject({ ok: false, parameter: 'colour' });
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
