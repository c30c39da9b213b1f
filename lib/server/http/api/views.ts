import type { FastifyPluginAsync } from 'fastify';
import { z } from 'zod';
import {
  ChangeViewInput,
  CreateViewInput,
  ListViewsInput,
  SavedView,
  VIEW_PAGES,
  ViewList,
} from '@/lib/contracts/view';
import { authorize, requirePerson } from '@/lib/server/auth/authorize';
import { answerChange, readBody } from '@/lib/server/http/common/json-body';
import { describedOnly, readWords, refuseUnusedWords } from '@/lib/server/http/common/query-words';
import { resolvesCaller } from '@/lib/server/http/common/request-context';
import { parseInput } from '@/lib/server/request/parse-input';
import type { Runtime } from '@/lib/server/runtime';
import { changeView, createView, deleteView, listViews } from '@/lib/server/services/view';

type One = { Params: { id: string } };

const tags = ['views'];
const params = z.object({ id: z.string() });
const Change = ChangeViewInput.omit({ id: true });

const LIST = {
  operationId: 'listViews',
  tags,
  querystring: z.object({ page: z.enum(VIEW_PAGES).optional() }),
  response: { 200: ViewList },
};
const CREATE = { operationId: 'createView', tags, body: CreateViewInput, response: { 201: SavedView } };
const CHANGE = { operationId: 'changeView', tags, params, body: Change, response: { 200: SavedView } };
const DELETE = { operationId: 'deleteView', tags, params, response: { 204: z.null() } };

/** Questions that people keep under a name: a person's own, and so nothing for tokens. */
export const viewRoutes: FastifyPluginAsync<{ runtime: Runtime }> = async (scope, { runtime }) => {
  resolvesCaller(scope, runtime);
  scope.addHook('preHandler', async (request) => {
    authorize(request.ctx, 'view.read');
    refuseUnusedWords(request);
    requirePerson(request.ctx);
  });
  const described = { validatorCompiler: describedOnly };

  scope.get('/api/v1/views', { schema: LIST, ...described }, (request) => {
    const { ctx } = request;
    return listViews({ ctx, input: parseInput(ListViewsInput, readWords(request, ['page'])) });
  });
  scope.post('/api/v1/views', { schema: CREATE, ...described }, (request, reply) => {
    authorize(request.ctx, 'view.manage');
    const input = readBody(CreateViewInput, request.body);
    const work = (ctx: typeof request.ctx) => createView({ ctx, input });
    const location = ({ id }: { id: string }) => `/api/v1/views/${id}`;
    return answerChange(request, reply, { status: 201, work, location });
  });
  scope.patch<One>('/api/v1/views/:id', { schema: CHANGE, ...described }, (request, reply) => {
    authorize(request.ctx, 'view.manage');
    const input = { id: request.params.id, ...readBody(Change, request.body) };
    const work = (ctx: typeof request.ctx) => changeView({ ctx, input });
    return answerChange(request, reply, { status: 200, work });
  });
  scope.delete<One>('/api/v1/views/:id', { schema: DELETE, ...described }, async (request, reply) => {
    authorize(request.ctx, 'view.manage');
    await deleteView({ ctx: request.ctx, input: { id: request.params.id } });
    return reply.code(204).send();
  });
};
