import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import {
  EXCEPTION_EXPORT_FORMATS,
  ExceptionDetail,
  ExceptionList,
  ExceptionSummary,
  ExportExceptionsInput,
  ListExceptionsInput,
  RenewExceptionInput,
  RequestExceptionInput,
} from '@/lib/contracts/exception';
import { TimeText } from '@/lib/contracts/time';
import { MAX_LIMIT, YES_OR_NO } from '@/lib/contracts/words/host-query';
import { EXCEPTION_STATES } from '@/lib/domain/exception';
import { authorize, requirePerson } from '@/lib/server/auth/authorize';
import { refuseMistakenWords } from '@/lib/server/http/api/read-api';
import { answerChange, readBody } from '@/lib/server/http/common/json-body';
import { describedOnly, readAll, readWords } from '@/lib/server/http/common/query-words';
import { resolvesCaller } from '@/lib/server/http/common/request-context';
import { nameFile } from '@/lib/server/http/common/send-file';
import { parseInput } from '@/lib/server/request/parse-input';
import type { Runtime } from '@/lib/server/runtime';
import {
  approveException,
  exportExceptions,
  getException,
  listExceptions,
  renewException,
  requestException,
  summarizeExceptions,
  withdrawException,
} from '@/lib/server/services/exception';
import { oneOf, readTime, repeated } from '@/lib/server/verbs/words';

type One = { Params: { id: string } };

const tags = ['exceptions'];
const time = TimeText.optional();
const params = z.object({ id: z.string() });
const fabric = repeated(z.string());

const LIST = {
  operationId: 'listExceptions',
  tags,
  querystring: z.object({
    state: repeated(z.enum(EXCEPTION_STATES)),
    endingBefore: time,
    renewed: z.enum(YES_OR_NO).optional(),
    fabric,
    host: z.string().optional(),
    at: time,
    limit: z.int().min(1).max(MAX_LIMIT).optional(),
    cursor: z.string().optional(),
  }),
  response: { 200: ExceptionList },
};

const EXPORT = {
  operationId: 'exportExceptions',
  tags,
  querystring: LIST.querystring.omit({ limit: true, cursor: true }).extend({
    format: z.enum(EXCEPTION_EXPORT_FORMATS),
    lang: z.enum(['en', 'fr']).optional(),
  }),
};

const SUMMARY = {
  operationId: 'summarizeExceptions',
  tags,
  querystring: z.object({ fabric, at: time }),
  response: { 200: ExceptionSummary },
};

const Renewal = RenewExceptionInput.omit({ id: true });
const Nothing = z.strictObject({});

const REQUEST = {
  operationId: 'requestException',
  tags,
  body: RequestExceptionInput,
  response: { 201: ExceptionDetail },
};
const RENEW = {
  operationId: 'renewException',
  tags,
  params,
  body: Renewal,
  response: { 201: ExceptionDetail },
};

const changed = (operationId: string) => ({ operationId, tags, params, response: { 200: ExceptionDetail } });

function readList(request: FastifyRequest): ListExceptionsInput {
  const { endingBefore, renewed, at, limit, ...words } = readWords(request, [
    'endingBefore',
    'renewed',
    'host',
    'at',
    'limit',
    'cursor',
  ]);
  const {
    at: then,
    endingBefore: before,
    ...input
  } = parseInput(ListExceptionsInput, {
    ...words,
    ...(limit !== undefined && { limit: Number(limit) }),
    ...(renewed !== undefined && { renewed: oneOf('renewed', renewed, YES_OR_NO) === 'true' }),
    state: readAll(request, 'state'),
    fabric: readAll(request, 'fabric'),
  });
  return {
    ...input,
    endingBefore: readTime('endingBefore', endingBefore) ?? before,
    at: readTime('at', at) ?? then,
  };
}

const location = ({ id }: { id: string }) => `/api/v1/exceptions/${id}`;

/** What people agreed to leave as it is for a time: asked for, approved by another person, and ended by itself. */
export const exceptionRoutes: FastifyPluginAsync<{ runtime: Runtime }> = async (scope, { runtime }) => {
  resolvesCaller(scope, runtime);
  scope.addHook('preHandler', async (request) => {
    authorize(request.ctx, 'exception.read');
    await refuseMistakenWords(request);
  });
  const described = { validatorCompiler: describedOnly };

  scope.get('/api/v1/exceptions', { schema: LIST, ...described }, (request) =>
    listExceptions({ ctx: request.ctx, input: readList(request) }),
  );
  scope.get('/api/v1/exceptions/export', { schema: EXPORT, ...described }, async (request, reply) => {
    const { format, lang } = readWords(request, ['format', 'lang']);
    const { limit: _, cursor: __, ...question } = readList(request);
    const input = {
      ...question,
      ...parseInput(ExportExceptionsInput.pick({ format: true, lang: true }), { format, lang }),
    };
    // Noted in the audit log: a change.
    const file = await exportExceptions({ ctx: { ...request.ctx, db: runtime.db }, input });
    nameFile(reply, file);
    return reply.type('text/csv; charset=utf-8').send(file.text);
  });
  scope.get('/api/v1/exceptions/summary', { schema: SUMMARY, ...described }, (request) => {
    const { at } = readWords(request, ['at']);
    const input = { fabric: readAll(request, 'fabric'), at: readTime('at', at) };
    return summarizeExceptions({ ctx: request.ctx, input });
  });
  const get = { ...changed('getException'), querystring: z.object({ at: time }) };
  scope.get<One>('/api/v1/exceptions/:id', { schema: get, ...described }, (request) => {
    const { at } = readWords(request, ['at']);
    return getException({ ctx: request.ctx, input: { id: request.params.id, at: readTime('at', at) } });
  });

  scope.post('/api/v1/exceptions', { schema: REQUEST, ...described }, (request, reply) => {
    authorize(request.ctx, 'exception.request');
    const input = readBody(RequestExceptionInput, request.body);
    const work = (ctx: typeof request.ctx) => requestException({ ctx, input });
    return answerChange(request, reply, { status: 201, work, location });
  });
  scope.post<One>('/api/v1/exceptions/:id/renew', { schema: RENEW, ...described }, (request, reply) => {
    authorize(request.ctx, 'exception.request');
    const input = { id: request.params.id, ...readBody(Renewal, request.body) };
    const work = (ctx: typeof request.ctx) => renewException({ ctx, input });
    return answerChange(request, reply, { status: 201, work, location });
  });

  const steps = { approve: approveException, withdraw: withdrawException } as const;
  for (const [step, verb] of Object.entries(steps)) {
    const handler = (request: FastifyRequest<One>, reply: FastifyReply) => {
      authorize(request.ctx, step === 'approve' ? 'exception.approve' : 'exception.withdraw');
      if (step === 'approve') requirePerson(request.ctx);
      readBody(Nothing, request.body ?? {});
      const { id } = request.params;
      const work = (ctx: typeof request.ctx) => verb({ ctx, input: { id } });
      return answerChange(request, reply, { status: 200, work });
    };
    const schema = changed(`${step}Exception`);
    scope.post<One>(`/api/v1/exceptions/:id/${step}`, { schema, ...described }, handler);
  }
};
