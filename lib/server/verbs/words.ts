import { z } from 'zod';
import { Time, TimeText } from '@/lib/contracts/time';
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
  YES_OR_NO,
} from '@/lib/contracts/words/host-query';
import { valueInSentence } from '@/lib/contracts/words/value-rule';
import { HOST_FILTER_WORDS } from '@/lib/domain/host-filter';
import { ServiceError } from '@/lib/server/errors';

/** The words of an address as they were sent: repeated ones stay separate, and nothing is converted. */
export type Parameters = readonly (readonly [string, string])[];

/** Words of an address that are read together: their descriptions, and a reader. */
export type Words<Read> = {
  described: Readonly<Record<string, z.ZodType>>;
  read: (parameters: Parameters) => Partial<Read>;
};

function refuse({ code, message, parameter }: HostQueryProblem): never {
  throw new ServiceError(code, message, { pointer: parameter });
}

/** The words of one route besides the hosts' own. Each may be given once. */
export const readWords = <W extends string>(
  parameters: Parameters,
  words: readonly W[],
): Partial<Record<W, string>> => takeWords(parameters, words).words;

function takeWords<W extends string>(parameters: Parameters, own: readonly W[]) {
  const words: Partial<Record<W, string>> = {};
  const others: [string, string][] = [];
  for (const [parameter, value] of parameters) {
    const word = own.find((candidate) => candidate === parameter);
    if (word === undefined) others.push([parameter, value]);
    else if (words[word] === undefined) words[word] = value;
    else refuse(invalidValue(word, value, { rule: 'once' }));
  }
  return { words, others };
}

/** Every value of one word that may be repeated, in order. */
export const readAll = (parameters: Parameters, word: string): string[] =>
  parameters.flatMap(([name, value]) => (name === word ? [value] : []));

/** The words of host questions, and those that a route adds. */
export function readHostQuery<W extends string>(
  parameters: Parameters,
  own: readonly W[] = [],
): { query: HostQuery; words: Partial<Record<W, string>> } {
  const { words, others } = takeWords(parameters, own);
  const reading = parseHostQuery(others, API_SORT);
  return reading.ok ? { query: reading.query, words } : refuse(reading);
}

/** The words of questions about changes, or some of them, and those that a route adds. */
export function readChangeQuery<W extends string>(
  parameters: Parameters,
  known: readonly (typeof CHANGE_WORDS)[number][] = CHANGE_WORDS,
  own: readonly W[] = [],
): { query: ChangeQuery; words: Partial<Record<W, string>> } {
  const { words, others } = takeWords(parameters, own);
  const reading = parseChangeQuery(others, known);
  return reading.ok ? { query: reading.query, words } : refuse(reading);
}

/** The words that narrow a comparison, and those that a route adds. */
export function readComparisonQuery<W extends string>(
  parameters: Parameters,
  own: readonly W[],
  isPaged: boolean,
): { query: CompareQuery; words: Partial<Record<W, string>> } {
  const { words, others } = takeWords(parameters, own);
  const reading = parseCompareWords(others, isPaged ? ['fabric', 'limit', 'cursor'] : ['fabric']);
  return reading.ok ? { query: reading.query, words } : refuse(reading);
}

/** A value of a closed list; an error names the wrong one. */
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

/** Two times: the beginning and the end of a period. */
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

/** A word that may be repeated; any of its values matches. */
export const repeated = <T extends z.ZodType>(value: T) => z.union([value, z.array(value)]).optional();

/** The described words are those that a route accepts; their values are read above, where mistakes are named. */
export const FILTER_WORDS_DESCRIBED = {
  ...Object.fromEntries(HOST_FILTER_WORDS.map((word) => [word, repeated(z.string())])),
  at: TimeText.optional(),
};

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

/** The words of questions about the present only. */
export const OF_NOW: Words<{ at: Date | null }> = { described: {}, read: () => ({ at: null }) };

/** The number of days, and the zone of these days. */
export function readDays<Days extends z.ZodType>(
  words: Partial<Record<'days' | 'timeZone', string>>,
  count: Days,
  most: number,
): { days: z.output<Days>; timeZone: string } {
  // A value that is no number appears in the error as it was written.
  const days = words.days === undefined || Number.isNaN(Number(words.days)) ? words.days : Number(words.days);
  const zone = TimeZone.default('UTC');
  return {
    days: readWord('days', count, days, `a whole number from 1 to ${most}`),
    timeZone: readWord('timeZone', zone, words.timeZone, 'a time zone such as Europe/Paris'),
  };
}

/** The schema inside optional and default wrappers. */
export function innermost(schema: z.ZodType): z.ZodType {
  const { innerType } = schema.def as { innerType?: z.ZodType };
  return innerType === undefined ? schema : innermost(innerType);
}

/** The members of an input; none if it takes no input. */
export function membersOf(schema: z.ZodType): Readonly<Record<string, z.ZodType>> {
  const inner = innermost(schema);
  return inner instanceof z.ZodObject ? (inner.shape as Record<string, z.ZodType>) : {};
}

const isTime = (schema: z.ZodType) => schema === Time || schema === TimeText;
const mayBeLeftOut = (schema: z.ZodType) => schema.safeParse(undefined).success;

/** A member of an input as a word of an address: the schema for the description, and how its values are written. */
function asWord(word: string, member: z.ZodType) {
  const inner = innermost(member);
  const optional = (schema: z.ZodType) => (mayBeLeftOut(member) ? schema.optional() : schema);
  if (inner instanceof z.ZodArray) {
    const read = (values: string[]) => (values.length === 0 && mayBeLeftOut(member) ? undefined : values);
    return { described: repeated(inner.element as z.ZodType), read };
  }
  if (isTime(inner)) {
    const read = ([value]: string[]) => (readTime(word, value) === null ? undefined : value);
    return { described: optional(TimeText), read };
  }
  if (inner instanceof z.ZodBoolean) {
    const read = ([value]: string[]) =>
      value === undefined ? undefined : oneOf(word, value, YES_OR_NO) === 'true';
    return { described: optional(z.enum(YES_OR_NO)), read };
  }
  const isNumber = inner instanceof z.ZodNumber;
  const read = ([value]: string[]) => (value !== undefined && isNumber ? Number(value) : value);
  return { described: optional(inner), read };
}

/** Words of an address for the members of an input, one for each. Their values are still to be parsed. */
export function wordsOf(members: Readonly<Record<string, z.ZodType>>): Words<Record<string, unknown>> {
  const words = Object.entries(members).map(([word, member]) => ({ word, ...asWord(word, member) }));
  const isRepeated = (member: z.ZodType | undefined) =>
    member !== undefined && innermost(member) instanceof z.ZodArray;
  const single = Object.keys(members).filter((word) => !isRepeated(members[word]));
  return {
    described: Object.fromEntries(words.map(({ word, described }) => [word, described])),
    read: (parameters) => {
      readWords(parameters, single);
      const said = words.map(({ word, read }) => [word, read(readAll(parameters, word))] as const);
      return Object.fromEntries(said.filter(([, value]) => value !== undefined));
    },
  };
}
