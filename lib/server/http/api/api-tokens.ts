import type { FastifyPluginAsync } from 'fastify';
import { z } from 'zod';
import {
  ApiTokenRow,
  CreateApiTokenInput,
  CreatedApiToken,
  EndedAccess,
} from '@/lib/contracts/administration';
import { authorize } from '@/lib/server/auth/authorize';
import { answerSecret, readBody } from '@/lib/server/http/common/json-body';
import { describedOnly, refuseUnusedWords } from '@/lib/server/http/common/query-words';
import { resolvesCaller } from '@/lib/server/http/common/request-context';
import type { Runtime } from '@/lib/server/runtime';
import { createApiToken, listApiTokens, revokeApiToken } from '@/lib/server/services/operator';

type One = { Params: { id: string } };

const tags = ['api-tokens'];
const ApiTokenList = z.object({ apiTokens: z.array(ApiTokenRow), nextCursor: z.null() });

const LIST = { operationId: 'listApiTokens', tags, response: { 200: ApiTokenList } };
const CREATE = {
  operationId: 'createApiToken',
  tags,
  body: CreateApiTokenInput,
  response: { 201: CreatedApiToken },
};
const REVOKE = {
  operationId: 'revokeApiToken',
  tags,
  params: z.object({ id: z.string() }),
  response: { 200: EndedAccess },
};

/** What programs ask with. */
export const apiTokenRoutes: FastifyPluginAsync<{ runtime: Runtime }> = async (scope, { runtime }) => {
  resolvesCaller(scope, runtime);
  scope.addHook('preHandler', async (request) => {
    authorize(request.ctx, 'apiToken.manage');
    refuseUnusedWords(request);
  });
  const described = { validatorCompiler: describedOnly };

  scope.get('/api/v1/api-tokens', { schema: LIST, ...described }, async (request) => {
    return { apiTokens: await listApiTokens({ ctx: request.ctx }), nextCursor: null };
  });
  scope.post('/api/v1/api-tokens', { schema: CREATE, ...described }, (request, reply) => {
    const input = readBody(CreateApiTokenInput, request.body);
    const work = (ctx: typeof request.ctx) => createApiToken({ ctx, input });
    const location = ({ id }: { id: string }) => `/api/v1/api-tokens/${id}`;
    return answerSecret(request, reply, { status: 201, work, location });
  });
  scope.delete<One>('/api/v1/api-tokens/:id', { schema: REVOKE, ...described }, (request) =>
    revokeApiToken({ ctx: request.ctx, input: { id: request.params.id } }),
  );
};
