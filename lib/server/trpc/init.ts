import { initTRPC } from '@trpc/server';
import { countDenial } from '@/lib/server/audit/count-denial';
import type { Ctx } from '@/lib/server/context';
import type { Db } from '@/lib/server/db/client';
import { asTrpcError, describeError } from '@/lib/server/trpc/error-shape';

export type TrpcContext = {
  ctx: Ctx;
  /** Questions run here, so that they wait for each other and not for people's changes. */
  fleetDb: Db;
  /** The address hosts and people use. */
  publicUrl: string;
};

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

const choosePool = trpc.middleware(({ ctx, type, next }) =>
  next({ ctx: type === 'query' ? { ...ctx, ctx: { ...ctx.ctx, db: ctx.fleetDb } } : ctx }),
);

export const router = trpc.router;

/** Every procedure is made of this, and declares `.input` and `.output`; the verb it calls authorises. */
export const procedure = trpc.procedure.use(translateErrors).use(choosePool);

export const createCallerFactory = trpc.createCallerFactory;
