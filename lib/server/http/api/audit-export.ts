import type { FastifyPluginAsync, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { ExportAuditInput } from '@/lib/contracts/audit';
import { TimeText } from '@/lib/contracts/time';
import { AUDIT_EXPORT_FORMATS, AUDIT_FILTER_WORDS } from '@/lib/contracts/words/audit';
import { authorize } from '@/lib/server/auth/authorize';
import { recordedBy } from '@/lib/server/context';
import { createFilePlaces, untilClosed } from '@/lib/server/http/common/file-places';
import { describedOnly, readWords, refuseUnusedWords } from '@/lib/server/http/common/query-words';
import { OWN_PLACES, resolvesCaller } from '@/lib/server/http/common/request-context';
import { sendFile } from '@/lib/server/http/common/send-file';
import { parseInput } from '@/lib/server/request/parse-input';
import type { Runtime } from '@/lib/server/runtime';
import { exportAudit } from '@/lib/server/services/system';
import { readPeriod } from '@/lib/server/verbs/words';

const tags = ['audit'];
const text = z.string().optional();
const time = TimeText.optional();
const FILTER = { since: time, until: time, actor: text, action: text, subject: text };

const EXPORT = {
  operationId: 'exportAudit',
  tags,
  querystring: z.object({
    format: z.enum(AUDIT_EXPORT_FORMATS),
    lang: z.enum(['en', 'fr']).optional(),
    ...FILTER,
  }),
};

function readFilter(request: FastifyRequest) {
  const words = readWords(request, AUDIT_FILTER_WORDS);
  const [since, until] = readPeriod(words, ['since', 'until']);
  return { ...words, since, until };
}

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
    const { format, lang } = readWords(request, ['format', 'lang']);
    const input = {
      ...readFilter(request),
      ...parseInput(ExportAuditInput.pick({ format: true, lang: true }), { format, lang }),
    };
    const leave = await places.take(recordedBy(request.ctx.actor), untilClosed(reply));
    try {
      // What is true once there is a place, not when the wait began.
      // An export is noted, and the log may be long: neither waits for questions about the fleet.
      const ctx = { ...request.ctx, db: runtime.db, now: new Date() };
      return sendFile(reply, await exportAudit({ ctx, input }), leave);
    } catch (error) {
      leave();
      throw error;
    }
  });
};
