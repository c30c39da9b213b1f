import type { z } from 'zod';
import type { Action } from '@/lib/domain/permissions';
import { audit, type Entry } from '@/lib/server/audit/record';
import { authorize, requirePerson } from '@/lib/server/auth/authorize';
import type { Ctx } from '@/lib/server/context';
import type { Db } from '@/lib/server/db/client';
import { parseInput } from '@/lib/server/request/parse-input';
import type { Facilities, Facility } from '@/lib/server/verbs/facilities';
import type { Route } from '@/lib/server/verbs/route';
import { membersOf } from '@/lib/server/verbs/words';
import { isRecord } from '@/lib/util/guards';

/** `query` asks; `question` asks as well, with more than an address has room for; `command` changes something or takes long. */
export type VerbKind = 'query' | 'question' | 'command';

type LeftOut<Input> = { [Name in keyof Input]: undefined extends Input[Name] ? Name : never }[keyof Input];

/** As it was read: with what has a default left out, if a caller likes. */
type Read<Input extends z.ZodType> =
  NonNullable<z.input<Input>> extends infer Given
    ? Pick<z.output<Input>, Exclude<keyof Given, LeftOut<Given>> & keyof z.output<Input>> &
        Partial<Pick<z.output<Input>, LeftOut<Given> & keyof z.output<Input>>>
    : never;

/** As it is told: a time as a text, or as what it is. */
type Told<Input extends z.ZodType> = {
  [Name in keyof z.input<Input>]:
    | z.input<Input>[Name]
    | (Name extends keyof z.output<Input> ? Extract<z.output<Input>[Name], Date> : never);
};

/**
 * What a caller gives. A query's words were read where they came from, since an address and a screen write them differently;
 * whatever has a body is parsed by the verb itself.
 */
export type InputOf<Kind extends VerbKind, Input extends z.ZodType> = Kind extends 'query'
  ? Read<Input>
  : Told<Input>;

type With<Kind extends VerbKind, Input extends z.ZodType> =
  z.input<Input> extends void
    ? { input?: undefined }
    : undefined extends z.input<Input>
      ? { input?: InputOf<Kind, Input> }
      : { input: InputOf<Kind, Input> };

/** What the code of a verb works with. */
export type Work<Input extends z.ZodType, Needs extends Facility> = {
  ctx: Ctx;
  input: z.output<Input>;
  /** Aborted when nobody waits for the answer any more. */
  signal?: AbortSignal | undefined;
  /** Writes the verb's own entry, in the transaction of the change and last in it (audit/record.ts). */
  audit: (tx: Db, entry: Omit<Entry, 'action'>) => Promise<void>;
} & Pick<Facilities, Needs>;

/** All that is known of a verb. Its tRPC procedure, route, description and row of the rights table are made of this. */
export type Declaration<
  Procedure extends string,
  Kind extends VerbKind,
  Input extends z.ZodType,
  Output extends z.ZodType,
  Needs extends Facility,
> = {
  /** Its name for the console, as `<entity>.<what it does>`; left out where no screen uses it. */
  procedure?: Procedure;
  /** The address of programs; left out where no program has a use for it. */
  route?: Route<z.output<Input>, z.output<Output>>;
  /** One sentence for who reads the API's description. */
  summary: string;
  /** `anybody`: it asks for no account, and says itself whom it answers. */
  right: Action | 'anybody';
  /** Somebody with the right to it may, and a token of theirs may not. */
  people?: true;
  /** What the role alone does not decide; asked before the input is looked at. */
  demands?: (ctx: Ctx) => void;
  kind: Kind;
  /** A replica may answer, where there is one. */
  heavy?: Kind extends 'command' ? never : true;
  input: Input;
  output: Output;
  needs?: readonly Needs[];
  /** The action under which it stands in the audit log; a verb with entries of several kinds says them in its work. */
  audit?: `${string}.${string}`;
  /** The answer has a secret, which is kept nowhere: who asks again with the same key is told the id of what was made. */
  secret?: (output: z.output<Output>) => string;
  /** It is not done once by an Idempotency-Key: it may take longer than a transaction may be held open. */
  keepsNoKey?: true;
  /** It is committed thousand by thousand. With a key it is one transaction, which a program may ask for and the console does not. */
  inThousands?: true;
  work: (work: Work<Input, Needs>) => Promise<z.input<Output>> | z.input<Output>;
  /** Done once a change is committed, or has failed. */
  afterwards?: (facilities: Facilities) => unknown;
};

export type Verb<
  Procedure extends string,
  Kind extends VerbKind,
  Input extends z.ZodType,
  Output extends z.ZodType,
  Needs extends Facility,
> = ((
  call: { ctx: Ctx; signal?: AbortSignal | undefined } & With<Kind, Input> & Pick<Facilities, Needs>,
) => Promise<z.input<Output>>) & {
  readonly verb: Declaration<Procedure, Kind, Input, Output, Needs>;
};

/** Authorises whoever asks, before anything of the input is looked at. This server itself may do everything. */
export function admit(
  ctx: Ctx,
  { right, people, demands }: Pick<AnyDeclaration, 'right' | 'people' | 'demands'>,
): void {
  if (right !== 'anybody') authorize(ctx, right);
  if (people && ctx.actor.kind !== 'system') requirePerson(ctx);
  demands?.(ctx);
}

function withDefaults(schema: z.ZodType, input: unknown): unknown {
  const given = isRecord(input) ? input : {};
  const missing = Object.entries(membersOf(schema)).filter(([name]) => given[name] === undefined);
  const usual = missing.map(([name, member]) => [name, member.safeParse(undefined).data]);
  return missing.length === 0 ? input : { ...given, ...Object.fromEntries(usual) };
}

const withTimesAsTexts = (input: unknown): unknown =>
  isRecord(input)
    ? Object.fromEntries(
        Object.entries(input).map(([name, value]) => [
          name,
          value instanceof Date ? value.toISOString() : value,
        ]),
      )
    : input;

const auditsAs = (ctx: Ctx, action: string | undefined) => (tx: Db, entry: Omit<Entry, 'action'>) => {
  if (action === undefined) throw new Error('A verb that writes an entry says under which action');
  return audit(tx, ctx, { ...entry, action });
};

/** Something that can be asked or done, with all that its doors have to know of it. It is called like a function. */
export function verb<
  const Procedure extends string,
  const Kind extends VerbKind,
  Input extends z.ZodType,
  Output extends z.ZodType,
  const Needs extends Facility = never,
>(declared: Declaration<Procedure, Kind, Input, Output, Needs>): Verb<Procedure, Kind, Input, Output, Needs> {
  const call = async ({ input, ...given }: { ctx: Ctx; input?: unknown } & Pick<Facilities, Needs>) => {
    admit(given.ctx, declared);
    const parsed =
      declared.kind === 'query'
        ? withDefaults(declared.input, input)
        : parseInput(declared.input, withTimesAsTexts(input));
    return declared.work({ ...given, input: parsed, audit: auditsAs(given.ctx, declared.audit) } as Work<
      Input,
      Needs
    >);
  };
  return Object.assign(call, { verb: declared });
}

// biome-ignore lint/suspicious/noExplicitAny: a verb of which nothing is known but that it is one
export type AnyDeclaration = Omit<Declaration<any, any, any, any, any>, 'work'>;
// biome-ignore lint/suspicious/noExplicitAny: the same
export type AnyVerb = ((call: any) => Promise<unknown>) & { readonly verb: AnyDeclaration };

export const isVerb = (value: unknown): value is AnyVerb => typeof value === 'function' && 'verb' in value;
