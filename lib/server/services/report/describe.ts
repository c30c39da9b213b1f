import type { GetReportInput, ReportDetail } from '@/lib/contracts/reports';
import { DAY_MS } from '@/lib/domain/history';
import { administers } from '@/lib/server/auth/authorize';
import type { Verb } from '@/lib/server/context';
import { getReport } from './list';

export const isFinished = ({ state }: { state: string }) => state !== 'queued' && state !== 'running';

/** As long as the history that it was made of. */
export const keptUntilOf = (createdAt: Date, keptDays: number) =>
  new Date(createdAt.getTime() + keptDays * DAY_MS);

/** A report, and until when no person may remove it. */
export async function describeReport({
  ctx,
  input,
  keptDays,
}: Verb<GetReportInput> & { keptDays: number }): Promise<ReportDetail> {
  const report = await getReport({ ctx, input });
  const keptUntil = keptUntilOf(new Date(report.createdAt), keptDays);
  const mayRemove = administers(ctx) && isFinished(report) && keptUntil <= ctx.now;
  return { ...report, keptUntil: keptUntil.toISOString(), mayRemove };
}
