import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Ctx } from '@/lib/server/context';
import { changeOnce, KEY_HEADER } from '@/lib/server/doors/change-once';
import { facilitiesOf } from '@/lib/server/doors/facilities';
import {
  addressWords,
  answerOf,
  answerSchema,
  describedBody,
  partsOf,
  ROUTED,
  type Routed,
  readInput,
} from '@/lib/server/doors/routed';
import { refuseMistakenWords } from '@/lib/server/http/api/read-api';
import { describedOnly, parametersOf } from '@/lib/server/http/common/query-words';
import { QUESTION, resolvesCaller } from '@/lib/server/http/common/request-context';
import type { Runtime } from '@/lib/server/runtime';
import { admit } from '@/lib/server/verbs/verb';

/** The schema of the route, from the same schemas that read and answer. */
function schemaOf(verb: Routed) {
  const { route, declared, name, url, status } = verb;
  const [group = ''] = url.replace('/api/v1/', '').split('/');
  const params = Object.fromEntries(partsOf(verb).map(({ part }) => [part, z.string()]));
  const words = addressWords(verb).described;
  const body = describedBody(verb);
  return {
    operationId: route.operation ?? name,
    summary: declared.summary,
    tags: [route.tag ?? group],
    ...(Object.keys(params).length > 0 && { params: z.object(params) }),
    ...(Object.keys(words).length > 0 && { querystring: z.object(words) }),
    ...(body && { body }),
    ...(declared.people && { security: [{ session: [] }] }),
    response: { [status]: answerSchema(verb) },
  };
}

const inputOf = (verb: Routed, request: FastifyRequest) =>
  readInput(verb, {
    parts: partsOf(verb).map(({ part }) => (request.params as Readonly<Record<string, string>>)[part]),
    parameters: parametersOf(request),
    body: request.body,
  });

function answer(verb: Routed, reply: FastifyReply, made: unknown): FastifyReply {
  const { route, status } = verb;
  if (route.location) reply.header('location', route.location(made));
  if (status === 204) return reply.code(204).send();
  return reply.code(status).send(answerOf(verb, made));
}

/** Routes for every verb with an address, made from its declaration. */
export const verbRoutes: FastifyPluginAsync<{ runtime: Runtime }> = async (scope, { runtime }) => {
  resolvesCaller(scope, runtime);
  // Read for each request, because the address is known only once the server listens.
  const facilities = () => facilitiesOf(runtime);

  function ask({ call, declared }: Routed, ctx: Ctx, input: unknown): Promise<unknown> {
    const work = (present: Ctx) => call({ ...facilities(), ctx: present, input });
    return declared.heavy ? runtime.heavyReads.read(ctx, work) : work(ctx);
  }

  async function change(verb: Routed, request: FastifyRequest): Promise<unknown> {
    const { call, declared } = verb;
    const input = inputOf(verb, request);
    const { [KEY_HEADER]: key } = request.headers;
    const asked = {
      key: typeof key === 'string' ? key : undefined,
      route: `${request.method} ${request.url}`,
      body: request.body,
    };
    const ctx = { ...request.ctx, db: runtime.db };
    const work = (present: Ctx) => call({ ...facilities(), ctx: present, input });
    return changeOnce(ctx, asked, declared, work).finally(() => declared.afterwards?.(facilities()));
  }

  for (const verb of ROUTED) {
    const isCommand = verb.declared.kind === 'command';
    scope.route({
      method: verb.method,
      url: verb.url,
      schema: schemaOf(verb),
      validatorCompiler: describedOnly,
      ...(!isCommand && { config: QUESTION }),
      preHandler: async (request) => {
        admit(request.ctx, verb.declared);
        await refuseMistakenWords(request);
      },
      handler: async (request, reply) => {
        const made = isCommand
          ? await change(verb, request)
          : await ask(verb, request.ctx, inputOf(verb, request));
        return answer(verb, reply, made);
      },
    });
  }
};
