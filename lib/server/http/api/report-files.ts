import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { ReportProofInput } from '@/lib/contracts/reports';
import { REPORT_FORMATS, SIGNATURE_FORMATS } from '@/lib/contracts/words/reports';
import { authorize } from '@/lib/server/auth/authorize';
import { ServiceError } from '@/lib/server/errors';
import { answersReaders } from '@/lib/server/http/api/read-api';
import { describedOnly, readWords } from '@/lib/server/http/common/query-words';
import { policyOfPage } from '@/lib/server/report-formats/html/policy';
import type { Runtime } from '@/lib/server/runtime';
import { downloadReport, type ReportDownload, readReportProof } from '@/lib/server/services/report';

type OneReport = { Params: { id: string } };

const tags = ['reports'];
const params = z.object({ id: z.string() });

const DOWNLOAD = {
  operationId: 'downloadReport',
  summary: 'Downloads a report in one of its formats.',
  tags,
  params,
  querystring: z.object({
    format: z.enum(REPORT_FORMATS),
    disposition: z.enum(['attachment', 'inline']).optional(),
  }),
};

const MANIFEST = {
  operationId: 'getReportManifest',
  summary: 'Downloads what a report was made of: its files with their digests.',
  tags,
  params,
};
const SIGNATURE = {
  operationId: 'getReportSignature',
  summary: 'Downloads the signature of a report.',
  tags,
  params,
  querystring: z.object({ format: z.enum(SIGNATURE_FORMATS) }),
};

/** Uses the same memory, because copying tens of megabytes would block the event loop. */
const asBuffer = ({ buffer, byteOffset, byteLength }: Uint8Array) =>
  Buffer.from(buffer, byteOffset, byteLength);

/** Sends exactly the stored bytes. */
function sendFile(reply: FastifyReply, { fileName, contentType, bytes }: ReportDownload) {
  reply.header('content-disposition', `attachment; filename="${fileName}"`);
  return reply.type(contentType).send(asBuffer(bytes));
}

/** Sends a page to be read and printed in a browser, under the policy that the page itself contains. */
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

/** The stored files of compliance reports. */
export const reportFileRoutes: FastifyPluginAsync<{ runtime: Runtime }> = async (scope, { runtime }) => {
  answersReaders(scope, runtime);
  const described = { validatorCompiler: describedOnly };

  scope.get<OneReport>(
    '/api/v1/reports/:id/download',
    // Each download is recorded in the audit log: asking for headers alone would be recorded without giving
    // anybody anything.
    { schema: DOWNLOAD, ...described, exposeHeadRoute: false },
    async (request, reply) => {
      const { format, disposition } = readWords(request, ['format', 'disposition']);
      authorize(request.ctx, 'report.make');
      const send = isInline(format, disposition) ? sendPage : sendFile;
      // Downloads are recorded in the audit log, so this is a change.
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
