import type { FastifyPluginAsync } from 'fastify';
import { EVENTS_PATH } from '@/lib/contracts/words/events';
import { authorize, requireOperator } from '@/lib/server/auth/authorize';
import { endedSessions } from '@/lib/server/auth/ended-sessions';
import { digest } from '@/lib/server/auth/session-tokens';
import { createEventStreams } from '@/lib/server/http/common/event-streams';
import { resolvesCaller } from '@/lib/server/http/common/request-context';
import type { Runtime } from '@/lib/server/runtime';

const MOST = 1_000;
const MOST_PER_CALLER = 6;

/**
 * Announces that something in the fleet has changed, without any content: a page then calls its procedures,
 * which check what its reader may see.
 */
export const eventRoutes: FastifyPluginAsync<{ runtime: Runtime }> = async (scope, { runtime }) => {
  const { watermark, db, metrics } = runtime;
  resolvesCaller(scope, runtime);
  const streams = createEventStreams({
    endedSessions: (sessions) => endedSessions(db, sessions, new Date()),
    most: MOST,
    mostPerCaller: MOST_PER_CALLER,
  });
  metrics.countStreams(streams.count);
  const unsubscribe = watermark.subscribe({ onMove: streams.tellChanged, onEnd: streams.close });
  scope.addHook('onClose', async () => {
    unsubscribe();
    streams.close();
  });
  scope.route({
    method: 'GET',
    url: EVENTS_PATH,
    schema: { hide: true },
    exposeHeadRoute: false,
    handler: (request, reply) => {
      authorize(request.ctx, 'host.read');
      const { id: caller } = requireOperator(request.ctx);
      const session = digest(runtime.sessionCookie.tokenOf(request.headers.cookie ?? '') ?? '');
      const stream = streams.open({ caller, session }, watermark.movedAt());
      // Otherwise proxies such as nginx buffer events.
      reply.header('x-accel-buffering', 'no');
      return reply.type('text/event-stream').send(stream);
    },
  });
};
