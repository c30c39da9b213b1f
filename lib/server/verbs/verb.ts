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

/**
 * `query` asks; `question` asks with more input than fits into an address; `command` changes something or
 * takes long.
 */
export type VerbKind = 'query' | 'question' | 'command';

type LeftOut<Input> = { [Name in keyof Input]: undefined extends Input[Name] ? Name : never }[keyof Input];

/** The parsed input; members with a default are optional. */
type Read<Input extends z.ZodType> =
  NonNullable<z.input<Input>> extends infer Given
    ? Pick<z.output<Input>, Exclude<keyof Given, LeftOut<Given>> & keyof z.output<Input>> &
        Partial<Pick<z.output<Input>, LeftOut<Given> & keyof z.output<Input>>>
    : never;

/** The unparsed input; a time is a text or a date. */
type Told<Input extends z.ZodType> = {
  [Name in keyof z.input<Input>]:
    | z.input<Input>[Name]
    | (Name extends keyof z.output<Input> ? Extract<z.output<Input>[Name], Date> : never);
};

/**
 * What a caller passes. A query's words are parsed before, because an address and a screen write them
 * differently; an input from a body is parsed by the verb itself.
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

/** What the code of a verb receives. */
export type Work<Input extends z.ZodType, Needs extends Facility> = {
  ctx: Ctx;
  input: z.output<Input>;
  /** Aborted when nobody waits for the answer any more. */
  signal?: AbortSignal | undefined;
  /** Writes the verb's own entry, last in the transaction of the change (audit/record.ts). */
  audit: (tx: Db, entry: Omit<Entry, 'action'>) => Promise<void>;
} & Pick<Facilities, Needs>;

/**
 * Everything known about a verb. Its tRPC procedure, route, description and row of the rights table are made
 * from this.
 */
export type Declaration<
  Procedure extends string,
  Kind extends VerbKind,
  Input extends z.ZodType,
  Output extends z.ZodType,
  Needs extends Facility,
> = {
  /** Its name for the console, as `<entity>.<what it does>`; absent if no screen uses it. */
  procedure?: Procedure;
  /** The address for programs; absent if none needs it. */
  route?: Route<z.output<Input>, z.output<Output>>;
  /** One sentence for readers of the API's description. */
  summary: string;
  /** `anybody`: it needs no account, and decides itself whom it answers. */
  right: Action | 'anybody';
  /** Only a person with the right may use it, not their tokens. */
  people?: true;
  /** Conditions that the role alone does not decide; checked before the input is read. */
  demands?: (ctx: Ctx) => void;
  kind: Kind;
  /** A replica may answer, if there is one. */
  heavy?: Kind extends 'command' ? never : true;
  input: Input;
  output: Output;
  needs?: readonly Needs[];
  /** The action in the audit log; a verb with entries of several kinds gives them in its work. */
  audit?: `${string}.${string}`;
  /**
   * The answer contains a secret that is never stored: a repetition with the same key gets the id of what was
   * made.
   */
  secret?: (output: z.output<Output>) => string;
  /** An Idempotency-Key has no effect: the verb may take longer than a transaction may last. */
  keepsNoKey?: true;
  /**
   * It is committed in steps of a thousand. With a key it is one transaction, which a program may request but
   * the console does not.
   */
  inThousands?: true;
  work: (work: Work<Input, Needs>) => Promise<z.input<Output>> | z.input<Output>;
  /** Called once a change is committed or has failed. */
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

/** Authorises the caller before anything of the input is read. This server itself may do everything. */
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

/** An operation with everything that its doors need to know about it. It is called like a function. */
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
