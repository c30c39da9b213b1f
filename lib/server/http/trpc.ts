import type { TRPCError } from '@trpc/server';
import { fastifyRequestHandler } from '@trpc/server/adapters/fastify';
import type { ResponseMeta } from '@trpc/server/http';
import type { FastifyPluginAsync, FastifyRequest } from 'fastify';
import { resolvesCaller } from '@/lib/server/http/common/request-context';
import type { Runtime } from '@/lib/server/runtime';
import { trpcContextOf } from '@/lib/server/trpc/context';
import { logsUnexpected } from '@/lib/server/trpc/error-shape';
import { appRouter } from '@/lib/server/trpc/root';

/** As much as the API takes: a framework is a file of up to 1 MB. */
const BODY_BYTES = 1024 * 1024;
const BATCH_AT_MOST = 50;

/** HTTP wants to know the other method: a procedure is asked for with GET and told with POST. */
function otherMethod(method: string, errors: readonly TRPCError[]): ResponseMeta {
  if (!errors.some(({ code }) => code === 'METHOD_NOT_SUPPORTED')) return {};
  return { headers: { allow: method === 'GET' ? 'POST' : 'GET' } };
}

/** The console's procedures. JSON alone is taken: a form of another site can send everything else. */
export const trpcRoutes: FastifyPluginAsync<{ runtime: Runtime }> = async (scope, { runtime }) => {
  resolvesCaller(scope, runtime);
  scope.removeAllContentTypeParsers();
  scope.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, body, done) =>
    done(null, body),
  );
  const createContext = ({ req }: { req: FastifyRequest }) => trpcContextOf(runtime, req.ctx);
  scope.route<{ Params: { path: string } }>({
    method: ['GET', 'POST'],
    url: '/api/trpc/:path',
    bodyLimit: BODY_BYTES,
    schema: { hide: true },
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
        responseMeta: ({ errors }) => otherMethod(req.method, errors),
        onError: logsUnexpected(req.log, req.id),
      }),
  });
};
