import type { FastifyPluginAsync } from 'fastify';
import { z } from 'zod';
import { authorize } from '@/lib/server/auth/authorize';
import { refuseMistakenWords } from '@/lib/server/http/api/read-api';
import { describedOnly, parametersOf } from '@/lib/server/http/common/query-words';
import { resolvesCaller } from '@/lib/server/http/common/request-context';
import { nameFile } from '@/lib/server/http/common/send-file';
import type { Runtime } from '@/lib/server/runtime';
import { exportExceptions } from '@/lib/server/services/exception';
import { EXCEPTIONS_AS_FILE } from '@/lib/server/verbs/file-words';

const tags = ['exceptions'];
const EXPORT = {
  operationId: 'exportExceptions',
  summary: 'Downloads the exceptions that match as a file.',
  tags,
  querystring: z.object(EXCEPTIONS_AS_FILE.described),
};

/** Exceptions as a file. */
export const exceptionExportRoutes: FastifyPluginAsync<{ runtime: Runtime }> = async (scope, { runtime }) => {
  resolvesCaller(scope, runtime);
  scope.addHook('preHandler', async (request) => {
    authorize(request.ctx, 'exception.read');
    await refuseMistakenWords(request);
  });
  const described = { validatorCompiler: describedOnly };

  scope.get('/api/v1/exceptions/export', { schema: EXPORT, ...described }, async (request, reply) => {
    const input = EXCEPTIONS_AS_FILE.read(parametersOf(request));
    // Exports are recorded in the audit log, so this is a change.
    const file = await exportExceptions({ ctx: { ...request.ctx, db: runtime.db }, input });
    nameFile(reply, file);
    return reply.type('text/csv; charset=utf-8').send(file.text);
  });
};
