import type { FastifyPluginAsync } from 'fastify';
import { z } from 'zod';
import { EnrollmentTokenRow } from '@/lib/contracts/administration';
import { CreatedEnrollmentToken, CreateEnrollmentTokenInput } from '@/lib/contracts/procedures';
import { authorize } from '@/lib/server/auth/authorize';
import { answerSecret, readBody } from '@/lib/server/http/common/json-body';
import { describedOnly, refuseUnusedWords } from '@/lib/server/http/common/query-words';
import { resolvesCaller } from '@/lib/server/http/common/request-context';
import type { Runtime } from '@/lib/server/runtime';
import {
  createEnrollmentToken,
  listEnrollmentTokens,
  revokeEnrollmentToken,
} from '@/lib/server/services/enrollment';

type One = { Params: { id: string } };

const tags = ['enrollment-tokens'];
const TokenList = z.object({ enrollmentTokens: z.array(EnrollmentTokenRow), nextCursor: z.null() });

const LIST = { operationId: 'listEnrollmentTokens', tags, response: { 200: TokenList } };
const CREATE = {
  operationId: 'createEnrollmentToken',
  tags,
  body: CreateEnrollmentTokenInput,
  response: { 201: CreatedEnrollmentToken },
};
const REVOKE = {
  operationId: 'revokeEnrollmentToken',
  tags,
  params: z.object({ id: z.string() }),
  response: { 204: z.null() },
};

/** What hosts enrol with. */
export const enrollmentTokenRoutes: FastifyPluginAsync<{ runtime: Runtime }> = async (scope, { runtime }) => {
  resolvesCaller(scope, runtime);
  scope.addHook('preHandler', async (request) => {
    authorize(request.ctx, 'enrollment.manage');
    refuseUnusedWords(request);
  });
  const described = { validatorCompiler: describedOnly };

  scope.get('/api/v1/enrollment-tokens', { schema: LIST, ...described }, async (request) => {
    const { ctx } = request;
    return { enrollmentTokens: await listEnrollmentTokens({ ctx }), nextCursor: null };
  });
  scope.post('/api/v1/enrollment-tokens', { schema: CREATE, ...described }, (request, reply) => {
    const input = readBody(CreateEnrollmentTokenInput, request.body);
    const work = (ctx: typeof request.ctx) => createEnrollmentToken({ ctx, input });
    const location = ({ id }: { id: string }) => `/api/v1/enrollment-tokens/${id}`;
    return answerSecret(request, reply, { status: 201, work, location });
  });
  scope.delete<One>(
    '/api/v1/enrollment-tokens/:id',
    { schema: REVOKE, ...described },
    async (request, reply) => {
      await revokeEnrollmentToken({ ctx: request.ctx, input: { id: request.params.id } });
      return reply.code(204).send(null);
    },
  );
};
