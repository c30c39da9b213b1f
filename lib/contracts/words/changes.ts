import {
  DEFAULT_LIMIT,
  FEW_WORDS,
  formatFilterValue,
  type HostQueryProblem,
  invalidValue,
  MAX_LIMIT,
  MAX_VALUE_CHARS,
  MAX_VALUES,
  parseTimeParameter,
  readFilterValue,
  refusedValue,
  ruleOfValue,
  unknownParameter,
} from '@/lib/contracts/words/host-query';
import type { ChangeFilter } from '@/lib/domain/change-filter';
import { CHANGE_KINDS, knownKind } from '@/lib/domain/change-kinds';
import { asksForTooManyWords, type FilterValues } from '@/lib/domain/host-filter';
import { DAY_MS } from '@/lib/util/durations';

/** How far back from the moment asked for: in an address it goes along with the time, where a date would stay. */
export const CHANGE_SPANS = { '24h': DAY_MS, '7d': 7 * DAY_MS } as const;
export type ChangeSpan = keyof typeof CHANGE_SPANS;
export const CHANGE_SPAN_NAMES = Object.keys(CHANGE_SPANS) as ChangeSpan[];

/** Changes beyond so many are not counted: nobody waits for a number that says no more to anybody. */
export const MOST_COUNTED = 10_000;

export type ChangeQuery = {
  filter: ChangeFilter;
  /** Takes the place of `since`; null: however long ago. */
  within: ChangeSpan | null;
  /** Changes from `since` on and before `until`. */
  since: Date | null;
  until: Date | null;
  /** Null: now. */
  at: Date | null;
  limit: number;
  cursor: string | null;
};

export const defaultChangeQuery = (): ChangeQuery => ({
  filter: {},
  within: null,
  since: null,
  until: null,
  at: null,
  limit: DEFAULT_LIMIT,
  cursor: null,
});

/** Hosts and people name these freely. */
const FREE_WORDS = ['fabric', 'cluster', 'cause', 'q'] as const;
type FreeWord = (typeof FREE_WORDS)[number];
/** Addresses have them in this order. */
const FILTER_WORDS = ['fabric', 'kind', 'cluster', 'cause', 'q'] as const;

export const CHANGE_WORDS = [...FILTER_WORDS, 'within', 'since', 'until', 'at', 'limit', 'cursor'] as const;
type Word = (typeof CHANGE_WORDS)[number];
const isFreeWord = (word: Word): word is FreeWord => FREE_WORDS.some((free) => free === word);
const isRepeatable = (word: Word) => FILTER_WORDS.some((filter) => filter === word);

export type ChangeQueryReading = { ok: true; query: ChangeQuery } | HostQueryProblem;

function add<V extends string>(values: FilterValues<V> | undefined, value: V, isExcluded: boolean) {
  const entry = values ?? { include: [], exclude: [] };
  return isExcluded
    ? { ...entry, exclude: [...entry.exclude, value] }
    : { ...entry, include: [...entry.include, value] };
}

function readFreeWord(query: ChangeQuery, word: FreeWord, text: string): HostQueryProblem | null {
  const { isExcluded, value } = readFilterValue(text);
  const rule = ruleOfValue(text);
  if (rule !== null) return invalidValue(word, text, rule);
  if (value.length > MAX_VALUE_CHARS)
    return invalidValue(word, text, { rule: 'short', most: MAX_VALUE_CHARS });
  const { include, exclude } = add(query.filter[word], value, isExcluded);
  if (Math.max(include.length, exclude.length) > MAX_VALUES)
    return invalidValue(word, text, { rule: 'fewTimes', most: MAX_VALUES });
  if (word === 'q' && asksForTooManyWords({ include, exclude })) return invalidValue(word, text, FEW_WORDS);
  query.filter[word] = { include, exclude };
  return null;
}

/** Puts one word of an address into `query`, or says what is wrong with it. */
function readWord(query: ChangeQuery, word: Word, text: string): HostQueryProblem | null {
  if (isFreeWord(word)) return readFreeWord(query, word, text);
  switch (word) {
    case 'kind': {
      const { isExcluded, value } = readFilterValue(text);
      const kind = knownKind(value);
      if (kind === undefined) return refusedValue(word, text, CHANGE_KINDS);
      query.filter.kind = add(query.filter.kind, kind, isExcluded);
      return null;
    }
    case 'within': {
      const span = CHANGE_SPAN_NAMES.find((known) => known === text);
      if (span === undefined) return refusedValue(word, text, CHANGE_SPAN_NAMES);
      query.within = span;
      return null;
    }
    case 'limit': {
      const limit = /^\d{1,4}$/.test(text) ? Number(text) : 0;
      if (limit < 1 || limit > MAX_LIMIT)
        return invalidValue(word, text, { rule: 'wholeNumber', most: MAX_LIMIT });
      query.limit = limit;
      return null;
    }
    case 'cursor':
      query.cursor = text;
      return null;
    default: {
      const reading = parseTimeParameter(word, text);
      if (!reading.ok) return reading;
      query[word] = reading.time;
      return null;
    }
  }
}

/** What is wrong where something begins after its end; undefined where it does not, or has no begin or end. */
export function laterThan(times: Readonly<Record<string, Date | null>>): HostQueryProblem | undefined {
  const [[word, time] = [], [other, end] = []] = Object.entries(times);
  if (!word || !time || !other || !end || time <= end) return undefined;
  return invalidValue(word, time.toISOString(), {
    rule: 'notAfter',
    ...{ other, otherValue: end.toISOString() },
  });
}

/** The words of a question about changes. Those of its filter may be repeated: that is OR, and a leading `-` is "is not". */
export function parseChangeQuery(
  parameters: Iterable<readonly [string, string]>,
  words: readonly Word[] = CHANGE_WORDS,
): ChangeQueryReading {
  const query = defaultChangeQuery();
  const seen = new Set<string>();
  for (const [parameter, text] of parameters) {
    const word = words.find((known) => known === parameter);
    if (word === undefined) return unknownParameter(parameter, words);
    if (seen.has(word) && !isRepeatable(word)) return invalidValue(word, text, { rule: 'once' });
    seen.add(word);
    const problem = readWord(query, word, text);
    if (problem !== null) return problem;
  }
  const { within, since, until } = query;
  if (within !== null && since !== null)
    return invalidValue('within', within, { rule: 'without', other: 'since' });
  return laterThan({ since, until }) ?? { ok: true, query };
}

/** The same words back, in one order and without defaults. */
export function formatChangeQuery(query: Partial<ChangeQuery>): URLSearchParams {
  const parameters = new URLSearchParams();
  for (const word of FILTER_WORDS) {
    const chosen: FilterValues | undefined = query.filter?.[word];
    for (const value of chosen?.include ?? []) parameters.append(word, formatFilterValue(value));
    for (const value of chosen?.exclude ?? []) parameters.append(word, formatFilterValue(value, true));
  }
  if (query.within) parameters.append('within', query.within);
  for (const word of ['since', 'until', 'at'] as const) {
    const time = query[word];
    if (time) parameters.append(word, time.toISOString());
  }
  if (query.limit && query.limit !== DEFAULT_LIMIT) parameters.append('limit', String(query.limit));
  if (query.cursor) parameters.append('cursor', query.cursor);
  return parameters;
}

/** The facts of a host that a comparison of two times shows. */
export const COMPARED = [
  'hostname',
  'fabric',
  'cluster',
  'state',
  'cause',
  'model',
  'firmwareVersion',
  'os',
  'owner',
] as const;

export const DIFFERENCES = ['added', 'gone', ...COMPARED] as const;
