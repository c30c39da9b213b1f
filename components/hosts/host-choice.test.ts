import { describe, expect, it } from 'vitest';
import {
  type ChosenHost,
  choose,
  countOf,
  countOnPage,
  type HostChoice,
  isChosen,
  isOutgrown,
  NOBODY,
  rowsBetween,
  selectionInput,
} from '@/components/hosts/host-choice';

const host = (id: string): ChosenHost => ({ id, hostname: `hv-${id}`, fqdn: null });
const page = ['a', 'b', 'c', 'd'].map(host);
const asOf = '2026-11-30T10:00:00.000Z';
const all: HostChoice = { all: { asOf, filter: 'state=Passed', count: 29, digest: 'x' } };
const idsOf = (choice: HostChoice) => ('all' in choice ? 'all' : [...choice.hosts.keys()]);

describe('the hosts that are chosen in a list', () => {
  it('stay chosen on other pages, and are counted apart from those of this one', () => {
    const first = choose(NOBODY, page.slice(0, 2), { isOn: true, page });
    const other = ['e', 'f'].map(host);
    const both = choose(first, other.slice(0, 1), { isOn: true, page: other });
    expect(idsOf(both)).toEqual(['a', 'b', 'e']);
    expect([countOf(both), countOnPage(both, other), countOnPage(both, page)]).toEqual([3, 1, 2]);
    expect(idsOf(choose(both, page, { isOn: false, page }))).toEqual(['e']);
    expect(countOf(NOBODY)).toBe(0);
  });

  it('are all that match by the list’s own count, until one is left out: then those in view', () => {
    expect([countOf(all), countOnPage(all, page), isChosen(all, 'anybody')]).toEqual([29, 4, true]);
    expect(idsOf(choose(all, page.slice(1, 2), { isOn: false, page }))).toEqual(['a', 'c', 'd']);
  });

  it('are no longer all once a later list counts others; a list of before they were selected tells nothing', () => {
    const later = '2026-11-30T10:00:01.000Z';
    expect(isOutgrown(all, { asOf: '2026-11-30T09:59:59.000Z', total: 28 })).toBe(false);
    expect(isOutgrown(all, { asOf, total: 28 })).toBe(false);
    expect(isOutgrown(all, { asOf: later, total: 29 })).toBe(false);
    expect(isOutgrown(all, { asOf: later, total: 30 })).toBe(true);
    expect(isOutgrown(choose(NOBODY, page, { isOn: true, page }), { asOf: later, total: 30 })).toBe(false);
  });

  it('are told to verbs by id, or by what the list showed', () => {
    expect(selectionInput(choose(NOBODY, page.slice(0, 1), { isOn: true, page }))).toEqual({ hosts: ['a'] });
    expect(selectionInput(all)).toEqual({ filter: 'state=Passed', count: 29, digest: 'x' });
  });

  it.each([
    ['down', 'b', 'd', 'bcd'],
    ['up', 'c', 'a', 'abc'],
    ['to itself', 'b', 'b', 'b'],
    ['from a row of another page', 'z', 'c', 'c'],
    ['from nowhere', null, 'c', 'c'],
    ['to a row that has gone', 'a', 'z', ''],
  ])('are a range %s', (_how, from, to, ids) => {
    expect(
      rowsBetween(page, from, to)
        .map(({ id }) => id)
        .join(''),
    ).toBe(ids);
  });
});
