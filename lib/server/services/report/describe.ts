import { GetReportInput, ReportDetail } from '@/lib/contracts/reports';
import { administers } from '@/lib/server/auth/authorize';
import { verb } from '@/lib/server/verbs/verb';
import { DAY_MS } from '@/lib/util/durations';
import { getReport } from './list';

export const isFinished = ({ state }: { state: string }) => state !== 'queued' && state !== 'running';

/** A report is kept as long as the history that it was made from. */
export const keptUntilOf = (createdAt: Date, keptDays: number) =>
  new Date(createdAt.getTime() + keptDays * DAY_MS);

/** A report with the key that signed it, and the time before which no person may remove it. */
export const describeReport = verb({
  procedure: 'report.get',
  route: { at: 'GET /api/v1/reports/:id', operation: 'getReport' },
  summary: 'Shows a report: its question, its state and its files.',
  right: 'report.make',
  kind: 'query',
  input: GetReportInput,
  output: ReportDetail,
  needs: ['settings'],
  work: async ({ ctx, input, settings }) => {
    const report = await getReport({ ctx, input });
    const where = { reportId: report.id };
    const signature = await ctx.db.reportSignature.findUnique({ where, select: { kid: true } });
    const keptUntil = keptUntilOf(new Date(report.createdAt), settings.retentionDays);
    const mayRemove = administers(ctx) && isFinished(report) && keptUntil <= ctx.now;
    const kid = signature?.kid ?? null;
    return { ...report, kid, keptUntil: keptUntil.toISOString(), mayRemove };
  },
});
