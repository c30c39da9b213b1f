import { DownloadReportInput, ReportProofInput } from '@/lib/contracts/reports';
import { formatsOfKind, type ReportFormat } from '@/lib/contracts/words/reports';
import { audit } from '@/lib/server/audit/record';
import { authorize } from '@/lib/server/auth/authorize';
import type { Ctx, Verb } from '@/lib/server/context';
import { ServiceError } from '@/lib/server/errors';
import { CONTENT_TYPES, fileNameOfReport } from '@/lib/server/report-formats/names';
import { parseInput } from '@/lib/server/request/parse-input';
import { findReport, type StoredReport } from './internal';
import { readFile } from './keep-file';

export type ReportDownload = { fileName: string; contentType: string; bytes: Uint8Array };

async function readyReport(ctx: Ctx, id: string): Promise<StoredReport> {
  const report = await findReport(ctx, id);
  if (report.state === 'ready') return report;
  throw new ServiceError('conflict', `The report is not ready: it is ${report.state}`);
}

async function noteDownload(ctx: Ctx, { id, number }: StoredReport, format: string): Promise<void> {
  const detail = { number, format };
  await audit(ctx.db, ctx, { action: 'report.downloaded', subject: { kind: 'report', id }, detail });
}

function whyMissing({ fromAt }: StoredReport, format: ReportFormat): string {
  const kind = fromAt === null ? 'moment' : 'period';
  return formatsOfKind(kind).includes(format)
    ? `The report has no ${format}: it was made before there was that format`
    : `The report has no ${format}: it is about a ${kind}`;
}

/** The stored bytes of the report. Each download is recorded in the audit log. */
export async function downloadReport({ ctx, input }: Verb<DownloadReportInput>): Promise<ReportDownload> {
  authorize(ctx, 'report.make');
  const { id, format } = parseInput(DownloadReportInput, input);
  const report = await readyReport(ctx, id);
  const bytes = await readFile(ctx.db, report.id, format);
  if (bytes === null) throw new ServiceError('not_found', whyMissing(report, format));
  await noteDownload(ctx, report, format);
  return {
    fileName: fileNameOfReport(report.number, format),
    contentType: CONTENT_TYPES[format],
    bytes,
  };
}

const PROOF_TYPES = {
  manifest: 'application/json; charset=utf-8',
  jws: 'application/jose+json',
  der: 'application/octet-stream',
} as const satisfies Record<ReportProofInput['part'], string>;

/** The signed statement of a report with its signatures, as in its pack. */
export async function readReportProof({ ctx, input }: Verb<ReportProofInput>): Promise<ReportDownload> {
  authorize(ctx, 'report.make');
  const { id, part } = parseInput(ReportProofInput, input);
  const report = await readyReport(ctx, id);
  const signed = await ctx.db.reportSignature.findUnique({ where: { reportId: report.id } });
  if (signed === null)
    throw new ServiceError('not_found', 'The report is not signed: it was made before reports were');
  await noteDownload(ctx, report, part);
  const extension = part === 'manifest' ? 'json' : part;
  return {
    fileName: `${report.number}.manifest.${extension}`,
    contentType: PROOF_TYPES[part],
    bytes: signed[part],
  };
}
