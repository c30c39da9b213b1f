import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { ServiceError } from '@/lib/server/errors';
import * as words from '@/lib/server/verbs/words';

/** The words as they were sent: repeated ones stay separate, and nothing is converted. */
export function parametersOf(request: FastifyRequest): words.Parameters {
  return [...new URL(request.raw.url ?? '/', 'http://localhost').searchParams];
}

/**
 * Refuses every word that the route's own description lacks. A word that is known elsewhere but not used here
 * would otherwise be ignored, and the answer taken for the right one.
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

export const readWords = <W extends string>(request: FastifyRequest, own: readonly W[]) =>
  words.readWords(parametersOf(request), own);

export const readAll = (request: FastifyRequest, word: string) => words.readAll(parametersOf(request), word);

/** Passes the words to the handler as they were sent. */
export const describedOnly = () => (data: unknown) => ({ value: data });
