import type { FastifyInstance, FastifyPluginAsync } from 'fastify';
import { MadeReportKey, ReportKeyList, ReportKeySet } from '@/lib/contracts/report-keys';
import { authorize } from '@/lib/server/auth/authorize';
import { answerChange } from '@/lib/server/http/common/json-body';
import { describedOnly, refuseUnusedWords } from '@/lib/server/http/common/query-words';
import { resolvesCaller } from '@/lib/server/http/common/request-context';
import type { Runtime } from '@/lib/server/runtime';
import { describeReportKeys, getReportKeys, keyPlaceOf, rotateReportKey } from '@/lib/server/services/report';

export const REPORT_KEYS_PATH = '/.well-known/report-keys.json';

/** Needs no credential: people who were given a report may have no account here. */
export function reportKeyRoutes(app: FastifyInstance, runtime: Runtime): void {
  const schema = { operationId: 'getReportKeys', tags: ['reports'], response: { 200: ReportKeySet } };
  app.get(REPORT_KEYS_PATH, { schema }, (request) =>
    getReportKeys({
      ctx: { actor: { kind: 'anonymous' }, db: runtime.db, now: new Date(), requestId: request.id },
    }),
  );
}

const tags = ['reports'];
const LIST = { operationId: 'listReportKeys', tags, response: { 200: ReportKeyList } };
const ROTATE = { operationId: 'rotateReportKey', tags, response: { 201: MadeReportKey } };

/** The same keys with how often each signed and which one signs now, and a new one. For administrators of all fabrics. */
export const reportKeyManagement: FastifyPluginAsync<{ runtime: Runtime }> = async (scope, { runtime }) => {
  resolvesCaller(scope, runtime);
  scope.addHook('preHandler', async (request) => {
    authorize(request.ctx, 'reportKey.manage');
    refuseUnusedWords(request);
  });
  const described = { validatorCompiler: describedOnly };
  const input = { place: keyPlaceOf(runtime.env) };

  scope.get('/api/v1/report-keys', { schema: LIST, ...described }, (request) =>
    describeReportKeys({ ctx: request.ctx, input }),
  );
  scope.post('/api/v1/report-keys', { schema: ROTATE, ...described }, (request, reply) => {
    const work = (ctx: typeof request.ctx) => rotateReportKey({ ctx, input });
    return answerChange(request, reply, { status: 201, work });
  });
};
