import { initTRPC } from '@trpc/server';
import { countDenial } from '@/lib/server/audit/count-denial';
import type { Ctx } from '@/lib/server/context';
import type { Db } from '@/lib/server/db/client';
import type { HeavyReads } from '@/lib/server/request/heavy-reads';
import { asTrpcError, describeError } from '@/lib/server/trpc/error-shape';
import type { Facilities } from '@/lib/server/verbs/facilities';
import { type AnyDeclaration, admit } from '@/lib/server/verbs/verb';

export type TrpcContext = {
  ctx: Ctx;
  /** Questions use this pool, so that they wait for each other and not for people's changes. */
  fleetDb: Db;
  /** Waits for the caller's turn; absent if a page calls, because the page itself has waited. */
  takeTurn?: () => Promise<{ ctx: Ctx; leave: () => void }>;
  heavyReads: HeavyReads;
  facilities: Facilities;
  /** The request's Idempotency-Key, if it has one and makes a single change. */
  key?: string | undefined;
};

/** The context of a procedure's work. */
export type ProcedureContext = { ctx: TrpcContext; input: unknown; signal: AbortSignal | undefined };

const trpc = initTRPC.context<TrpcContext>().create({
  isDev: false,
  errorFormatter: ({ shape, error }) => ({ ...shape, ...describeError(error) }),
});

/** Converts the single kind of error that verbs throw to tRPC's. Counts denials for the audit log. */
const translateErrors = trpc.middleware(async ({ ctx, path, next }) => {
  const result = await next();
  if (result.ok) return result;
  await countDenial(ctx.ctx, path, result.error.cause);
  return { ...result, error: asTrpcError(result.error) };
});

/** Each procedure of a batch counts as a separate request. */
const inTurn = trpc.middleware(async ({ ctx, next }) => {
  if (ctx.takeTurn === undefined) return next();
  const { ctx: present, leave } = await ctx.takeTurn();
  try {
    return await next({ ctx: { ...ctx, ctx: present } });
  } finally {
    leave();
  }
});

export const router = trpc.router;

const procedure = trpc.procedure.use(translateErrors).use(inTurn);

/**
 * A procedure for a verb. A caller without the right learns that before the input is read, and nothing about
 * its fields. Questions that are sent as mutations because no address has room for them still count as
 * questions. A failure on a replica is repeated on the primary.
 */
export const admitted = (declared: AnyDeclaration) =>
  procedure.use(({ ctx, next }) => {
    admit(ctx.ctx, declared);
    if (declared.kind === 'command') return next();
    const asking = { ...ctx.ctx, db: ctx.fleetDb };
    if (!declared.heavy) return next({ ctx: { ...ctx, ctx: asking } });
    return ctx.heavyReads.read(asking, async (read) => {
      const result = await next({ ctx: { ...ctx, ctx: read } });
      if (!result.ok && read !== asking) throw result.error;
      return result;
    });
  });

export const createCallerFactory = trpc.createCallerFactory;
