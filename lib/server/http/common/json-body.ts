import type { FastifyInstance } from 'fastify';
import type { z } from 'zod';
import { ServiceError } from '@/lib/server/errors';
import { parseInput } from '@/lib/server/request/parse-input';
import { jsonPointer } from '@/lib/util/json-pointer';

/**
 * Many programs name JSON as the type of every request, also of those that have no body. Fastify refuses these; here they
 * are what the same request without a type is.
 */
export function takesNoBodyForNone(app: FastifyInstance): void {
  const parse = app.getDefaultJsonParser('error', 'error');
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body: string, done) =>
    body === '' ? done(null, undefined) : parse(request, body, done),
  );
}

/** A body as its contract reads it. A member that it does not know is told apart (422) from a value that does not fit. */
export function readBody<Schema extends z.ZodType>(schema: Schema, body: unknown): z.output<Schema> {
  if (body === undefined || body === null)
    throw new ServiceError('invalid_json', 'The body is empty: send JSON');
  const unknown = schema.safeParse(body).error?.issues.find(({ code }) => code === 'unrecognized_keys');
  if (unknown?.code === 'unrecognized_keys') {
    const path = [...unknown.path, unknown.keys[0] ?? ''].map(String);
    throw new ServiceError('unknown_member', `${path.join('.')}: is not known here`, {
      pointer: jsonPointer(path),
    });
  }
  return parseInput(schema, body);
}
