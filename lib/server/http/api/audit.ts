import type { FastifyPluginAsync, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { AuditList, AuditVerification, ExportAuditInput } from '@/lib/contracts/audit';
import { TimeText } from '@/lib/contracts/time';
import { AUDIT_EXPORT_FORMATS, AUDIT_FILTER_WORDS, AUDIT_WORDS } from '@/lib/contracts/words/audit';
import { MAX_LIMIT } from '@/lib/contracts/words/host-query';
import { readCheckpointFile } from '@/lib/server/audit/checkpoint';
import { authorize } from '@/lib/server/auth/authorize';
import { recordedBy } from '@/lib/server/context';
import { createFilePlaces, untilClosed } from '@/lib/server/http/common/file-places';
import { describedOnly, readWords, refuseUnusedWords } from '@/lib/server/http/common/query-words';
import { OWN_PLACES, resolvesCaller } from '@/lib/server/http/common/request-context';
import { sendFile } from '@/lib/server/http/common/send-file';
import { parseInput } from '@/lib/server/request/parse-input';
import type { Runtime } from '@/lib/server/runtime';
import { exportAudit, listAudit, verifyAudit } from '@/lib/server/services/system';
import { readPeriod } from '@/lib/server/verbs/words';

const tags = ['audit'];
const text = z.string().optional();
const time = TimeText.optional();
const FILTER = { since: time, until: time, actor: text, action: text, subject: text };

const LIST = {
  operationId: 'listAudit',
  tags,
  querystring: z.object({
    ...FILTER,
    cursor: text,
    limit: z.int().min(1).max(MAX_LIMIT).optional(),
  }),
  response: { 200: AuditList },
};

const EXPORT = {
  operationId: 'exportAudit',
  tags,
  querystring: z.object({
    format: z.enum(AUDIT_EXPORT_FORMATS),
    lang: z.enum(['en', 'fr']).optional(),
    ...FILTER,
  }),
};

const VERIFY = { operationId: 'verifyAudit', tags, response: { 200: AuditVerification } };

function readFilter(request: FastifyRequest) {
  const words = readWords(request, AUDIT_FILTER_WORDS);
  const [since, until] = readPeriod(words, ['since', 'until']);
  return { ...words, since, until };
}

export const auditRoutes: FastifyPluginAsync<{ runtime: Runtime }> = async (scope, { runtime }) => {
  resolvesCaller(scope, runtime);
  scope.addHook('preHandler', async (request) => {
    authorize(request.ctx, 'audit.read');
    refuseUnusedWords(request);
  });
  const described = { validatorCompiler: describedOnly };
  const places = createFilePlaces();
  // An export is noted, and the log may be long: neither waits for questions about the fleet.
  const ofLog = ({ ctx }: FastifyRequest) => ({ ...ctx, db: runtime.db });

  scope.get('/api/v1/audit', { schema: LIST, ...described }, (request) => {
    const { limit, cursor } = readWords(request, AUDIT_WORDS);
    const input = { ...readFilter(request), cursor, ...(limit && { limit: Number(limit) }) };
    return listAudit({ ctx: request.ctx, input });
  });

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
      const ctx = { ...ofLog(request), now: new Date() };
      return sendFile(reply, await exportAudit({ ctx, input }), leave);
    } catch (error) {
      leave();
      throw error;
    }
  });

  scope.get('/api/v1/audit/verify', { schema: VERIFY, ...described }, async (request) => {
    const checkpoints = await readCheckpointFile(runtime.env.auditCheckpointFile);
    return verifyAudit({ ctx: ofLog(request), input: { checkpoints } });
  });
};
