import { DownloadReportInput } from '@/lib/contracts/reports';
import { audit } from '@/lib/server/audit/record';
import { authorize } from '@/lib/server/auth/authorize';
import type { Verb } from '@/lib/server/context';
import { ServiceError } from '@/lib/server/errors';
import { CONTENT_TYPES } from '@/lib/server/report-formats';
import { parseInput } from '@/lib/server/request/parse-input';
import { findReport } from './internal';

export type ReportDownload = { fileName: string; contentType: string; bytes: Uint8Array };

/** The bytes as they were made once. Each download is in the audit log. */
export async function downloadReport({ ctx, input }: Verb<DownloadReportInput>): Promise<ReportDownload> {
  authorize(ctx, 'report.make');
  const { id, format } = parseInput(DownloadReportInput, input);
  const report = await findReport(ctx, id);
  if (report.state !== 'ready')
    throw new ServiceError('conflict', `The report is not ready: it is ${report.state}`);
  const file = await ctx.db.reportFile.findUnique({ where: { reportId_format: { reportId: id, format } } });
  if (file === null)
    throw new ServiceError(
      'not_found',
      `The report has no ${format}: it was made before there was that format`,
    );
  const detail = { number: report.number, format };
  await audit(ctx.db, ctx, { action: 'report.downloaded', subject: { kind: 'report', id }, detail });
  return {
    fileName: `${report.number}.${format}`,
    contentType: CONTENT_TYPES[format],
    bytes: file.bytes,
  };
}
