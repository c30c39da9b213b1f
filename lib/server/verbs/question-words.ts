import { z } from 'zod';
import { ListAuditInput } from '@/lib/contracts/audit';
import { HostDayCount, TrendDays } from '@/lib/contracts/history';
import { TimeText } from '@/lib/contracts/time';
import { TimeZone } from '@/lib/contracts/time-zone';
import { AUDIT_WORDS } from '@/lib/contracts/words/audit';
import { CHANGE_SPAN_NAMES, CHANGE_WORDS, DIFFERENCES } from '@/lib/contracts/words/changes';
import { HOST_DAYS } from '@/lib/contracts/words/host-days';
import { HOST_SORTS, MAX_LIMIT, SORT_ORDERS, YES_OR_NO } from '@/lib/contracts/words/host-query';
import { CHANGE_KINDS } from '@/lib/domain/change-kinds';
import { MOST_TREND_DAYS } from '@/lib/domain/trend';
import { parseInput } from '@/lib/server/request/parse-input';
import {
  FILTER_WORDS_DESCRIBED,
  missingWord,
  oneOf,
  type Parameters,
  readChangeQuery,
  readComparisonQuery,
  readDays,
  readHostQuery,
  readPeriod,
  readTime,
  readWords,
  repeated,
  type Words,
} from '@/lib/server/verbs/words';

// Words that are read together, by subject.

const time = TimeText.optional();
const fabric = repeated(z.string());
const PAGED = { limit: z.int().min(1).max(MAX_LIMIT).optional(), cursor: z.string().optional() };
const SORTED = { sort: z.enum(HOST_SORTS).optional(), order: z.enum(SORT_ORDERS).optional() };

/** Words with their descriptions, and a reader that makes the verb's input from them. */
const words = <Read>(
  described: Record<string, z.ZodType>,
  read: (parameters: Parameters) => Read,
): Words<Read> => ({ described, read });

export const HOSTS_OF_A_TIME = words(FILTER_WORDS_DESCRIBED, (parameters) => {
  const { filter, at } = readHostQuery(parameters).query;
  return { filter, at };
});

export const SORTED_HOSTS = words(
  { ...FILTER_WORDS_DESCRIBED, ...SORTED },
  (parameters) => readHostQuery(parameters).query,
);

export const PAGE_OF_HOSTS = words(
  { ...FILTER_WORDS_DESCRIBED, ...SORTED, ...PAGED, digest: z.enum(YES_OR_NO).optional() },
  (parameters) => {
    const { query, words: own } = readHostQuery(parameters, ['digest']);
    const digest = oneOf('digest', own.digest ?? 'false', YES_OR_NO) === 'true';
    // A program continues with the fleet as it was on the first page.
    return { ...query, digest, isWatched: false };
  },
);

const DAYS = { timeZone: TimeZone.optional(), at: time };

export const DAYS_OF_HOST = words({ days: HostDayCount.optional(), ...DAYS }, (parameters) => {
  const { at, ...own } = readWords(parameters, ['days', 'timeZone', 'at']);
  return { at: readTime('at', at), ...readDays(own, HostDayCount, HOST_DAYS) };
});

export const DAYS_OF_FLEET = words(
  { ...FILTER_WORDS_DESCRIBED, days: TrendDays.optional(), timeZone: TimeZone.optional() },
  (parameters) => {
    const { query, words: own } = readHostQuery(parameters, ['days', 'timeZone']);
    const { filter, at } = query;
    return { filter, at, ...readDays(own, TrendDays, MOST_TREND_DAYS) };
  },
);

export const PERIOD_OF_TIMELINE = words({ from: time, to: time, at: time }, (parameters) => {
  const own = readWords(parameters, ['from', 'to', 'at']);
  const [from, to] = readPeriod(own, ['from', 'to']);
  return { from, to, at: readTime('at', own.at) };
});

const ASKED_OF_CHANGES = {
  within: z.enum(CHANGE_SPAN_NAMES).optional(),
  since: time,
  until: time,
  at: time,
  fabric,
  kind: repeated(z.enum(CHANGE_KINDS)),
  cluster: repeated(z.string()),
  cause: repeated(z.string()),
  q: repeated(z.string()),
};
const { kind: _, ...ASKED_OF_ALL_KINDS } = ASKED_OF_CHANGES;

/** Words for counting, which is over all pages. */
const isNotOfPages = (word: (typeof CHANGE_WORDS)[number]) => word !== 'limit' && word !== 'cursor';
const WHOLE_WORDS = CHANGE_WORDS.filter(isNotOfPages);

function readWhole(parameters: Parameters, known: readonly (typeof CHANGE_WORDS)[number][]) {
  const { limit: _limit, cursor: _cursor, ...asked } = readChangeQuery(parameters, known).query;
  return asked;
}

export const PAGE_OF_CHANGES = words(
  { ...ASKED_OF_CHANGES, ...PAGED },
  (parameters) => readChangeQuery(parameters).query,
);

export const ALL_CHANGES = words(ASKED_OF_CHANGES, (parameters) => readWhole(parameters, WHOLE_WORDS));

export const CHANGES_OF_ALL_KINDS = words(ASKED_OF_ALL_KINDS, (parameters) =>
  readWhole(
    parameters,
    WHOLE_WORDS.filter((word) => word !== 'kind'),
  ),
);

export const FABRICS_OF_A_TIME = words({ at: time, fabric }, (parameters) => {
  const { filter, at } = readChangeQuery(parameters, ['fabric', 'at']).query;
  return { filter, at };
});

export const SINCE_A_TIME = words({ since: TimeText, fabric }, (parameters) => {
  const { filter, since } = readChangeQuery(parameters, ['fabric', 'since']).query;
  if (since === null) throw missingWord('since', 'the time after which changes are counted');
  return { filter, since };
});

export const WAVES_OF_A_TIME = words({ at: time, fabric, host: z.string().optional() }, (parameters) => {
  const { query, words: own } = readChangeQuery(parameters, ['fabric', 'at'], ['host']);
  return { filter: query.filter, at: query.at, host: own.host ?? null };
});

export const COMPARED = {
  from: TimeText,
  to: time,
  fabric,
  q: z.string().optional(),
  cluster: repeated(z.string()),
  fact: repeated(z.enum(DIFFERENCES)),
};

/** The words of a comparison, and those that a route adds. */
export function readComparison<W extends string>(
  parameters: Parameters,
  own: readonly W[],
  isPaged: boolean,
) {
  const { query, words: read } = readComparisonQuery(parameters, [...own, 'from', 'to'], isPaged);
  const from = readTime('from', read.from);
  if (from === null) throw missingWord('from', 'one of the two times');
  return { question: { ...query, from, to: readTime('to', read.to) }, words: read };
}

export const PAGE_OF_COMPARISON = words(
  { ...COMPARED, ...PAGED },
  (parameters) => readComparison(parameters, [], true).question,
);

export const GROUPS_OF_COMPARISON = words(
  { ...COMPARED, grouped: z.enum(YES_OR_NO).optional(), ...PAGED },
  (parameters) => {
    const { question, words: own } = readComparison(parameters, ['grouped'], true);
    return { ...question, isGrouped: oneOf('grouped', own.grouped ?? 'true', YES_OR_NO) === 'true' };
  },
);

const text = z.string().optional();

export const PAGE_OF_AUDIT = words(
  { since: time, until: time, actor: text, action: text, subject: text, ...PAGED },
  (parameters) => {
    const { limit, ...own } = readWords(parameters, AUDIT_WORDS);
    const [since, until] = readPeriod(own, ['since', 'until']);
    const asked = { ...own, since, until, ...(limit !== undefined && { limit: Number(limit) }) };
    return parseInput(ListAuditInput, asked);
  },
);
