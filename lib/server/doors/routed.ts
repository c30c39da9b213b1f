import { z } from 'zod';
import { type NamedVerb, VERBS } from '@/lib/server/doors/registry';
import { parseInput, readBody } from '@/lib/server/request/parse-input';
import type { Route } from '@/lib/server/verbs/route';
import { membersOf, type Parameters, wordsOf } from '@/lib/server/verbs/words';

type AnyRoute = Route<Record<string, unknown>, unknown>;

/** A verb that programs call by an address, and `gf` by a command. */
export type Routed = NamedVerb & { route: AnyRoute; method: string; url: string; status: number };

export const ROUTED: readonly Routed[] = VERBS.flatMap((known) => {
  const { route } = known.declared as { route?: AnyRoute };
  if (route === undefined) return [];
  const [method = '', url = ''] = route.at.split(' ');
  return [{ ...known, route, method, url, status: route.status ?? 200 }];
});

const hasBody = ({ method, route }: Routed) => route.body !== undefined || /^(POST|PUT|PATCH)$/.test(method);

/** The parts of the path, each with the member of the input that it stands for. */
export const partsOf = ({ url, route }: Pick<Routed, 'url' | 'route'>) =>
  [...url.matchAll(/:(\w+)/g)].map(([, part = '']) => ({ part, member: route.parts?.[part] ?? part }));

/** The members of the input that come from neither the path nor the body. */
function otherMembers(verb: Routed): Record<string, z.ZodType> {
  const taken = [...partsOf(verb).map(({ member }) => member), verb.route.body?.member];
  const members = Object.entries(membersOf(verb.declared.input));
  return Object.fromEntries(members.filter(([member]) => !taken.includes(member)));
}

/** The members in the body; none if the body is a single member, or there is no body. */
export const bodyMembers = (verb: Routed): Readonly<Record<string, z.ZodType>> =>
  hasBody(verb) && verb.route.body === undefined ? otherMembers(verb) : {};

/** The description of the body; undefined without a body. */
export function describedBody(verb: Routed): z.ZodType | undefined {
  const members = bodyMembers(verb);
  return (
    verb.route.body?.described ?? (Object.keys(members).length > 0 ? z.strictObject(members) : undefined)
  );
}

/** The words of the address, with their descriptions and a reader for them. */
export const addressWords = (verb: Routed) =>
  hasBody(verb) && verb.route.body === undefined
    ? wordsOf({})
    : (verb.route.words ?? wordsOf(otherMembers(verb)));

/**
 * Reads the members of the body. The body may be missing if all members are optional, unless it is the only
 * content of a change.
 */
function readMembers(verb: Routed, body: unknown): object {
  const members = z.strictObject(otherMembers(verb));
  if (Object.keys(membersOf(verb.declared.input)).length === 0) return {};
  const mayBeMissing = verb.method !== 'PATCH' && members.safeParse({}).success;
  const given = mayBeMissing ? (body ?? {}) : body;
  readBody(members, given);
  return Object(given);
}

/** What was sent: the values of the path's parts in order, the words of the address, and the body. */
type Sent = { parts: readonly (string | undefined)[]; parameters: Parameters; body: unknown };

/** The input as the verb takes it: a query's words are parsed here, everything else by the verb. */
export function readInput(verb: Routed, { parts, parameters, body }: Sent): unknown {
  const { route, declared } = verb;
  const named = Object.fromEntries(partsOf(verb).map(({ member }, index) => [member, parts[index]]));
  const said =
    hasBody(verb) && route.body === undefined
      ? { ...readMembers(verb, body), ...named }
      : {
          ...addressWords(verb).read(parameters),
          ...named,
          ...(route.body && { [route.body.member]: body }),
        };
  const input = Object.keys(membersOf(declared.input)).length === 0 ? undefined : said;
  return declared.kind === 'query' && route.words === undefined ? parseInput(declared.input, input) : input;
}

/** The answer to a program made from the verb's result, and its schema. */
export const answerOf = ({ route }: Pick<Routed, 'route'>, made: unknown): unknown =>
  route.answer ? route.answer.of(made) : made;

export const answerSchema = ({ route, declared, status }: Routed): z.ZodType =>
  status === 204 ? z.null() : (route.answer?.schema ?? declared.output);
