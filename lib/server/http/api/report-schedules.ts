import type { FastifyPluginAsync } from 'fastify';
import { z } from 'zod';
import { CreateScheduleInput, ScheduleChanges, ScheduleList, ScheduleRow } from '@/lib/contracts/schedules';
import { authorize } from '@/lib/server/auth/authorize';
import { answersReaders } from '@/lib/server/http/api/read-api';
import { answerChange, readBody } from '@/lib/server/http/common/json-body';
import { describedOnly } from '@/lib/server/http/common/query-words';
import { mailFactsOf } from '@/lib/server/mail/mail-facts';
import type { Runtime } from '@/lib/server/runtime';
import {
  createSchedule,
  deleteSchedule,
  getSchedule,
  listSchedules,
  updateSchedule,
} from '@/lib/server/services/schedule';

type One = { Params: { id: string } };

const tags = ['reports'];
const params = z.object({ id: z.string() });

const LIST = { operationId: 'listReportSchedules', tags, response: { 200: ScheduleList } };
const GET = { operationId: 'getReportSchedule', tags, params, response: { 200: ScheduleRow } };
const CREATE = {
  operationId: 'createReportSchedule',
  tags,
  body: CreateScheduleInput,
  response: { 201: ScheduleRow },
};
const UPDATE = {
  operationId: 'updateReportSchedule',
  tags,
  params,
  body: ScheduleChanges,
  response: { 200: ScheduleRow },
};
const DELETE = { operationId: 'deleteReportSchedule', tags, params, response: { 204: z.null() } };

const location = ({ id }: { id: string }) => `/api/v1/report-schedules/${id}`;

/** Reports that are made again and again, kept so many and mailed. */
export const reportScheduleRoutes: FastifyPluginAsync<{ runtime: Runtime }> = async (scope, { runtime }) => {
  answersReaders(scope, runtime);
  const described = { validatorCompiler: describedOnly };
  const mail = mailFactsOf(runtime.env);

  scope.get('/api/v1/report-schedules', { schema: LIST, ...described }, (request) =>
    listSchedules({ ctx: request.ctx, input: { mail } }),
  );

  scope.post('/api/v1/report-schedules', { schema: CREATE, ...described }, (request, reply) => {
    authorize(request.ctx, 'report.make');
    const input = readBody(CreateScheduleInput, request.body);
    const work = (ctx: typeof request.ctx) => createSchedule({ ctx, input, mail });
    return answerChange(request, reply, { status: 201, work, location });
  });

  scope.get<One>('/api/v1/report-schedules/:id', { schema: GET, ...described }, (request) =>
    getSchedule({ ctx: request.ctx, input: { id: request.params.id } }),
  );

  scope.patch<One>('/api/v1/report-schedules/:id', { schema: UPDATE, ...described }, (request, reply) => {
    authorize(request.ctx, 'report.make');
    const input = { ...readBody(ScheduleChanges, request.body), id: request.params.id };
    const work = (ctx: typeof request.ctx) => updateSchedule({ ctx, input, mail });
    return answerChange(request, reply, { status: 200, work });
  });

  scope.delete<One>(
    '/api/v1/report-schedules/:id',
    { schema: DELETE, ...described },
    async (request, reply) => {
      await deleteSchedule({ ctx: request.ctx, input: { id: request.params.id } });
      return reply.code(204).send();
    },
  );
};
