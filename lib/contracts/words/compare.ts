import { DIFFERENCES, parseChangeQuery } from '@/lib/contracts/words/changes';
import {
  alsoKnown,
  formatFilterValue,
  type HostQueryProblem,
  invalidValue,
  readFilterValue,
  refusedValue,
  ruleOfValue,
} from '@/lib/contracts/words/host-query';
import type { FilterValues } from '@/lib/domain/host-filter';

/** As long as a search may be. */
export const SEARCH_MAX_CHARS = 255;
/** More than there are facts to ask for. */
export const MOST_FACTS = 50;

/** Hosts beyond so many are counted and not put into groups: one answer holds them all at once. */
export const MOST_COMPARED = 10_000;
/** So many hosts of one group are named; files have them all. */
export const MEMBERS_NAMED = 20;

export type Fact = (typeof DIFFERENCES)[number];

/** What of a comparison is asked for, besides its two times. */
export type CompareQuery = {
  fabric?: FilterValues | undefined;
  q?: string | undefined;
  cluster?: FilterValues | undefined;
  fact?: Fact[] | undefined;
  limit: number;
  cursor: string | null;
};

export type CompareReading = { ok: true; query: CompareQuery } | HostQueryProblem;

const MOST_VALUES = 1000;
const MAX_VALUE_CHARS = 1000;

function readCluster(query: CompareQuery, text: string): HostQueryProblem | null {
  const { isExcluded, value } = readFilterValue(text);
  const rule = ruleOfValue(text);
  if (rule !== null) return invalidValue('cluster', text, rule);
  if (value.length > MAX_VALUE_CHARS)
    return invalidValue('cluster', text, { rule: 'short', most: MAX_VALUE_CHARS });
  query.cluster ??= { include: [], exclude: [] };
  const values = isExcluded ? query.cluster.exclude : query.cluster.include;
  if (values.length >= MOST_VALUES)
    return invalidValue('cluster', text, { rule: 'fewTimes', most: MOST_VALUES });
  values.push(value);
  return null;
}

function readFact(query: CompareQuery, text: string): HostQueryProblem | null {
  const fact = DIFFERENCES.find((known) => known === text);
  if (fact === undefined) return refusedValue('fact', text, DIFFERENCES);
  query.fact = [...new Set([...(query.fact ?? []), fact])];
  return null;
}

function readSearch(query: CompareQuery, text: string): HostQueryProblem | null {
  const rule = ruleOfValue(text);
  if (query.q !== undefined) return invalidValue('q', text, { rule: 'once' });
  if (text.length > SEARCH_MAX_CHARS)
    return invalidValue('q', text, { rule: 'short', most: SEARCH_MAX_CHARS });
  if (text !== '-' && rule !== null) return invalidValue('q', text, rule);
  if (text !== '') query.q = text;
  return null;
}

const READERS = { q: readSearch, cluster: readCluster, fact: readFact } as const;
type OwnWord = keyof typeof READERS;
const isOwn = (word: string): word is OwnWord => Object.hasOwn(READERS, word);

/** The words that narrow a comparison. `cluster` and `fact` may be repeated: that is OR. */
export function parseCompareWords(
  parameters: Iterable<readonly [string, string]>,
  shared: readonly ('fabric' | 'limit' | 'cursor')[],
): CompareReading {
  const all = [...parameters];
  const reading = parseChangeQuery(
    all.filter(([word]) => !isOwn(word)),
    shared,
  );
  if (!reading.ok) return alsoKnown(reading, Object.keys(READERS));
  const { filter, limit, cursor } = reading.query;
  const query: CompareQuery = { limit, cursor };
  if (filter.fabric) query.fabric = filter.fabric;
  for (const [word, text] of all) {
    const problem = isOwn(word) ? READERS[word](query, text) : null;
    if (problem !== null) return problem;
  }
  return { ok: true, query };
}

/** The same words back, in one order. */
export function formatCompareWords({ fabric, q, cluster, fact }: Partial<CompareQuery>): URLSearchParams {
  const parameters = new URLSearchParams();
  for (const [word, values] of Object.entries({ fabric, cluster })) {
    for (const value of values?.include ?? []) parameters.append(word, formatFilterValue(value));
    for (const value of values?.exclude ?? []) parameters.append(word, formatFilterValue(value, true));
  }
  if (q) parameters.append('q', q);
  for (const value of fact ?? []) parameters.append('fact', value);
  return parameters;
}
