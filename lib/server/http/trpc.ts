import { setMaxListeners } from 'node:events';
import type { TRPCError } from '@trpc/server';
import { type CreateFastifyContextOptions, fastifyRequestHandler } from '@trpc/server/adapters/fastify';
import type { ResponseMeta } from '@trpc/server/http';
import type { FastifyPluginAsync } from 'fastify';
import { BATCH_AT_MOST } from '@/lib/contracts/words/batch';
import { KEY_HEADER } from '@/lib/server/doors/change-once';
import { isServiceError } from '@/lib/server/errors';
import { untilClosed } from '@/lib/server/http/common/file-places';
import { OWN_PLACES, resolvesCaller, takeTurn } from '@/lib/server/http/common/request-context';
import type { Runtime } from '@/lib/server/runtime';
import { trpcContextOf } from '@/lib/server/trpc/context';
import { logsUnexpected } from '@/lib/server/trpc/error-shape';
import { appRouter } from '@/lib/server/trpc/root';

/** The same limit as the API's: a framework is a file of up to 1 MB. */
const BODY_BYTES = 1024 * 1024;

/** HTTP requires the right method in the answer: queries use GET and mutations POST. */
const otherMethod = (method: string) => (method === 'GET' ? 'POST' : 'GET');

/** The headers of a refusal: the allowed method, and when to try again. */
function headOf(method: string, errors: readonly TRPCError[]): ResponseMeta {
  const isOtherMethod = errors.some(({ code }) => code === 'METHOD_NOT_SUPPORTED');
  const waits = errors.map(({ cause }) => (isServiceError(cause) ? (cause.retryAfterSeconds ?? 0) : 0));
  const retryAfter = Math.max(0, ...waits);
  return {
    headers: {
      ...(isOtherMethod && { allow: otherMethod(method) }),
      ...(retryAfter > 0 && { 'retry-after': String(retryAfter) }),
    },
  };
}

/** The console's procedures. Only JSON is accepted, because a form on another site can send everything else. */
export const trpcRoutes: FastifyPluginAsync<{ runtime: Runtime }> = async (scope, { runtime }) => {
  resolvesCaller(scope, runtime);
  scope.removeAllContentTypeParsers();
  scope.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, body, done) =>
    done(null, body),
  );
  const createContext = ({ req, res, info }: CreateFastifyContextOptions) => {
    const signal = untilClosed(res);
    const { [KEY_HEADER]: key } = req.headers;
    // Each procedure of a batch may wait for its place with this signal.
    setMaxListeners(BATCH_AT_MOST, signal);
    return {
      ...trpcContextOf(runtime, req.ctx),
      // A key cannot distinguish several changes in one batch.
      key: info.calls.length === 1 && typeof key === 'string' ? key : undefined,
      takeTurn: async () => {
        const leave = await takeTurn(runtime, req, signal);
        return { ctx: trpcContextOf(runtime, req.ctx).ctx, leave };
      },
    };
  };
  scope.route<{ Params: { path: string } }>({
    method: ['GET', 'POST'],
    url: '/api/trpc/:path',
    bodyLimit: BODY_BYTES,
    schema: { hide: true },
    // Each procedure takes its own place.
    config: OWN_PLACES,
    // The handler answers with a Response, which Fastify's own HEAD routes do not understand.
    exposeHeadRoute: false,
    handler: (req, res) =>
      fastifyRequestHandler({
        router: appRouter,
        req,
        res,
        path: req.params.path,
        createContext,
        maxBatchSize: BATCH_AT_MOST,
        responseMeta: ({ errors }) => headOf(req.method, errors),
        onError: logsUnexpected(runtime.log, req.id),
      }),
  });
};
