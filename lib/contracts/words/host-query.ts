import { isStorable, isUuid } from '@/lib/contracts/words/text';
import { isAboutValue, type ValueRule, valueInSentence } from '@/lib/contracts/words/value-rule';
import {
  asksForTooManyWords,
  type FilterValues,
  HOST_FILTER_WORDS,
  HOST_WORDS,
  type HostFilter,
  type HostWord,
  MOST_SOUGHT_WORDS,
} from '@/lib/domain/host-filter';
import { isTellableTime, parseTime, TIME_RULE } from '@/lib/util/rfc3339';

/** How lists of hosts are sorted: the same words in a screen's address, in the read API and in exports. */
export const HOST_SORTS = [
  'hostname',
  'severity',
  'state',
  'since',
  'lastObservedAt',
  'cluster',
  'shieldedVms',
] as const;
export type HostSort = (typeof HOST_SORTS)[number];

/** A screen begins with what needs somebody; what a program asks for stays in the order that it always had. */
export const SCREEN_SORT = 'severity' satisfies HostSort;
export const API_SORT = 'hostname' satisfies HostSort;

export const SORT_ORDERS = ['asc', 'desc'] as const;
export type SortOrder = (typeof SORT_ORDERS)[number];

export const EXPORT_FORMATS = ['csv', 'xlsx', 'json'] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

/** What a word of an address says that is one of two. */
export const YES_OR_NO = ['true', 'false'] as const;

export const DEFAULT_LIMIT = 50;
export const MAX_LIMIT = 500;

export const MAX_VALUES = 1_000;
export const MAX_VALUE_CHARS = 1_000;
export const MAX_CURSOR_CHARS = 4_000;

export type HostQuery = {
  filter: HostFilter;
  /** Null: now. */
  at: Date | null;
  sort: HostSort;
  order: SortOrder;
  limit: number;
  cursor: string | null;
};

/** A clock may run ahead of the server's by so much before a time counts as the future. */
export const TOLERATED_AHEAD_MS = 60_000;

export const defaultHostQuery = (): HostQuery => ({
  filter: {},
  at: null,
  sort: SCREEN_SORT,
  order: 'asc',
  limit: DEFAULT_LIMIT,
  cursor: null,
});

export type HostQueryProblem = {
  ok: false;
  code: 'unknown_parameter' | 'invalid_value';
  /** The word at fault, as it was written. */
  parameter: string;
  message: string;
  /** The words that there are, where this is none of them. */
  known?: readonly string[];
  /** A value that is none of a closed list, as it was written, and that list. */
  refused?: { text: string; allowed: readonly string[] };
  /** Any other value, as it was written, and what it has to be. */
  given?: { text: string; rule: ValueRule };
};
export type HostQueryReading = { ok: true; query: HostQuery } | HostQueryProblem;

class QueryMistake extends Error {
  constructor(readonly problem: HostQueryProblem) {
    super(problem.message);
  }
}

export function ruleText(rule: ValueRule): string {
  switch (rule.rule) {
    case 'time':
      return TIME_RULE;
    case 'once':
      return 'given once';
    case 'value':
      return 'a value, or "-" and the value that it is not ("\\-" is the value "-" itself)';
    case 'noNul':
      return 'text without NUL characters';
    case 'ownLink':
      return 'one that this server gave';
    case 'wholeNumber':
      return `a whole number from 1 to ${rule.most}`;
    case 'short':
      return `at most ${rule.most} characters long`;
    case 'fewTimes':
      return `given at most ${rule.most} times`;
    case 'fewWords':
      return `at most ${rule.most} words in all`;
    case 'without':
      return `given without "${rule.other}"`;
    case 'notAfter':
      return `no later than "${rule.other}", which is ${rule.otherValue}`;
  }
}

/** What is said of a value that is not what its word takes. */
export function invalidValue(parameter: string, text: string, rule: ValueRule): HostQueryProblem {
  const but = isAboutValue(rule) ? `, and is "${valueInSentence(text)}"` : '';
  const message = `The parameter "${parameter}" must be ${ruleText(rule)}${but}.`;
  return { ok: false, code: 'invalid_value', parameter, message, given: { text, rule } };
}

const invalid = (parameter: string, text: string, rule: ValueRule) =>
  new QueryMistake(invalidValue(parameter, text, rule));

/** What is said of a value that is none of a closed list. */
export function refusedValue(parameter: string, text: string, allowed: readonly string[]): HostQueryProblem {
  const written = valueInSentence(text);
  const message = `The parameter "${parameter}" must be one of ${allowed.join(', ')}, and is "${written}".`;
  return { ok: false, code: 'invalid_value', parameter, message, refused: { text, allowed } };
}

/** The same of a reader that reads words of its own as well. */
export function alsoKnown(problem: HostQueryProblem, words: readonly string[]): HostQueryProblem {
  const { code, parameter, known = [] } = problem;
  return code === 'unknown_parameter' ? unknownParameter(parameter, [...words, ...known]) : problem;
}

const isFilterWord = (word: string): word is HostWord =>
  (HOST_FILTER_WORDS as readonly string[]).includes(word);

/** `written`: the value as the address has it, where that is more than the value. */
function oneOf<T extends string>(parameter: string, text: string, words: readonly T[], written = text): T {
  const word = words.find((candidate) => candidate === text);
  if (word !== undefined) return word;
  throw new QueryMistake(refusedValue(parameter, written, words));
}

/** A value that begins with `-`, behind a backslash that says so, or behind more of them that it has itself. */
const QUOTED = /^\\+-/;
const NEEDS_QUOTE = /^\\*-/;

export function readFilterValue(text: string): { isExcluded: boolean; value: string } {
  if (text.startsWith('-')) return { isExcluded: true, value: text.slice(1) };
  return { isExcluded: false, value: QUOTED.test(text) ? text.slice(1) : text };
}

/** One value as an address has it after its word; what follows "is not" needs no quoting. */
export function formatFilterValue(value: string, isExcluded = false): string {
  if (isExcluded) return `-${value}`;
  return NEEDS_QUOTE.test(value) ? `\\${value}` : value;
}

/** What a value that hosts and people name freely must be, where this is none that any of them can have. */
export function ruleOfValue(text: string): ValueRule | null {
  if (text === '-') return { rule: 'value' };
  return isStorable(text) ? null : { rule: 'noNul' };
}

/** What the texts of `q` must be together. */
export const FEW_WORDS = { rule: 'fewWords', most: MOST_SOUGHT_WORDS } as const satisfies ValueRule;

function addToFilter(filter: HostFilter, word: HostWord, text: string): void {
  const { isExcluded, value } = readFilterValue(text);
  const rule = ruleOfValue(text);
  if (rule !== null) throw invalid(word, text, rule);
  // A value that is not in a closed list is a mistake, and is answered 400.
  const closed: readonly string[] | null = HOST_WORDS[word].values;
  if (closed !== null) oneOf(word, value, closed, text);
  if (word === 'id' && !isUuid(value)) throw invalid(word, text, { rule: 'ownLink' });
  if (value.length > MAX_VALUE_CHARS) throw invalid(word, text, { rule: 'short', most: MAX_VALUE_CHARS });
  // Checked against the closed list above, where the word has one.
  const known = filter as Partial<Record<HostWord, FilterValues>>;
  const entry = known[word] ?? { include: [], exclude: [] };
  const values = isExcluded ? entry.exclude : entry.include;
  if (values.length >= MAX_VALUES) throw invalid(word, text, { rule: 'fewTimes', most: MAX_VALUES });
  values.push(value);
  if (word === 'q' && asksForTooManyWords(entry)) throw invalid(word, text, FEW_WORDS);
  known[word] = entry;
}

function readLimit(text: string): number {
  const limit = /^\d{1,4}$/.test(text) ? Number(text) : 0;
  if (limit < 1 || limit > MAX_LIMIT) throw invalid('limit', text, { rule: 'wholeNumber', most: MAX_LIMIT });
  return limit;
}

/** A time as a query says it, where an unencoded `+` of the zone has become a space. */
export function parseTimeParameter(
  parameter: string,
  text: string,
): { ok: true; time: Date } | HostQueryProblem {
  const time = parseTime(text.replace(/ (?=\d{2}:\d{2}$)/, '+'));
  if (time !== null && isTellableTime(time)) return { ok: true, time: new Date(time) };
  return invalidValue(parameter, text, { rule: 'time' });
}

function readAt(text: string): Date {
  const reading = parseTimeParameter('at', text);
  if (!reading.ok) throw new QueryMistake(reading);
  return reading.time;
}

const SINGLE_WORDS: Readonly<Record<string, (query: HostQuery, text: string) => void>> = {
  at: (query, text) => {
    query.at = readAt(text);
  },
  sort: (query, text) => {
    query.sort = oneOf('sort', text, HOST_SORTS);
  },
  order: (query, text) => {
    query.order = oneOf('order', text, SORT_ORDERS);
  },
  limit: (query, text) => {
    query.limit = readLimit(text);
  },
  cursor: (query, text) => {
    if (text.length > MAX_CURSOR_CHARS) throw invalid('cursor', text, { rule: 'ownLink' });
    query.cursor = text;
  },
};

const HOST_QUERY_WORDS: readonly string[] = [...HOST_FILTER_WORDS, ...Object.keys(SINGLE_WORDS)];
/** The words of those that ask about hosts and list none: which, and when. */
const QUESTION_WORDS: readonly string[] = [...HOST_FILTER_WORDS, 'at'];

function readParameters(
  parameters: Iterable<readonly [string, string]>,
  sort: HostSort,
  words: readonly string[],
): HostQuery {
  const query = { ...defaultHostQuery(), sort };
  const seen = new Set<string>();
  for (const [word, text] of parameters) {
    if (!words.includes(word)) throw new QueryMistake(unknownParameter(word, words));
    if (isFilterWord(word)) {
      addToFilter(query.filter, word, text);
      continue;
    }
    if (seen.has(word)) throw invalid(word, text, { rule: 'once' });
    seen.add(word);
    SINGLE_WORDS[word]?.(query, text);
  }
  return query;
}

/** What is said of a word that is none of those that are read. */
export function unknownParameter(parameter: string, known: readonly string[]): HostQueryProblem {
  const message = `The parameter "${parameter}" is not known here. Known are ${known.join(', ')}.`;
  return { ok: false, code: 'unknown_parameter', parameter, message, known };
}

/**
 * Reads the words of an address. One word repeated is OR, different words AND, a leading `-` is "is not", and a
 * leading `\-` is a value that begins with `-`. `sort`: the order of an address that names none. `words`: those that are
 * read; any other is a mistake.
 */
export function parseHostQuery(
  parameters: Iterable<readonly [string, string]>,
  sort: HostSort = SCREEN_SORT,
  words: readonly string[] = HOST_QUERY_WORDS,
): HostQueryReading {
  try {
    return { ok: true, query: readParameters(parameters, sort, words) };
  } catch (error) {
    if (!(error instanceof QueryMistake)) throw error;
    return error.problem;
  }
}

/** The same of an address that asks about hosts and lists none. */
export const parseQuestion = (parameters: Iterable<readonly [string, string]>): HostQueryReading =>
  parseHostQuery(parameters, SCREEN_SORT, QUESTION_WORDS);

/** The same words back, always in one order and without defaults, so that equal questions have equal addresses. */
export function formatHostQuery(
  query: Partial<HostQuery>,
  defaultSort: HostSort = SCREEN_SORT,
): URLSearchParams {
  const parameters = new URLSearchParams();
  for (const word of HOST_FILTER_WORDS) {
    const chosen = query.filter?.[word];
    for (const value of chosen?.include ?? []) parameters.append(word, formatFilterValue(value));
    for (const value of chosen?.exclude ?? []) parameters.append(word, formatFilterValue(value, true));
  }
  if (query.at) parameters.append('at', query.at.toISOString());
  if (query.sort && query.sort !== defaultSort) parameters.append('sort', query.sort);
  if (query.order && query.order !== 'asc') parameters.append('order', query.order);
  if (query.limit && query.limit !== DEFAULT_LIMIT) parameters.append('limit', String(query.limit));
  if (query.cursor) parameters.append('cursor', query.cursor);
  return parameters;
}
