import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { withWord } from '@/components/fleet/filter-chips';
import {
  excluded,
  facetValues,
  isWorthShowing,
  refilledValues,
  steadyValues,
  toggled,
  withoutFacets,
} from '@/components/hosts/facet-choice';
import { type FacetValue, SHOWN_AT_FIRST, shortList } from '@/components/table/facet-value';
import type { Facets } from '@/lib/contracts/fleet';
import type { HostFilter } from '@/lib/domain/host-filter';
import { STATES } from '@/lib/domain/vocabulary';
import { matchesHost } from '@/test/support/matches-host';

const listed = [...STATES];
const toggleState = (filter: HostFilter, ...values: string[]) =>
  values.reduce<HostFilter>(
    (before, value) => toggled({ filter: before, word: 'state', listed }, value),
    filter,
  );

describe('a facet of a closed word', () => {
  it('asks for what is on, and for what is not off once more is on than off', () => {
    const few = toggleState({}, 'Silent', 'Expired');
    expect(few).toEqual({ state: { include: ['Silent', 'Expired'], exclude: [] } });
    const many = toggleState(few, 'Unknown', 'TpmError', 'Passed');
    expect(many).toEqual({
      state: {
        include: [],
        exclude: ['InsecureHostConfiguration', 'UnauthorizedHost', 'TransientError', 'NotConfigured'],
      },
    });
    expect(toggleState(many, 'Passed').state?.include).toHaveLength(4);
  });

  it('is no filter with all on as with none on', () => {
    expect(toggleState({}, ...STATES)).toEqual({});
    expect(toggleState({}, 'Passed', 'Passed')).toEqual({});
    expect(toggleState({ state: { include: [], exclude: ['Passed'] } }, 'Passed')).toEqual({});
  });

  it('shows an "is not" of the address as all others on', () => {
    const facets = { state: STATES.map((value) => ({ value, count: 1, all: 1 })) };
    const values = facetValues({ state: { include: [], exclude: ['Passed'] } }, 'state', facets);
    expect(values.filter(({ isOn }) => !isOn).map(({ value }) => value)).toEqual(['Passed']);
  });

  it('leaves an "is not" beside what is ticked, whichever value is ticked or not any more', () => {
    const filter: HostFilter = { state: { include: ['Silent'], exclude: ['Passed'] } };
    expect(toggleState(filter, 'Silent')).toEqual({ state: { include: [], exclude: ['Passed'] } });
    expect(toggleState(filter, 'Expired')).toEqual({
      state: { include: ['Silent', 'Expired'], exclude: ['Passed'] },
    });
    expect(toggleState(filter, 'Passed')).toEqual({ state: { include: ['Silent', 'Passed'], exclude: [] } });
  });
});

describe('a facet of an open word', () => {
  const facets = {
    cluster: [
      { value: 'A', count: 1, all: 2 },
      { value: 'B', count: 0, all: 0 },
      { value: 'C', count: 0, all: 3 },
    ],
  };
  const unfiltered = {
    cluster: [
      { value: 'A', count: 2, all: 2 },
      { value: 'B', count: 0, all: 0 },
      { value: 'C', count: 3, all: 3 },
    ],
  };
  const order = (counted: Facets['facets']) => facetValues({}, 'cluster', counted).map(({ value }) => value);

  it('lists the most frequent values first and keeps those without hosts', () => {
    expect(order(unfiltered)).toEqual(['C', 'A', 'B']);
  });

  it('has the same order whatever is filtered, as ticked by hand so loaded anew', () => {
    expect(order(facets)).toEqual(order(unfiltered));
    const ticked = steadyValues(facetValues({}, 'cluster', unfiltered), facetValues({}, 'cluster', facets));
    expect(ticked).toEqual(facetValues({}, 'cluster', facets));
  });

  it('keeps the places of what was seen first when hosts change', () => {
    const first = facetValues({}, 'cluster', facets);
    const changed = {
      cluster: [
        { value: 'A', count: 9, all: 9 },
        { value: 'D', count: 1, all: 1 },
      ],
    };
    const values = steadyValues(
      first,
      facetValues({ cluster: { include: ['A'], exclude: [] } }, 'cluster', changed),
    );
    expect(values).toEqual([
      { value: 'C', count: 0, all: 3, isOn: false },
      { value: 'A', count: 9, all: 9, isOn: true },
      { value: 'B', count: 0, all: 0, isOn: false },
      { value: 'D', count: 1, all: 1, isOn: false },
    ]);
  });

  it('never turns into "is not", which hosts without a value would meet too', () => {
    const choice = { word: 'cluster', listed: ['A', 'B', 'C'] } as const;
    const one = toggled({ ...choice, filter: {} }, 'A');
    const all = toggled({ ...choice, filter: toggled({ ...choice, filter: one }, 'B') }, 'C');
    expect(all).toEqual({ cluster: { include: ['A', 'B', 'C'], exclude: [] } });
  });

  it('takes back an "is not" of the address when its value is chosen, and leaves the others', () => {
    const filter: HostFilter = { cluster: { include: [], exclude: ['A', 'B'] } };
    expect(toggled({ filter, word: 'cluster', listed: ['A', 'B'] }, 'A')).toEqual({
      cluster: { include: ['A'], exclude: ['B'] },
    });
  });
});

describe('a facet of an open word, once other fabrics are chosen', () => {
  const fabricOf = (value: string) => value.slice(0, 3);
  const named = (fabric: string, count: number) =>
    Array.from({ length: count }, (_, index) => `${fabric}-${index}`);
  const clusters = [...named('PAR', 8), ...named('LYO', 4)];
  /** As the server tells them: those of the other fabrics have no host. */
  const clustersOf = (fabrics: readonly string[], filter: HostFilter = {}) => {
    const cluster = clusters.toSorted().map((value) => {
      const all = fabrics.includes(fabricOf(value)) ? (fabricOf(value) === 'PAR' ? 16 : 8) : 0;
      return { value, all, count: all };
    });
    return facetValues(filter, 'cluster', { cluster });
  };
  const shown = (values: readonly FacetValue[]) =>
    shortList(values).map(({ value, count }) => `${value} ${count}`);
  const everywhere = clustersOf(['PAR', 'LYO']);

  it('offers what these have, in as many places', () => {
    expect(shown(everywhere)).toEqual(named('PAR', 6).map((value) => `${value} 16`));
    const inLyon = refilledValues('cluster', everywhere, clustersOf(['LYO']));
    expect(shown(inLyon)).toEqual([...named('LYO', 4).map((value) => `${value} 8`), 'PAR-4 0', 'PAR-5 0']);
    // What has hosts keeps its place, although others have more.
    const inBoth = refilledValues('cluster', inLyon, clustersOf(['PAR', 'LYO']));
    expect(shown(inBoth)).toEqual([...named('LYO', 4).map((value) => `${value} 8`), 'PAR-4 16', 'PAR-5 16']);
  });

  it('keeps a value that is chosen in its place, and shows no other in it', () => {
    const filter: HostFilter = { cluster: { include: ['PAR-1', 'PAR-7'], exclude: ['PAR-2'] } };
    const inLyon = refilledValues('cluster', everywhere, clustersOf(['LYO'], filter));
    expect(shown(inLyon)).toEqual([
      'LYO-0 8',
      'PAR-1 0',
      'PAR-2 0',
      'LYO-1 8',
      'LYO-2 8',
      'LYO-3 8',
      'PAR-7 0',
    ]);
  });

  it('reaches what they have behind all that others have', () => {
    const all = (fabric: string) =>
      [...named('PAR', 230), ...named('LYO', 20)].map((value): FacetValue => {
        const hosts = fabricOf(value) === fabric ? 1 : 0;
        return { value, count: hosts, all: hosts, isOn: false };
      });
    const listed = refilledValues('cluster', all('PAR'), all('LYO')).slice(0, 200);
    expect(listed.filter(({ count }) => count > 0)).toHaveLength(20);
  });

  it('moves no value of a closed word', () => {
    const states = (able: string) =>
      STATES.map((value) => ({ value, count: 0, all: value === able ? 1 : 0, isOn: false }));
    const values = refilledValues('state', states(STATES[0]), states(STATES.at(-1) ?? ''));
    expect(values.map(({ value }) => value)).toEqual(STATES);
  });

  it('moves nothing that has hosts or is chosen, shows no fewer, and offers first what has hosts', () => {
    const values = named('VAL', 20);
    const counted = fc.tuple(
      ...values.map((value) =>
        fc
          .record({ all: fc.integer({ min: 0, max: 3 }), isOn: fc.boolean() })
          .map((rest) => ({ value, count: rest.all, ...rest })),
      ),
    );
    fc.assert(
      fc.property(counted, counted, (before, answer) => {
        const first = before.toSorted((a, b) => b.all - a.all);
        const isOn = (value: string) => before.some((one) => one.value === value && one.isOn);
        const now = answer.map((each) => ({ ...each, isOn: isOn(each.value) }));
        const after = refilledValues('cluster', first, now);
        const hosts = new Map(now.map(({ value, all }) => [value, all]));
        const isKept = ({ value }: FacetValue) => isOn(value) || (hosts.get(value) ?? 0) > 0;
        first.slice(0, SHOWN_AT_FIRST).forEach((each, index) => {
          if (isKept(each)) expect(after[index]?.value).toBe(each.value);
        });
        expect(after.map(({ value }) => value).sort()).toEqual(values.toSorted());
        expect(shortList(after).length).toBeGreaterThanOrEqual(shortList(first).length);
        const [offered, rest] = [after.slice(0, SHOWN_AT_FIRST), after.slice(SHOWN_AT_FIRST)];
        if (rest.some((each) => isKept(each) && !each.isOn))
          expect(offered.filter((each) => !isKept(each))).toEqual([]);
      }),
    );
  });
});

it('the exception facet waits for somebody to explain a host', () => {
  const none = { value: 'none', count: 4, all: 4, isOn: false };
  const excepted = { value: 'excepted', count: 0, isOn: false };
  expect(isWorthShowing('exception', [none, { ...excepted, all: 0 }])).toBe(false);
  expect(isWorthShowing('exception', [none, { ...excepted, all: 1 }])).toBe(true);
});

it('clearing facets leaves the search and the fabric', () => {
  const filter: HostFilter = {
    fabric: { include: ['PAR'], exclude: [] },
    state: { include: ['Passed'], exclude: [] },
    q: { include: ['par'], exclude: [] },
  };
  expect(Object.keys(withoutFacets(filter))).toEqual(['fabric', 'q']);
});

describe('"is not" of a facet', () => {
  const values = fc.uniqueArray(fc.constantFrom(...STATES));
  const filters = fc.record({ include: values, exclude: values }).map((state): HostFilter => ({ state }));

  const asksFor = (filter: HostFilter) =>
    STATES.filter((state) => matchesHost(filter, { state } as Parameters<typeof matchesHost>[1]));

  it.each([
    ['cluster', 'A', { include: ['A', 'B'], exclude: ['C'] }, { include: ['B'], exclude: ['C', 'A'] }],
    ['cluster', 'A', { include: [], exclude: ['A'] }, undefined],
    ['mode', 'Tpm', { include: ['Tpm', 'HostKey'], exclude: [] }, { include: ['HostKey'], exclude: ['Tpm'] }],
    // As its chip does, it turns a question for one value round.
    ['mode', 'Tpm', { include: ['Tpm'], exclude: [] }, { include: [], exclude: ['Tpm'] }],
  ] as const)('of a value of %s (%s) that has %j is %j', (word, value, before, after) => {
    expect(excluded({ filter: { [word]: before }, word }, value)[word]).toEqual(after);
  });

  it('shows nothing that was not shown, unless nothing else was asked for', () => {
    fc.assert(
      fc.property(filters, fc.constantFrom(...STATES), (filter, value) => {
        fc.pre(!filter.state?.exclude.includes(value));
        const isAlone = filter.state?.include.join() === value;
        const question = isAlone ? { state: { include: [], exclude: filter.state?.exclude ?? [] } } : filter;
        const expected = asksFor(question).filter((state) => state !== value);
        expect(asksFor(excluded({ filter, word: 'state' }, value))).toEqual(expected);
      }),
    );
  });

  it('shows the value so, and is taken back by the same; the value is then no longer ticked', () => {
    const facets = { state: STATES.map((value) => ({ value, count: 1, all: 1 })) };
    fc.assert(
      fc.property(filters, fc.constantFrom(...STATES), (filter, value) => {
        fc.pre(!filter.state?.exclude.includes(value));
        const turned = excluded({ filter, word: 'state' }, value);
        const shown = facetValues(turned, 'state', facets).find((one) => one.value === value);
        expect(shown).toMatchObject({ isOn: false, isExcluded: true });
        const { include = [], exclude = [] } = filter.state ?? {};
        const unticked = include.filter((other) => other !== value);
        expect(excluded({ filter: turned, word: 'state' }, value)).toEqual(
          withWord({}, 'state', { include: unticked, exclude }),
        );
      }),
    );
  });
});
