import { initTRPC } from '@trpc/server';
import type { Action } from '@/lib/domain/permissions';
import { countDenial } from '@/lib/server/audit/count-denial';
import { authorize, requireOperator, requirePerson } from '@/lib/server/auth/authorize';
import type { Ctx } from '@/lib/server/context';
import type { Db } from '@/lib/server/db/client';
import type { HeavyReads } from '@/lib/server/request/heavy-reads';
import { asTrpcError, describeError } from '@/lib/server/trpc/error-shape';
import type { Facilities } from '@/lib/server/verbs/facilities';
import { type AnyDeclaration, admit } from '@/lib/server/verbs/verb';

export type TrpcContext = {
  ctx: Ctx;
  /** Questions run here, so that they wait for each other and not for people's changes. */
  fleetDb: Db;
  /** Waits until it is the caller's turn; missing where a page asks, since the page itself has waited. */
  takeTurn?: () => Promise<{ ctx: Ctx; leave: () => void }>;
  heavyReads: HeavyReads;
  facilities: Facilities;
  /** The request's Idempotency-Key, where it has one and asks for one change alone. */
  key?: string | undefined;
};

/** What a procedure's work is given. */
export type ProcedureContext = { ctx: TrpcContext; input: unknown; signal: AbortSignal | undefined };

const trpc = initTRPC.context<TrpcContext>().create({
  isDev: false,
  errorFormatter: ({ shape, error }) => ({ ...shape, ...describeError(error) }),
});

/** Verbs throw one kind of error; here, once, it becomes tRPC's. A denial is counted for the audit log. */
const translateErrors = trpc.middleware(async ({ ctx, path, next }) => {
  const result = await next();
  if (result.ok) return result;
  await countDenial(ctx.ctx, path, result.error.cause);
  return { ...result, error: asTrpcError(result.error) };
});

/** Each procedure of a batch counts as a request of its own does. */
const inTurn = trpc.middleware(async ({ ctx, next }) => {
  if (ctx.takeTurn === undefined) return next();
  const { ctx: present, leave } = await ctx.takeTurn();
  try {
    return await next({ ctx: { ...ctx, ctx: present } });
  } finally {
    leave();
  }
});

const choosePool = trpc.middleware(({ ctx, type, next }) =>
  next({ ctx: type === 'query' ? { ...ctx, ctx: { ...ctx.ctx, db: ctx.fleetDb } } : ctx }),
);

export const router = trpc.router;

const procedure = trpc.procedure.use(translateErrors).use(inTurn).use(choosePool);

/**
 * Every procedure is made of one of these four, and declares `.input` and `.output`. Who may not ask learns that before
 * the input is looked at, and nothing of its fields. The verb authorises as well: it has other callers.
 */
export const allowed = (action: Action) =>
  procedure.use(({ ctx, next }) => {
    authorize(ctx.ctx, action);
    return next();
  });

/** Asked as a change is, since no address has room for it, and only a question. */
export const asked = (action: Action) =>
  allowed(action).use(({ ctx, next }) => next({ ctx: { ...ctx, ctx: { ...ctx.ctx, db: ctx.fleetDb } } }));

/** A procedure that writes nothing and may be heavy: a replica answers, where there is one. What failed there is asked again. */
export const heavy = (action: Action) =>
  allowed(action).use(({ ctx, next }) =>
    ctx.heavyReads.read(ctx.ctx, async (read) => {
      const result = await next({ ctx: { ...ctx, ctx: read } });
      if (!result.ok && read !== ctx.ctx) throw result.error;
      return result;
    }),
  );

/** A procedure for what belongs to a person. */
export const personal = allowed('operator.self').use(({ ctx, next }) => {
  requireOperator(ctx.ctx);
  return next();
});

/** A procedure for decisions that people with a right take and their tokens may not. */
export const allowedPerson = (action: Action) =>
  allowed(action).use(({ ctx, next }) => {
    requirePerson(ctx.ctx);
    return next();
  });

export const anybody = procedure;

/**
 * A procedure for a verb. Who may not ask learns that before the input is looked at, and nothing of its fields. Questions
 * that are asked as changes are, since no address has room for them, are still questions. What failed on a replica is asked again.
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
