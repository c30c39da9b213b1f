import type { TRPCMutationProcedure, TRPCQueryProcedure } from '@trpc/server';
import type { z } from 'zod';
import { changeOnce } from '@/lib/server/doors/change-once';
import { type KnownVerb, type NamedVerb, VERBS } from '@/lib/server/doors/registry';
import { parseInput } from '@/lib/server/request/parse-input';
import { admitted, type ProcedureContext } from '@/lib/server/trpc/init';
import type { Declaration } from '@/lib/server/verbs/verb';

type ProcedureOf<Verb> = Verb extends {
  // biome-ignore lint/suspicious/noExplicitAny: what a verb needs is no business of who calls its procedure
  readonly verb: Declaration<string, infer Kind, infer Input, infer Output, any>;
}
  ? Kind extends 'query'
    ? TRPCQueryProcedure<{ input: z.input<Input>; output: z.output<Output>; meta: unknown }>
    : TRPCMutationProcedure<{ input: z.input<Input>; output: z.output<Output>; meta: unknown }>
  : never;

type PathOf<Verb> = Verb extends { readonly verb: { procedure?: infer Path } }
  ? Path extends `${string}.${string}`
    ? Path
    : never
  : never;

type EntityOf<Path> = Path extends `${infer Entity}.${string}` ? Entity : never;
type NameIn<Path, Entity extends string> = Path extends `${Entity}.${infer Name}` ? Name : never;

/** The procedures of all verbs, by entity and name, as the console's client sees them. */
export type VerbProcedures = {
  [Entity in EntityOf<PathOf<KnownVerb>>]: {
    [Verb in KnownVerb as NameIn<PathOf<Verb>, Entity>]: ProcedureOf<Verb>;
  };
};

function procedureOf({ call, declared }: NamedVerb) {
  const { kind, input, output } = declared;
  // A verb parses commands itself; a query's words are read at its doors.
  const read = (given: unknown) => (kind === 'query' ? parseInput(input, given) : given);
  const answering = admitted(declared).input(read).output(output);
  const ask = ({ ctx: { ctx, facilities }, input: asked, signal }: ProcedureContext) =>
    call({ ...facilities, ctx, input: asked, signal });
  if (kind === 'query') return answering.query((asked) => ask(asked));
  if (kind === 'question') return answering.mutation((asked) => ask(asked));
  return answering.mutation((asked) => {
    const { ctx, facilities, key } = asked.ctx;
    const request = {
      key: declared.inThousands ? undefined : key,
      route: `POST /api/trpc/${declared.procedure}`,
      body: asked.input,
    };
    return changeOnce(ctx, request, declared, (present) =>
      call({ ...facilities, ctx: present, input: asked.input, signal: asked.signal }),
    ).finally(() => declared.afterwards?.(facilities));
  });
}

/** The same at run time, as a tree for tRPC's router. */
export function verbProcedures(): VerbProcedures {
  const tree: Record<string, Record<string, unknown>> = {};
  for (const verb of VERBS) {
    const [entity, name] = String(verb.declared.procedure ?? '').split('.');
    if (!entity || name === undefined) continue;
    tree[entity] = { ...tree[entity], [name]: procedureOf(verb) };
  }
  // Sound: both walk over the same exports. TypeScript cannot follow a tree that is built in a loop.
  return tree as VerbProcedures;
}
