import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import type { Ctx } from '@/lib/server/context';
import { ServiceError } from '@/lib/server/errors';
import { parseInput } from '@/lib/server/request/parse-input';
import { answerOnce } from '@/lib/server/services/system';
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

type Change<T> = { status: 200 | 201 | 202; work: (ctx: Ctx) => Promise<T>; location?: (made: T) => string };

/** Answers a change: once only where the request has an Idempotency-Key. */
export async function answerChange<T>(
  request: FastifyRequest,
  reply: FastifyReply,
  { status, work, location }: Change<T>,
): Promise<unknown> {
  const { [KEY_HEADER]: key } = request.headers;
  const asked = { route: `${request.method} ${request.url}`, body: request.body };
  const made =
    typeof key === 'string'
      ? (JSON.parse(await answerOnce(request.ctx, { key, ...asked }, work)) as T)
      : await work(request.ctx);
  if (location) reply.header('location', location(made));
  return reply.code(status).send(made);
}

/**
 * The same, for what answers a secret: of that nothing is kept. Asked again with the same key it is 409 with the id of
 * what was made.
 */
export async function answerSecret<T extends { id: string }>(
  request: FastifyRequest,
  reply: FastifyReply,
  { status, work, location }: Change<T>,
): Promise<unknown> {
  let made: T | undefined;
  const noteId = async (ctx: Ctx) => {
    made = await work(ctx);
    return { id: made.id };
  };
  const { [KEY_HEADER]: key } = request.headers;
  if (typeof key !== 'string') await noteId(request.ctx);
  else {
    const asked = { key, route: `${request.method} ${request.url}`, body: request.body };
    const { id } = JSON.parse(await answerOnce(request.ctx, asked, noteId)) as { id: string };
    if (made === undefined)
      throw new ServiceError('already_created', `This was made already, as ${id}: its secret is shown once`, {
        more: { id },
      });
  }
  if (made === undefined) throw new Error('Nothing was made');
  if (location) reply.header('location', location(made));
  return reply.code(status).send(made);
}

const KEY_HEADER = 'idempotency-key';
