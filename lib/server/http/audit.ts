import type { FastifyPluginAsync } from 'fastify';
import { z } from 'zod';
import { AUDIT_WORDS, AuditList } from '@/lib/contracts/audit';
import { MAX_LIMIT } from '@/lib/contracts/host-query';
import { authorize } from '@/lib/server/auth/authorize';
import { describedOnly, readTime, readWords, refuseUnusedWords } from '@/lib/server/http/query-words';
import { resolvesCaller } from '@/lib/server/http/request-context';
import type { Runtime } from '@/lib/server/runtime';
import { listAudit } from '@/lib/server/services/system';

const text = z.string().optional();

const LIST = {
  operationId: 'listAudit',
  tags: ['audit'],
  querystring: z.object({
    since: z.iso.datetime({ offset: true }).optional(),
    actor: text,
    action: text,
    subject: text,
    cursor: text,
    limit: z.int().min(1).max(MAX_LIMIT).optional(),
  }),
  response: { 200: AuditList },
};

export const auditRoutes: FastifyPluginAsync<{ runtime: Runtime }> = async (scope, { runtime }) => {
  resolvesCaller(scope, runtime);
  scope.addHook('preHandler', async (request) => {
    authorize(request.ctx, 'audit.read');
    refuseUnusedWords(request);
  });
  scope.get('/api/v1/audit', { schema: LIST, validatorCompiler: describedOnly }, (request) => {
    const { since, limit, ...words } = readWords(request, AUDIT_WORDS);
    const input = { ...words, since: readTime('since', since), ...(limit && { limit: Number(limit) }) };
    return listAudit({ ctx: request.ctx, input });
  });
};
