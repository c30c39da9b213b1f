import { randomUUID } from 'node:crypto';
import fastify, { type FastifyInstance, type FastifyPluginAsync, type FastifyServerFactory } from 'fastify';
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod';
import { type AgentDoors, type AgentRoutes, agentRoutes } from '@/lib/server/http/agent/agent';
import { agentPackageRoutes } from '@/lib/server/http/agent/agent-package';
import { auditExportRoutes } from '@/lib/server/http/api/audit-export';
import { changelogExportRoutes } from '@/lib/server/http/api/changelog-export';
import { changeExportRoutes } from '@/lib/server/http/api/changes-export';
import { exceptionExportRoutes } from '@/lib/server/http/api/exceptions-export';
import { hostExportRoutes } from '@/lib/server/http/api/hosts-export';
import { planFileRoutes } from '@/lib/server/http/api/plan-file';
import { reportKeyRoutes } from '@/lib/server/http/api/public-report-keys';
import { reportFileRoutes } from '@/lib/server/http/api/report-files';
import { reportSchemaRoutes } from '@/lib/server/http/api/report-schema';
import { snapshotFileRoutes } from '@/lib/server/http/api/snapshot-files';
import { verbRoutes } from '@/lib/server/http/api/verb-routes';
import { authRoutes } from '@/lib/server/http/auth';
import { takesNoBodyForNone } from '@/lib/server/http/common/json-body';
import { answerUnrouted } from '@/lib/server/http/common/not-found';
import { sendProblem } from '@/lib/server/http/common/problem';
import { createProxyTrust } from '@/lib/server/http/common/proxies';
import { API_HEADERS } from '@/lib/server/http/common/security-headers';
import { eventRoutes } from '@/lib/server/http/events';
import { healthRoutes } from '@/lib/server/http/health';
import { countRequests, metricsRoutes } from '@/lib/server/http/metrics';
import { registerOpenApi } from '@/lib/server/http/openapi';
import { trpcRoutes } from '@/lib/server/http/trpc';
import type { Runtime } from '@/lib/server/runtime';

/** Longer than any name or batch of procedures that fits into a request's head. */
const PATH_PART_CHARS = 8 * 1024;
const BODY_BYTES = 1024 * 1024;

type Route = { method: string; url: string };
type Options = {
  runtime: Runtime;
  doors: AgentDoors;
  serverFactory?: FastifyServerFactory;
  onRoute?: (route: Route) => void;
};

function create({ runtime, serverFactory }: Pick<Options, 'runtime' | 'serverFactory'>) {
  return fastify({
    loggerInstance: runtime.log,
    logController: new fastify.LogController({
      disableRequestLogging: true,
      requestIdLogLabel: 'requestId',
    }),
    bodyLimit: BODY_BYTES,
    genReqId: () => randomUUID(),
    requestIdHeader: false,
    trustProxy: createProxyTrust(runtime.env.trustedProxies),
    routerOptions: { maxParamLength: PATH_PART_CHARS },
    frameworkErrors: sendProblem,
    serverFactory,
  });
}

/** Everything that is not a page. */
export async function buildApp(options: Options): Promise<FastifyInstance> {
  const { runtime, doors, onRoute } = options;
  const app = create(options) as unknown as FastifyInstance;
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  // A form on another site can send text, but cannot send JSON without a preflight request.
  app.removeContentTypeParser('text/plain');
  takesNoBodyForNone(app);
  app.setErrorHandler(sendProblem);
  answerUnrouted(app);
  if (onRoute)
    app.addHook('onRoute', ({ method, url }) => {
      for (const each of [method].flat()) onRoute({ method: each, url });
    });
  app.addHook('onRequest', (request, reply, done) => {
    reply.header('x-request-id', request.id);
    for (const [name, value] of API_HEADERS) reply.header(name, value);
    done();
  });
  app.addHook('onSend', (_request, reply, _payload, done) => {
    // A request begun before the stop gets the last answer on its connection.
    if (runtime.stopping) reply.header('connection', 'close');
    done();
  });
  countRequests(app, runtime);
  await registerOpenApi(app, runtime);
  healthRoutes(app, runtime);
  agentPackageRoutes(app);
  reportKeyRoutes(app, runtime);
  reportSchemaRoutes(app);
  const agents: FastifyPluginAsync<AgentRoutes> = agentRoutes;
  await app.register(agents, { runtime, doors });
  await app.register(metricsRoutes, { runtime });
  await app.register(verbRoutes, { runtime });
  await app.register(auditExportRoutes, { runtime });
  await app.register(changelogExportRoutes, { runtime });
  await app.register(changeExportRoutes, { runtime });
  await app.register(exceptionExportRoutes, { runtime });
  await app.register(hostExportRoutes, { runtime });
  await app.register(planFileRoutes, { runtime });
  await app.register(reportFileRoutes, { runtime });
  await app.register(snapshotFileRoutes, { runtime });
  await app.register(authRoutes, { runtime });
  await app.register(trpcRoutes, { runtime });
  await app.register(eventRoutes, { runtime });
  await app.ready();
  return app;
}
