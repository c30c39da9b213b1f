import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import {
  CreatedReport,
  CreateReportInput,
  FrameworkList,
  type ListReportsInput,
  PreviewReportInput,
  ReportDetail,
  ReportList,
  ReportPreview,
  type ReportProofInput,
} from '@/lib/contracts/reports';
import { MAX_LIMIT } from '@/lib/contracts/words/host-query';
import {
  REPORT_FORMATS,
  REPORT_KINDS,
  REPORT_STATES,
  SIGNATURE_FORMATS,
} from '@/lib/contracts/words/reports';
import { authorize } from '@/lib/server/auth/authorize';
import { ServiceError } from '@/lib/server/errors';
import { answersReaders } from '@/lib/server/http/api/read-api';
import { answerChange, readBody } from '@/lib/server/http/common/json-body';
import { describedOnly, readAll, readWords } from '@/lib/server/http/common/query-words';
import { QUESTION } from '@/lib/server/http/common/request-context';
import { policyOfPage } from '@/lib/server/report-formats/html/policy';
import type { Runtime } from '@/lib/server/runtime';
import {
  createReport,
  deleteReport,
  describeReport,
  downloadReport,
  listFrameworks,
  listReports,
  previewReport,
  type ReportDownload,
  readReportProof,
} from '@/lib/server/services/report';
import { repeated } from '@/lib/server/verbs/words';

type OneReport = { Params: { id: string } };

const tags = ['reports'];
const params = z.object({ id: z.string() });

const LIST = {
  operationId: 'listReports',
  tags,
  querystring: z.object({
    kind: z.enum(REPORT_KINDS).optional(),
    state: repeated(z.enum(REPORT_STATES)),
    fabric: repeated(z.string()),
    by: z.string().optional(),
    days: z.int().min(1).optional(),
    search: z.string().optional(),
    limit: z.int().min(1).max(MAX_LIMIT).optional(),
    cursor: z.string().optional(),
  }),
  response: { 200: ReportList },
};
const FRAMEWORKS = { operationId: 'listReportFrameworks', tags, response: { 200: FrameworkList } };
const GET = { operationId: 'getReport', tags, params, response: { 200: ReportDetail } };
const CREATE = {
  operationId: 'createReport',
  tags,
  body: CreateReportInput,
  response: { 202: CreatedReport },
};
const PREVIEW = {
  operationId: 'previewReport',
  tags,
  body: PreviewReportInput,
  response: { 200: ReportPreview },
};
const CANCEL = { operationId: 'cancelReport', tags, params, response: { 204: z.null() } };
const DOWNLOAD = {
  operationId: 'downloadReport',
  tags,
  params,
  querystring: z.object({
    format: z.enum(REPORT_FORMATS),
    disposition: z.enum(['attachment', 'inline']).optional(),
  }),
};

const MANIFEST = { operationId: 'getReportManifest', tags, params };
const SIGNATURE = {
  operationId: 'getReportSignature',
  tags,
  params,
  querystring: z.object({ format: z.enum(SIGNATURE_FORMATS) }),
};

function readList(request: FastifyRequest): ListReportsInput {
  const { limit, days, ...words } = readWords(request, ['kind', 'by', 'days', 'search', 'limit', 'cursor']);
  return {
    ...(words as ListReportsInput),
    ...(limit !== undefined && { limit: Number(limit) }),
    ...(days !== undefined && { days: Number(days) }),
    state: readAll(request, 'state') as ListReportsInput['state'],
    fabric: readAll(request, 'fabric'),
  };
}

/** The same memory: a copy of tens of megabytes would hold up the server's loop. */
const asBuffer = ({ buffer, byteOffset, byteLength }: Uint8Array) =>
  Buffer.from(buffer, byteOffset, byteLength);

/** As it was made, to the byte. */
function sendFile(reply: FastifyReply, { fileName, contentType, bytes }: ReportDownload) {
  reply.header('content-disposition', `attachment; filename="${fileName}"`);
  return reply.type(contentType).send(asBuffer(bytes));
}

const location = ({ id }: { id: string }) => `/api/v1/reports/${id}`;

/** The page is read and printed in a browser, under the policy that the page itself states. */
function sendPage(reply: FastifyReply, { contentType, bytes }: ReportDownload) {
  reply.header('content-security-policy', `${policyOfPage(bytes)}; frame-ancestors 'none'`);
  return reply.type(contentType).send(asBuffer(bytes));
}

function isInline(format: string | undefined, disposition = 'attachment'): boolean {
  const pointer = 'disposition';
  if (!['attachment', 'inline'].includes(disposition))
    throw new ServiceError('invalid_value', 'disposition is attachment or inline', { pointer });
  if (disposition === 'inline' && format !== 'html')
    throw new ServiceError('invalid_value', 'Only format=html is shown inline', { pointer });
  return disposition === 'inline';
}

/** Compliance reports: asked for, made in the background, and downloaded as they were made. */
export const reportRoutes: FastifyPluginAsync<{ runtime: Runtime }> = async (scope, { runtime }) => {
  answersReaders(scope, runtime);
  const described = { validatorCompiler: describedOnly };

  scope.get('/api/v1/reports', { schema: LIST, ...described }, (request) => {
    return listReports({ ctx: request.ctx, input: readList(request) });
  });

  scope.get('/api/v1/reports/frameworks', { schema: FRAMEWORKS, ...described }, (request) => {
    readWords(request, []);
    return listFrameworks({ ctx: request.ctx });
  });

  scope.post('/api/v1/reports', { schema: CREATE, ...described }, (request, reply) => {
    authorize(request.ctx, 'report.make');
    const input = readBody(CreateReportInput, request.body);
    const work = (ctx: typeof request.ctx) => createReport({ ctx, input });
    return answerChange(request, reply, { status: 202, work, location });
  });

  scope.post('/api/v1/reports/preview', { schema: PREVIEW, ...described, config: QUESTION }, (request) => {
    authorize(request.ctx, 'report.make');
    const input = readBody(PreviewReportInput, request.body);
    return runtime.heavyReads.read(request.ctx, (ctx) => previewReport({ ctx, input }));
  });

  scope.get<OneReport>('/api/v1/reports/:id', { schema: GET, ...described }, (request) =>
    describeReport({
      ctx: request.ctx,
      input: { id: request.params.id },
      keptDays: runtime.settings.retentionDays,
    }),
  );

  scope.delete<OneReport>('/api/v1/reports/:id', { schema: CANCEL, ...described }, async (request, reply) => {
    const input = { id: request.params.id };
    await deleteReport({ ctx: request.ctx, input, keptDays: runtime.settings.retentionDays });
    return reply.code(204).send();
  });

  scope.get<OneReport>(
    '/api/v1/reports/:id/download',
    // Each download is noted in the audit log: asking for its headers alone would be noted, and give nobody anything.
    { schema: DOWNLOAD, ...described, exposeHeadRoute: false },
    async (request, reply) => {
      const { format, disposition } = readWords(request, ['format', 'disposition']);
      authorize(request.ctx, 'report.make');
      const send = isInline(format, disposition) ? sendPage : sendFile;
      // Noted in the audit log: a change.
      const ctx = { ...request.ctx, db: runtime.db };
      const input = { id: request.params.id, format: format as (typeof REPORT_FORMATS)[number] };
      return send(reply, await downloadReport({ ctx, input }));
    },
  );

  const proof = (request: FastifyRequest<OneReport>, part: string) => {
    const input = { id: request.params.id, part } as ReportProofInput;
    return readReportProof({ ctx: { ...request.ctx, db: runtime.db }, input });
  };

  scope.get<OneReport>(
    '/api/v1/reports/:id/manifest',
    { schema: MANIFEST, ...described },
    async (request, reply) => sendFile(reply, await proof(request, 'manifest')),
  );

  scope.get<OneReport>(
    '/api/v1/reports/:id/signature',
    { schema: SIGNATURE, ...described },
    async (request, reply) => {
      authorize(request.ctx, 'report.make');
      const { format = '' } = readWords(request, ['format']);
      if (!SIGNATURE_FORMATS.some((known) => known === format))
        throw new ServiceError('invalid_value', 'format is jws or der', { pointer: 'format' });
      return sendFile(reply, await proof(request, format));
    },
  );
};
