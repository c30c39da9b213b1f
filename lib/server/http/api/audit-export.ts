import type { FastifyPluginAsync } from 'fastify';
import { z } from 'zod';
import { authorize } from '@/lib/server/auth/authorize';
import { recordedBy } from '@/lib/server/context';
import { createFilePlaces, untilClosed } from '@/lib/server/http/common/file-places';
import { describedOnly, parametersOf, refuseUnusedWords } from '@/lib/server/http/common/query-words';
import { OWN_PLACES, resolvesCaller } from '@/lib/server/http/common/request-context';
import { sendFile } from '@/lib/server/http/common/send-file';
import type { Runtime } from '@/lib/server/runtime';
import { exportAudit } from '@/lib/server/services/system';
import { AUDIT_AS_FILE } from '@/lib/server/verbs/file-words';

const tags = ['audit'];
const EXPORT = {
  operationId: 'exportAudit',
  summary: 'Downloads entries of the audit log as a file.',
  tags,
  querystring: z.object(AUDIT_AS_FILE.described),
};

export const auditExportRoutes: FastifyPluginAsync<{ runtime: Runtime }> = async (scope, { runtime }) => {
  resolvesCaller(scope, runtime);
  scope.addHook('preHandler', async (request) => {
    authorize(request.ctx, 'audit.read');
    refuseUnusedWords(request);
  });
  const described = { validatorCompiler: describedOnly };
  const places = createFilePlaces();
  const madeByGet = { schema: EXPORT, ...described, config: OWN_PLACES, exposeHeadRoute: false };
  scope.get('/api/v1/audit/export', madeByGet, async (request, reply) => {
    const input = AUDIT_AS_FILE.read(parametersOf(request));
    const leave = await places.take(recordedBy(request.ctx.actor), untilClosed(reply));
    try {
      // The data of the moment at which there is a place. The export is recorded, and the log may be long, so
      // it does not wait among questions about the fleet.
      const ctx = { ...request.ctx, db: runtime.db, now: new Date() };
      return sendFile(reply, await exportAudit({ ctx, input }), leave);
    } catch (error) {
      leave();
      throw error;
    }
  });
};
