import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import {
  ChangePlanInput,
  ConfirmChangeInput,
  CreatePlanInput,
  ExportPlanInput,
  GetPlanInput,
  ListPlansInput,
  PLAN_FORMATS,
  PLAN_PARTS,
  PlanDetail,
  PlanList,
  PlanPreview,
  PlanTask,
  PreviewPlanInput,
  SetTaskInput,
} from '@/lib/contracts/plan';
import { MAX_LIMIT } from '@/lib/contracts/words/host-query';
import { PLAN_STATES } from '@/lib/domain/plan/progress';
import { authorize, requirePerson } from '@/lib/server/auth/authorize';
import type { Ctx } from '@/lib/server/context';
import { answerChange, readBody } from '@/lib/server/http/common/json-body';
import { describedOnly, readAll, readWords, refuseUnusedWords } from '@/lib/server/http/common/query-words';
import { QUESTION, resolvesCaller } from '@/lib/server/http/common/request-context';
import { nameFile } from '@/lib/server/http/common/send-file';
import { parseInput } from '@/lib/server/request/parse-input';
import type { Runtime } from '@/lib/server/runtime';
import {
  changePlan,
  closePlan,
  confirmChange,
  createPlan,
  exportPlan,
  getPlan,
  listPlans,
  previewPlan,
  setTask,
} from '@/lib/server/services/plan';
import { readTime } from '@/lib/server/verbs/words';

type One = { Params: { id: string } };
type OneTask = { Params: { id: string; task: string } };

const tags = ['plans'];
const params = z.object({ id: z.string() });

const LIST = {
  operationId: 'listPlans',
  tags,
  querystring: z.object({
    state: z.union([z.enum(PLAN_STATES), z.array(z.enum(PLAN_STATES))]).optional(),
    host: z.string().optional(),
    wave: z.string().optional(),
    at: z.string().optional(),
    limit: z.int().min(1).max(MAX_LIMIT).optional(),
    cursor: z.string().optional(),
  }),
  response: { 200: PlanList },
};
const GET = {
  operationId: 'getPlan',
  tags,
  params,
  querystring: z.object({
    format: z.enum(PLAN_FORMATS).optional(),
    for: z.enum(PLAN_PARTS).optional(),
    at: z.string().optional(),
    lang: z.enum(['en', 'fr']).optional(),
  }),
  // A format makes it a file of that type.
  response: { 200: PlanDetail },
};
const PREVIEW = { operationId: 'previewPlan', tags, body: PreviewPlanInput, response: { 200: PlanPreview } };
const CREATE = { operationId: 'createPlan', tags, body: CreatePlanInput, response: { 201: PlanDetail } };

const TaskBody = SetTaskInput.omit({ id: true, task: true });
const SET_TASK = {
  operationId: 'setPlanTask',
  tags,
  params: params.extend({ task: z.string() }),
  body: TaskBody,
  response: { 200: PlanTask },
};
const ConfirmBody = ConfirmChangeInput.omit({ id: true });
const CONFIRM = {
  operationId: 'confirmPlanChange',
  tags,
  params,
  body: ConfirmBody,
  response: { 200: PlanDetail },
};
const ChangeBody = ChangePlanInput.omit({ id: true });
const CHANGE = { operationId: 'changePlan', tags, params, body: ChangeBody, response: { 200: PlanDetail } };
const CLOSE = { operationId: 'closePlan', tags, params, response: { 200: PlanDetail } };
const Nothing = z.strictObject({});

const TYPES = {
  md: 'text/markdown; charset=utf-8',
  csv: 'text/csv; charset=utf-8',
  ps1: 'text/plain; charset=utf-8',
} as const;

const described = { validatorCompiler: describedOnly };
const location = ({ id }: { id: string }) => `/api/v1/plans/${id}`;

/** A change of one plan, answered once for a request that has a key. */
const changed = (request: FastifyRequest, reply: FastifyReply, work: (ctx: Ctx) => Promise<unknown>) =>
  answerChange(request, reply, { status: 200, work });

function readList(request: FastifyRequest): ListPlansInput {
  const { limit, at, ...words } = readWords(request, ['host', 'wave', 'at', 'limit', 'cursor']);
  return parseInput(ListPlansInput, {
    ...words,
    ...(limit !== undefined && { limit: Number(limit) }),
    at: readTime('at', at),
    state: readAll(request, 'state'),
  });
}

/** What is to be done about hosts, in the order of work, and how far it is by what they sent since. */
export const planRoutes: FastifyPluginAsync<{ runtime: Runtime }> = async (scope, { runtime }) => {
  resolvesCaller(scope, runtime);
  scope.addHook('preHandler', async (request) => {
    authorize(request.ctx, request.method === 'GET' ? 'plan.read' : 'plan.write');
    refuseUnusedWords(request);
  });

  scope.get('/api/v1/plans', { schema: LIST, ...described }, (request) =>
    listPlans({ ctx: request.ctx, input: readList(request) }),
  );
  scope.get<One>('/api/v1/plans/:id', { schema: GET, ...described }, async (request, reply) => {
    const { format, at, ...words } = readWords(request, ['format', 'for', 'lang', 'at']);
    const asked = { id: request.params.id, ...words, at: readTime('at', at) };
    if (format === undefined) return getPlan({ ctx: request.ctx, input: parseInput(GetPlanInput, asked) });
    const input = parseInput(ExportPlanInput, { ...asked, format });
    // Noted in the audit log: a change.
    const file = await exportPlan({ ctx: { ...request.ctx, db: runtime.db }, input });
    nameFile(reply, file);
    return reply.type(TYPES[input.format]).send(file.text);
  });
  scope.post(
    '/api/v1/plans/preview',
    { schema: PREVIEW, ...described, config: QUESTION },
    async (request, reply) => {
      const input = readBody(PreviewPlanInput, request.body);
      return reply.code(200).send(await previewPlan({ ctx: request.ctx, input }));
    },
  );
  scope.post('/api/v1/plans', { schema: CREATE, ...described }, (request, reply) => {
    const input = readBody(CreatePlanInput, request.body);
    const work = (ctx: Ctx) => createPlan({ ctx, input });
    return answerChange(request, reply, { status: 201, work, location });
  });
  changeRoutes(scope);
};

function changeRoutes(scope: Parameters<typeof planRoutes>[0]): void {
  scope.post<OneTask>(
    '/api/v1/plans/:id/tasks/:task',
    { schema: SET_TASK, ...described },
    (request, reply) => {
      const input = { ...request.params, ...readBody(TaskBody, request.body) };
      return changed(request, reply, (ctx) => setTask({ ctx, input }));
    },
  );
  scope.post<One>('/api/v1/plans/:id/confirm-change', { schema: CONFIRM, ...described }, (request, reply) => {
    requirePerson(request.ctx);
    const input = { id: request.params.id, ...readBody(ConfirmBody, request.body) };
    return changed(request, reply, (ctx) => confirmChange({ ctx, input }));
  });
  scope.patch<One>('/api/v1/plans/:id', { schema: CHANGE, ...described }, (request, reply) => {
    const input = { id: request.params.id, ...readBody(ChangeBody, request.body) };
    return changed(request, reply, (ctx) => changePlan({ ctx, input }));
  });
  scope.post<One>('/api/v1/plans/:id/close', { schema: CLOSE, ...described }, (request, reply) => {
    readBody(Nothing, request.body ?? {});
    return changed(request, reply, (ctx) => closePlan({ ctx, input: { id: request.params.id } }));
  });
}
