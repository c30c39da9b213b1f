import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { CHANGE_WORDS, type ChangeQuery, parseChangeQuery } from '@/lib/contracts/changes';
import {
  type HostQuery,
  type HostQueryProblem,
  parseHostQuery,
  parseTimeParameter,
} from '@/lib/contracts/host-query';
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

/** Words of one route that are not the hosts' own. Each may be given once; an unknown one is refused by name. */
export function readWords<W extends string>(
  request: FastifyRequest,
  words: readonly W[],
): Partial<Record<W, string>> {
  return takeWords(parametersOf(request), words, (parameter) => {
    const known = words.length === 0 ? 'This takes none.' : `Known are ${words.join(', ')}.`;
    throw new ServiceError('unknown_parameter', `The parameter "${parameter}" is not known here. ${known}`, {
      pointer: parameter,
    });
  });
}

function takeWords<W extends string>(
  parameters: Parameters,
  words: readonly W[],
  otherwise: (parameter: string, value: string) => void,
): Partial<Record<W, string>> {
  const taken: Partial<Record<W, string>> = {};
  for (const [parameter, value] of parameters) {
    const word = words.find((candidate) => candidate === parameter);
    if (word === undefined) otherwise(parameter, value);
    else if (taken[word] === undefined) taken[word] = value;
    else
      throw new ServiceError('invalid_value', `The parameter "${word}" must be given once.`, {
        pointer: word,
      });
  }
  return taken;
}

/** The words of host questions, and those that a route adds to them. */
export function readHostQuery<W extends string>(
  request: FastifyRequest,
  own: readonly W[] = [],
): { query: HostQuery; words: Partial<Record<W, string>> } {
  const others: Parameters = [];
  const words = takeWords(parametersOf(request), own, (parameter, value) => others.push([parameter, value]));
  const reading = parseHostQuery(others);
  if (reading.ok) return { query: reading.query, words };
  return refuseBeside(own, reading);
}

/** The words of questions about changes, or some of them, and those that a route adds to them. */
export function readChangeQuery<W extends string>(
  request: FastifyRequest,
  known: readonly (typeof CHANGE_WORDS)[number][] = CHANGE_WORDS,
  own: readonly W[] = [],
): { query: ChangeQuery; words: Partial<Record<W, string>> } {
  const others: Parameters = [];
  const words = takeWords(parametersOf(request), own, (parameter, value) => others.push([parameter, value]));
  const reading = parseChangeQuery(others, known);
  if (reading.ok) return { query: reading.query, words };
  return refuseBeside(own, reading);
}

function refuseBeside(own: readonly string[], problem: HostQueryProblem): never {
  const isUnknown = problem.code === 'unknown_parameter' && own.length > 0;
  refuse(isUnknown ? { ...problem, message: `${problem.message} Here also ${own.join(', ')}.` } : problem);
}

export function readTime(word: string, text: string | undefined): Date | null {
  if (text === undefined) return null;
  const reading = parseTimeParameter(word, text);
  return reading.ok ? reading.time : refuse(reading);
}

const repeated = z.union([z.string(), z.array(z.string())]).optional();

/** For the API's description alone: the words are read above, where a mistake is named. */
export const FILTER_WORDS_DESCRIBED = {
  ...Object.fromEntries(HOST_FILTER_WORDS.map((word) => [word, repeated])),
  at: z.iso.datetime({ offset: true }).optional(),
};

/** Lets the words reach the handler as they were sent. */
export const describedOnly = () => (data: unknown) => ({ value: data });
