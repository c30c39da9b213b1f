import { createCallerFactory, router, type TrpcContext } from '@/lib/server/trpc/init';
import { enrollmentRouter } from '@/lib/server/trpc/routers/enrollment';
import { fabricRouter } from '@/lib/server/trpc/routers/fabric';
import { operatorRouter } from '@/lib/server/trpc/routers/operator';

export const appRouter = router({
  enrollment: enrollmentRouter,
  fabric: fabricRouter,
  operator: operatorRouter,
});

export type AppRouter = typeof appRouter;

const callerOf = createCallerFactory(appRouter);

/** Procedures run in this process, with the same parsing and the same errors as over HTTP. */
export function createCaller(context: TrpcContext) {
  return callerOf(context);
}

export type AppCaller = ReturnType<typeof createCaller>;
