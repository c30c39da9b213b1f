import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { ReportContent } from '@/lib/contracts/report-content';
import { refuseUnusedWords } from '@/lib/server/http/common/query-words';

export const REPORT_SCHEMA_PATH = '/api/v1/reports/schema.json';

const SCHEMA = z.toJSONSchema(ReportContent, { target: 'draft-2020-12' });

/**
 * The schema of the JSON format. It needs no credential, because people who were given a report may have no
 * account here.
 */
export function reportSchemaRoutes(app: FastifyInstance): void {
  const response = { 200: z.record(z.string(), z.unknown()) };
  const schema = {
    operationId: 'getReportSchema',
    summary: 'Shows the JSON schema of a report’s content.',
    tags: ['reports'],
    response,
  };
  app.get(REPORT_SCHEMA_PATH, { schema }, (request) => {
    refuseUnusedWords(request);
    return SCHEMA;
  });
}
