import { withWord } from '@/components/fleet/filter-chips';
import { type FacetValue, SHOWN_AT_FIRST, SHOWN_AT_MOST } from '@/components/table/facet-value';
import type { Facets } from '@/lib/contracts/fleet';
import type { FacetWord, HostFilter } from '@/lib/domain/host-filter';

/** Every host has exactly one value of these, and all values are listed: only there "is" and "is not" are one. */
const CLOSED: ReadonlySet<FacetWord> = new Set(['state', 'mode', 'reporting', 'exception']);
export const isClosed = (word: FacetWord): boolean => CLOSED.has(word);

type Choice = { filter: HostFilter; word: FacetWord; listed: readonly string[] };

function valuesOn({ filter, word, listed }: Choice): string[] {
  const { include = [], exclude = [] }: { include?: string[]; exclude?: string[] } = filter[word] ?? {};
  const isLeft = (value: string) => !exclude.includes(value);
  if (include.length > 0) return include.filter(isLeft);
  return exclude.length > 0 && isClosed(word) ? listed.filter(isLeft) : [];
}

/** The values as a facet shows them; of an open word the most frequent first, whatever is filtered. */
export function facetValues(filter: HostFilter, word: FacetWord, facets: Facets['facets']): FacetValue[] {
  const counted = facets[word] ?? [];
  const on = new Set(valuesOn({ filter, word, listed: counted.map(({ value }) => value) }));
  const not = new Set<string>(filter[word]?.exclude);
  const values = counted.map((each) => ({
    ...each,
    isOn: on.has(each.value),
    ...(not.has(each.value) && { isExcluded: true }),
  }));
  return isClosed(word) ? values : values.toSorted((a, b) => b.all - a.all);
}

/**
 * Values in the order in which they were seen first. Filters would move none, as all hosts count for their order; hosts that turn
 * while the page is open would: the check that fails most often since would come under the pointer in the place of another. One
 * that has no host any more stays, and what was not seen before is at the end.
 */
export function steadyValues(first: readonly FacetValue[], values: readonly FacetValue[]): FacetValue[] {
  const now = new Map(values.map((each) => [each.value, each]));
  const seen = new Set(first.map(({ value }) => value));
  return [
    ...first.map((before) => {
      const { value } = before;
      const { all, ...rest } = now.get(value) ?? { value, all: 0, count: 0, isOn: false };
      return { ...rest, all: Math.max(all, before.all) };
    }),
    ...values.filter(({ value }) => !seen.has(value)),
  ];
}

/**
 * The same for other fabrics than those of the values before. What they have keeps its place, and what they do not have gives its
 * place to the most frequent of their values that would not be shown. Where there is none, it stays: a facet that became shorter
 * would move the others.
 */
export function refilledValues(
  word: FacetWord,
  before: readonly FacetValue[],
  values: readonly FacetValue[],
): FacetValue[] {
  const steady = steadyValues(before, values);
  if (isClosed(word)) return steady;
  const hosts = new Map(values.map(({ value, all }) => [value, all]));
  const hostsOf = ({ value }: FacetValue) => hosts.get(value) ?? 0;
  return [SHOWN_AT_FIRST, SHOWN_AT_MOST].reduce((listed, places) => refill(listed, places, hostsOf), steady);
}

/** Values without hosts among the first so many change places with values that have hosts after these; what is chosen is shown anywhere. */
function refill(values: FacetValue[], places: number, hostsOf: (value: FacetValue) => number): FacetValue[] {
  const mayMove = ({ isOn, isExcluded }: FacetValue) => !isOn && !isExcluded;
  const free = values.slice(0, places).filter((each) => mayMove(each) && hostsOf(each) === 0);
  const waiting = values
    .slice(places)
    .filter((each) => mayMove(each) && hostsOf(each) > 0)
    .sort((a, b) => hostsOf(b) - hostsOf(a));
  const others = new Map(
    free.flatMap((empty, index) => {
      const next = waiting[index];
      return next ? [[empty, next] as const, [next, empty] as const] : [];
    }),
  );
  return values.map((each) => others.get(each) ?? each);
}

/** All values of these are listed, but most hosts have none of them. */
const RARE: Partial<Record<FacetWord, string>> = { exception: 'none', risk: '' };

/** There is nothing to choose between until somebody has explained a host, or one is at risk. */
export function isWorthShowing(word: FacetWord, values: readonly FacetValue[]): boolean {
  const usual = RARE[word];
  if (usual === undefined) return values.length > 0;
  return values.some(({ value, all, isOn }) => isOn || (value !== usual && all > 0));
}

/** The filter with one value of a facet turned on or off. All values on is no filter, as none on is. */
export function toggled(choice: Choice, value: string): HostFilter {
  const { filter, word, listed } = choice;
  const before = valuesOn(choice);
  const on = before.includes(value) ? before.filter((other) => other !== value) : [...before, value];
  if (isClosed(word) && on.length * 2 > listed.length)
    return withWord(filter, word, { include: [], exclude: listed.filter((other) => !on.includes(other)) });
  const { include = [], exclude = [] }: { include?: string[]; exclude?: string[] } = filter[word] ?? {};
  // A closed word that had "is not" alone says the same with the values that are on.
  const excluded = isClosed(word) && include.length === 0 ? [] : exclude;
  return withWord(filter, word, { include: on, exclude: excluded.filter((other) => other !== value) });
}

/**
 * The filter with "is not" for one value of a facet, or without it again. The value is then asked for no longer; where it was
 * the only one, the question is turned round, as by its chip.
 */
export function excluded({ filter, word }: Omit<Choice, 'listed'>, value: string): HostFilter {
  const { include = [], exclude = [] }: { include?: string[]; exclude?: string[] } = filter[word] ?? {};
  const without = (values: readonly string[]) => values.filter((other) => other !== value);
  if (exclude.includes(value)) return withWord(filter, word, { include, exclude: without(exclude) });
  return withWord(filter, word, { include: without(include), exclude: [...exclude, value] });
}

/** Drops what the facets chose; a search stays, and so does the fabric, which is the frame. */
export function withoutFacets({ fabric, q }: HostFilter): HostFilter {
  return { ...(fabric && { fabric }), ...(q && { q }) };
}
