import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { TimeText } from '@/lib/contracts/time';
import { TimeZone } from '@/lib/contracts/time-zone';
import { CHANGE_WORDS, type ChangeQuery, laterThan, parseChangeQuery } from '@/lib/contracts/words/changes';
import { type CompareQuery, parseCompareWords } from '@/lib/contracts/words/compare';
import {
  API_SORT,
  type HostQuery,
  type HostQueryProblem,
  invalidValue,
  parseHostQuery,
  parseTimeParameter,
  refusedValue,
} from '@/lib/contracts/words/host-query';
import { valueInSentence } from '@/lib/contracts/words/value-rule';
import { HOST_FILTER_WORDS } from '@/lib/domain/host-filter';
import { ServiceError } from '@/lib/server/errors';

type Parameters = [string, string][];

/** As they were sent: repeated words stay apart, and nothing is coerced. */
function parametersOf(request: FastifyRequest): Parameters {
  return [...new URL(request.raw.url ?? '/', 'http://localhost').searchParams];
}

function refuse({ code, message, parameter }: HostQueryProblem): never {
  throw new ServiceError(code, message, { pointer: parameter });
}

/**
 * Refuses every word that the route's own description lacks. A word that is known elsewhere but not used here
 * would otherwise be ignored, and the answer believed to be the one that was asked for.
 */
export function refuseUnusedWords(request: FastifyRequest): void {
  const described = request.routeOptions.schema?.querystring;
  const known = described instanceof z.ZodObject ? Object.keys(described.shape) : [];
  const unused = parametersOf(request).find(([word]) => !known.includes(word))?.[0];
  if (unused === undefined) return;
  const rest = known.length === 0 ? 'This takes none.' : `Known are ${known.join(', ')}.`;
  throw new ServiceError('unknown_parameter', `The parameter "${unused}" is not known here. ${rest}`, {
    pointer: unused,
  });
}

/** The words of one route that are not the hosts' own. Each may be given once. */
export function readWords<W extends string>(
  request: FastifyRequest,
  words: readonly W[],
): Partial<Record<W, string>> {
  return takeWords(parametersOf(request), words).words;
}

function takeWords<W extends string>(parameters: Parameters, own: readonly W[]) {
  const words: Partial<Record<W, string>> = {};
  const others: Parameters = [];
  for (const [parameter, value] of parameters) {
    const word = own.find((candidate) => candidate === parameter);
    if (word === undefined) others.push([parameter, value]);
    else if (words[word] === undefined) words[word] = value;
    else refuse(invalidValue(word, value, { rule: 'once' }));
  }
  return { words, others };
}

/** Every value of one word that may be repeated, in their order. */
export const readAll = (request: FastifyRequest, word: string): string[] =>
  parametersOf(request).flatMap(([name, value]) => (name === word ? [value] : []));

/** The words of host questions, and those that a route adds to them. */
export function readHostQuery<W extends string>(
  request: FastifyRequest,
  own: readonly W[] = [],
): { query: HostQuery; words: Partial<Record<W, string>> } {
  const { words, others } = takeWords(parametersOf(request), own);
  const reading = parseHostQuery(others, API_SORT);
  return reading.ok ? { query: reading.query, words } : refuse(reading);
}

/** The words of questions about changes, or some of them, and those that a route adds to them. */
export function readChangeQuery<W extends string>(
  request: FastifyRequest,
  known: readonly (typeof CHANGE_WORDS)[number][] = CHANGE_WORDS,
  own: readonly W[] = [],
): { query: ChangeQuery; words: Partial<Record<W, string>> } {
  const { words, others } = takeWords(parametersOf(request), own);
  const reading = parseChangeQuery(others, known);
  return reading.ok ? { query: reading.query, words } : refuse(reading);
}

/** The words that narrow a comparison, and those that a route adds to them. */
export function readComparisonQuery<W extends string>(
  request: FastifyRequest,
  own: readonly W[],
  isPaged: boolean,
): { query: CompareQuery; words: Partial<Record<W, string>> } {
  const { words, others } = takeWords(parametersOf(request), own);
  const reading = parseCompareWords(others, isPaged ? ['fabric', 'limit', 'cursor'] : ['fabric']);
  return reading.ok ? { query: reading.query, words } : refuse(reading);
}

/** A word of a closed list, which is named where it is none of it. */
export function oneOf<T extends string>(word: string, value: string | undefined, available: readonly T[]): T {
  const found = available.find((candidate) => candidate === value);
  if (found !== undefined) return found;
  if (value === undefined) throw missingWord(word, `one of ${available.join(', ')}`);
  return refuse(refusedValue(word, value, available));
}

export function readTime(word: string, text: string | undefined): Date | null {
  if (text === undefined) return null;
  const reading = parseTimeParameter(word, text);
  return reading.ok ? reading.time : refuse(reading);
}

/** Two times, of which the first is when something begins, and the second when it ends. */
export function readPeriod<From extends string, To extends string>(
  words: Partial<Record<From | To, string>>,
  [from, to]: readonly [From, To],
): [Date | null, Date | null] {
  const [begin, end] = [readTime(from, words[from]), readTime(to, words[to])];
  const problem = laterThan({ [from]: begin, [to]: end });
  return problem === undefined ? [begin, end] : refuse(problem);
}

export const missingWord = (word: string, what: string): ServiceError =>
  new ServiceError('invalid_value', `The parameter "${word}" must be given: ${what}.`, { pointer: word });

/** A word that may be given several times: any of its values will do. */
export const repeated = <T extends z.ZodType>(value: T) => z.union([value, z.array(value)]).optional();

/** What a route describes is what it may be asked with; the values are read above, where a mistake is named. */
export const FILTER_WORDS_DESCRIBED = {
  ...Object.fromEntries(HOST_FILTER_WORDS.map((word) => [word, repeated(z.string())])),
  at: TimeText.optional(),
};

/** Lets the words reach the handler as they were sent. */
export const describedOnly = () => (data: unknown) => ({ value: data });

function readWord<Schema extends z.ZodType>(
  word: string,
  schema: Schema,
  value: unknown,
  rule: string,
): z.output<Schema> {
  const reading = schema.safeParse(value);
  if (reading.success) return reading.data;
  const written = value === undefined ? '' : `, and is "${valueInSentence(String(value))}"`;
  throw new ServiceError('invalid_value', `The parameter "${word}" must be ${rule}${written}.`, {
    pointer: word,
  });
}

/** How many days are asked for, and the days of which zone. */
export function readDays<Days extends z.ZodType>(
  words: Partial<Record<'days' | 'timeZone', string>>,
  count: Days,
  most: number,
): { days: z.output<Days>; timeZone: string } {
  // What is no number is told as it was written.
  const days = words.days === undefined || Number.isNaN(Number(words.days)) ? words.days : Number(words.days);
  const zone = TimeZone.default('UTC');
  return {
    days: readWord('days', count, days, `a whole number from 1 to ${most}`),
    timeZone: readWord('timeZone', zone, words.timeZone, 'a time zone such as Europe/Paris'),
  };
}
