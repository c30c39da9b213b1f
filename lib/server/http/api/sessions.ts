import type { FastifyPluginAsync } from 'fastify';
import { z } from 'zod';
import { EndedSessions, EndOtherSessionsInput, SessionList } from '@/lib/contracts/administration';
import { authorize } from '@/lib/server/auth/authorize';
import { readBody } from '@/lib/server/http/common/json-body';
import { describedOnly, refuseUnusedWords } from '@/lib/server/http/common/query-words';
import { resolvesCaller } from '@/lib/server/http/common/request-context';
import type { Runtime } from '@/lib/server/runtime';
import { endOtherSessions, endSession, listSessions } from '@/lib/server/services/operator';

type OneSession = { Params: { id: string } };

const tags = ['sessions'];

/** Who is signed in, to be looked at and ended: one's own sessions, and everybody's for administrators. */
export const sessionRoutes: FastifyPluginAsync<{ runtime: Runtime }> = async (scope, { runtime }) => {
  resolvesCaller(scope, runtime);
  scope.addHook('preHandler', async (request) => {
    authorize(request.ctx, 'operator.self');
    refuseUnusedWords(request);
  });
  const described = { validatorCompiler: describedOnly };

  const list = { operationId: 'listSessions', tags, response: { 200: SessionList } };
  scope.get('/api/v1/sessions', { schema: list, ...described }, async (request) => {
    return { sessions: await listSessions({ ctx: request.ctx }), nextCursor: null };
  });

  const end = {
    operationId: 'endSession',
    tags,
    params: z.object({ id: z.string() }),
    response: { 204: z.null() },
  };
  scope.delete<OneSession>('/api/v1/sessions/:id', { schema: end, ...described }, async (request, reply) => {
    await endSession({ ctx: request.ctx, input: { id: request.params.id } });
    return reply.code(204).send(null);
  });
  const endOthers = {
    operationId: 'endOtherSessions',
    tags,
    body: EndOtherSessionsInput,
    response: { 200: EndedSessions },
  };
  scope.post('/api/v1/sessions/end-others', { schema: endOthers, ...described }, (request) =>
    endOtherSessions({ ctx: request.ctx, input: readBody(EndOtherSessionsInput, request.body ?? {}) }),
  );
};
