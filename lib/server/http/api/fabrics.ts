import type { FastifyPluginAsync } from 'fastify';
import { z } from 'zod';
import { RenameFabricInput } from '@/lib/contracts/administration';
import { CreateFabricInput, FabricRow } from '@/lib/contracts/procedures';
import { authorize } from '@/lib/server/auth/authorize';
import { answerChange, readBody } from '@/lib/server/http/common/json-body';
import { describedOnly, refuseUnusedWords } from '@/lib/server/http/common/query-words';
import { resolvesCaller } from '@/lib/server/http/common/request-context';
import type { Runtime } from '@/lib/server/runtime';
import { createFabric, listFabrics, renameFabric } from '@/lib/server/services/fabric';

type One = { Params: { id: string } };

const tags = ['fabrics'];
const FabricList = z.object({ fabrics: z.array(FabricRow), nextCursor: z.null() });
const Renaming = RenameFabricInput.pick({ name: true });
const Renamed = FabricRow.pick({ id: true, name: true });

const LIST = { operationId: 'listFabrics', tags, response: { 200: FabricList } };
const CREATE = { operationId: 'createFabric', tags, body: CreateFabricInput, response: { 201: FabricRow } };
const RENAME = {
  operationId: 'renameFabric',
  tags,
  params: z.object({ id: z.string() }),
  body: Renaming,
  response: { 200: Renamed },
};

/** Sets of hosts that one HGS cluster attests. */
export const fabricRoutes: FastifyPluginAsync<{ runtime: Runtime }> = async (scope, { runtime }) => {
  resolvesCaller(scope, runtime);
  scope.addHook('preHandler', async (request) => {
    authorize(request.ctx, 'fabric.read');
    refuseUnusedWords(request);
  });
  const described = { validatorCompiler: describedOnly };

  scope.get('/api/v1/fabrics', { schema: LIST, ...described }, async (request) => {
    const { ctx } = request;
    return { fabrics: await listFabrics({ ctx, input: { at: null } }), nextCursor: null };
  });
  scope.post('/api/v1/fabrics', { schema: CREATE, ...described }, (request, reply) => {
    authorize(request.ctx, 'fabric.create');
    const input = readBody(CreateFabricInput, request.body);
    const work = (ctx: typeof request.ctx) => createFabric({ ctx, input });
    const location = ({ id }: { id: string }) => `/api/v1/fabrics/${id}`;
    return answerChange(request, reply, { status: 201, work, location });
  });
  scope.patch<One>('/api/v1/fabrics/:id', { schema: RENAME, ...described }, (request, reply) => {
    authorize(request.ctx, 'fabric.rename');
    const { name } = readBody(Renaming, request.body);
    const input = { fabric: request.params.id, name };
    const work = async (ctx: typeof request.ctx) => ({ ...(await renameFabric({ ctx, input })), name });
    return answerChange(request, reply, { status: 200, work });
  });
};
