import { TRPC_ERROR_CODES_BY_KEY } from '@trpc/server/rpc';
import type { Logger } from '@/lib/server/process/logger';
import { asTrpcError, describeError, type ErrorData, logsUnexpected } from '@/lib/server/trpc/error-shape';
import { createCallerFactory, router, type TrpcContext } from '@/lib/server/trpc/init';
import { verbProcedures } from '@/lib/server/trpc/verb-procedures';

export const appRouter = router(verbProcedures());

export type AppRouter = typeof appRouter;

const callerOf = createCallerFactory(appRouter);

/** Procedures run in this process, with the same parsing and errors as over HTTP. */
export function createCaller(context: TrpcContext, log: Pick<Logger, 'error'>) {
  return callerOf(context, { onError: logsUnexpected(log, context.ctx.requestId) });
}

export type AppCaller = ReturnType<typeof createCaller>;

export type ProcedureAnswer =
  | { data: unknown }
  | { error: { message: string; code: number; data: ErrorData } };

/** A procedure by its path, with the answer that a client over HTTP would get. */
export async function callByName(caller: AppCaller, path: string, input: unknown): Promise<ProcedureAnswer> {
  try {
    const procedure: unknown = path
      .split('.')
      .reduce<unknown>((node, key) => Reflect.get(Object(node), key), caller);
    return { data: await (procedure as (input: unknown) => Promise<unknown>)(input) };
  } catch (error) {
    const failure = asTrpcError(error);
    return { error: { code: TRPC_ERROR_CODES_BY_KEY[failure.code], ...describeError(failure) } };
  }
}
