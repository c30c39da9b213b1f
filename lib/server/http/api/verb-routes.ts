import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Ctx } from '@/lib/server/context';
import { changeOnce, KEY_HEADER } from '@/lib/server/doors/change-once';
import { facilitiesOf } from '@/lib/server/doors/facilities';
import { type NamedVerb, VERBS } from '@/lib/server/doors/registry';
import { refuseMistakenWords } from '@/lib/server/http/api/read-api';
import { readBody } from '@/lib/server/http/common/json-body';
import { describedOnly, parametersOf } from '@/lib/server/http/common/query-words';
import { QUESTION, resolvesCaller } from '@/lib/server/http/common/request-context';
import { parseInput } from '@/lib/server/request/parse-input';
import type { Runtime } from '@/lib/server/runtime';
import type { Route } from '@/lib/server/verbs/route';
import { admit } from '@/lib/server/verbs/verb';
import { membersOf, wordsOf } from '@/lib/server/verbs/words';

type AnyRoute = Route<Record<string, unknown>, unknown>;
type Routed = NamedVerb & { route: AnyRoute; method: string; url: string; status: number };

const ROUTED: readonly Routed[] = VERBS.flatMap((known) => {
  const { route } = known.declared as { route?: AnyRoute };
  if (route === undefined) return [];
  const [method = '', url = ''] = route.at.split(' ');
  return [{ ...known, route, method, url, status: route.status ?? 200 }];
});

const hasBody = ({ method, route }: Routed) => route.body !== undefined || /^(POST|PUT|PATCH)$/.test(method);

/** The parts of the path, each with the member of the input that it stands for. */
const partsOf = ({ url, route }: Routed) =>
  [...url.matchAll(/:(\w+)/g)].map(([, part = '']) => ({ part, member: route.parts?.[part] ?? part }));

/** What of the input neither the path nor the body is. */
function otherMembers(verb: Routed): Record<string, z.ZodType> {
  const taken = [...partsOf(verb).map(({ member }) => member), verb.route.body?.member];
  const members = Object.entries(membersOf(verb.declared.input));
  return Object.fromEntries(members.filter(([member]) => !taken.includes(member)));
}

/** What is described by the very schemas that read and answer. */
function schemaOf(verb: Routed) {
  const { route, declared, name, url, status } = verb;
  const [group = ''] = url.replace('/api/v1/', '').split('/');
  const params = Object.fromEntries(partsOf(verb).map(({ part }) => [part, z.string()]));
  const others = otherMembers(verb);
  const isBodyOfMembers = hasBody(verb) && route.body === undefined;
  const words = isBodyOfMembers ? {} : (route.words ?? wordsOf(others)).described;
  const body = route.body?.described ?? z.strictObject(others);
  return {
    operationId: route.operation ?? name,
    summary: declared.summary,
    tags: [route.tag ?? group],
    ...(Object.keys(params).length > 0 && { params: z.object(params) }),
    ...(Object.keys(words).length > 0 && { querystring: z.object(words) }),
    ...(hasBody(verb) && (route.body !== undefined || Object.keys(others).length > 0) && { body }),
    ...(declared.people && { security: [{ session: [] }] }),
    response: { [status]: status === 204 ? z.null() : (route.answer?.schema ?? declared.output) },
  };
}

type Params = Readonly<Record<string, string>>;

function readParts(verb: Routed, request: FastifyRequest): Record<string, string | undefined> {
  const params = request.params as Params;
  return Object.fromEntries(partsOf(verb).map(({ part, member }) => [member, params[part]]));
}

/** The members of the body; it may be missing where none of them has to be given, unless it is all that a change says. */
function readMembers(verb: Routed, body: unknown): object {
  const members = z.strictObject(otherMembers(verb));
  if (Object.keys(membersOf(verb.declared.input)).length === 0) return {};
  const mayBeMissing = verb.method !== 'PATCH' && members.safeParse({}).success;
  const given = mayBeMissing ? (body ?? {}) : body;
  readBody(members, given);
  return Object(given);
}

function readWordsOf(verb: Routed, request: FastifyRequest): object {
  const { words = wordsOf(otherMembers(verb)) } = verb.route;
  return words.read(parametersOf(request));
}

/** As the verb takes it: a query's words are parsed here, and everything else by the verb. */
function readInput(verb: Routed, request: FastifyRequest): unknown {
  const { route, declared } = verb;
  const parts = readParts(verb, request);
  const said =
    hasBody(verb) && route.body === undefined
      ? { ...readMembers(verb, request.body), ...parts }
      : { ...readWordsOf(verb, request), ...parts, ...(route.body && { [route.body.member]: request.body }) };
  const input = Object.keys(membersOf(declared.input)).length === 0 ? undefined : said;
  return declared.kind === 'query' && route.words === undefined ? parseInput(declared.input, input) : input;
}

function answer({ route, status }: Routed, reply: FastifyReply, made: unknown): FastifyReply {
  if (route.location) reply.header('location', route.location(made));
  if (status === 204) return reply.code(204).send();
  return reply.code(status).send(route.answer ? route.answer.of(made) : made);
}

/** Every verb that a program can ask for, made of what the verb says of itself. */
export const verbRoutes: FastifyPluginAsync<{ runtime: Runtime }> = async (scope, { runtime }) => {
  resolvesCaller(scope, runtime);
  // Anew for each request: the address is known once the server listens.
  const facilities = () => facilitiesOf(runtime);

  function ask({ call, declared }: Routed, ctx: Ctx, input: unknown): Promise<unknown> {
    const work = (present: Ctx) => call({ ...facilities(), ctx: present, input });
    return declared.heavy ? runtime.heavyReads.read(ctx, work) : work(ctx);
  }

  async function change(verb: Routed, request: FastifyRequest): Promise<unknown> {
    const { call, declared } = verb;
    const input = readInput(verb, request);
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
          : await ask(verb, request.ctx, readInput(verb, request));
        return answer(verb, reply, made);
      },
    });
  }
};
