import type { FastifyInstance } from 'fastify';
import { ReportKeySet } from '@/lib/contracts/report-keys';
import type { Runtime } from '@/lib/server/runtime';
import { getReportKeys } from '@/lib/server/services/report';

export const REPORT_KEYS_PATH = '/.well-known/report-keys.json';

/** Needs no credential, because people who were given a report may have no account here. */
export function reportKeyRoutes(app: FastifyInstance, runtime: Runtime): void {
  const schema = {
    operationId: 'getReportKeys',
    summary: 'Lists the public keys by which reports are verified.',
    tags: ['reports'],
    response: { 200: ReportKeySet },
  };
  app.get(REPORT_KEYS_PATH, { schema }, (request) =>
    getReportKeys({
      ctx: { actor: { kind: 'anonymous' }, db: runtime.db, now: new Date(), requestId: request.id },
    }),
  );
}
