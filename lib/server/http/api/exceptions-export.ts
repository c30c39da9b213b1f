import type { FastifyPluginAsync, FastifyRequest } from 'fastify';
import { z } from 'zod';
import {
  EXCEPTION_EXPORT_FORMATS,
  ExportExceptionsInput,
  ListExceptionsInput,
} from '@/lib/contracts/exception';
import { TimeText } from '@/lib/contracts/time';
import { YES_OR_NO } from '@/lib/contracts/words/host-query';
import { EXCEPTION_STATES } from '@/lib/domain/exception';
import { authorize } from '@/lib/server/auth/authorize';
import { refuseMistakenWords } from '@/lib/server/http/api/read-api';
import { describedOnly, readAll, readWords } from '@/lib/server/http/common/query-words';
import { resolvesCaller } from '@/lib/server/http/common/request-context';
import { nameFile } from '@/lib/server/http/common/send-file';
import { parseInput } from '@/lib/server/request/parse-input';
import type { Runtime } from '@/lib/server/runtime';
import { exportExceptions } from '@/lib/server/services/exception';
import { oneOf, readTime, repeated } from '@/lib/server/verbs/words';

const tags = ['exceptions'];
const time = TimeText.optional();
const fabric = repeated(z.string());

const QUESTION = z.object({
  state: repeated(z.enum(EXCEPTION_STATES)),
  endingBefore: time,
  renewed: z.enum(YES_OR_NO).optional(),
  fabric,
  host: z.string().optional(),
  at: time,
});

const EXPORT = {
  operationId: 'exportExceptions',
  tags,
  querystring: QUESTION.extend({
    format: z.enum(EXCEPTION_EXPORT_FORMATS),
    lang: z.enum(['en', 'fr']).optional(),
  }),
};

function readList(request: FastifyRequest): ListExceptionsInput {
  const { endingBefore, renewed, at, ...words } = readWords(request, [
    'endingBefore',
    'renewed',
    'host',
    'at',
  ]);
  const {
    at: then,
    endingBefore: before,
    ...input
  } = parseInput(ListExceptionsInput, {
    ...words,
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

/** What people agreed to leave as it is for a time, as a file. */
export const exceptionExportRoutes: FastifyPluginAsync<{ runtime: Runtime }> = async (scope, { runtime }) => {
  resolvesCaller(scope, runtime);
  scope.addHook('preHandler', async (request) => {
    authorize(request.ctx, 'exception.read');
    await refuseMistakenWords(request);
  });
  const described = { validatorCompiler: describedOnly };

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
};
