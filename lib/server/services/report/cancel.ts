import { ById, Done } from '@/lib/contracts/administration';
import { audit } from '@/lib/server/audit/record';
import { administers } from '@/lib/server/auth/authorize';
import type { Ctx } from '@/lib/server/context';
import { transact } from '@/lib/server/db/client';
import { ServiceError } from '@/lib/server/errors';
import { verb } from '@/lib/server/verbs/verb';
import { isFinished, keptUntilOf } from './describe';
import { findReport, type StoredReport } from './internal';

/** Stops a report from being made. A finished report is never taken back. */
export const cancelReport = verb({
  procedure: 'report.cancel',
  summary: 'Cancels a report that is being made.',
  right: 'report.make',
  kind: 'command',
  input: ById,
  output: Done,
  work: async ({ ctx, input: { id } }) => {
    const report = await findReport(ctx, id);
    await cancel(ctx, report);
    return { id: report.id };
  },
});

/**
 * Cancels a report that is being made. A finished one can be removed by an administrator once it is older
 * than the retention of the history that it was made from.
 */
export const deleteReport = verb({
  procedure: 'report.delete',
  route: { at: 'DELETE /api/v1/reports/:id', status: 204, operation: 'cancelReport' },
  summary: 'Deletes a report with its files, or cancels one that is being made.',
  right: 'report.make',
  kind: 'command',
  input: ById,
  output: Done,
  needs: ['settings'],
  work: async ({ ctx, input, settings }) => {
    const report = await findReport(ctx, input.id);
    const keptUntil = keptUntilOf(report.createdAt, settings.retentionDays);
    if (!isFinished(report) || !administers(ctx)) await cancel(ctx, report);
    else if (keptUntil > ctx.now)
      throw new ServiceError(
        'conflict',
        `It is kept until ${keptUntil.toISOString()}, as the retention says`,
      );
    else await remove(ctx, report);
    return { id: report.id };
  },
});

async function cancel(ctx: Ctx, { id, number }: StoredReport): Promise<void> {
  await transact(ctx.db, async (tx) => {
    const { count } = await tx.report.updateMany({
      where: { id, state: { in: ['queued', 'running'] } },
      data: { state: 'cancelled', finishedAt: ctx.now },
    });
    if (count === 0)
      throw new ServiceError(
        'conflict',
        'It is no longer being made: what is ready or has failed cannot be cancelled',
      );
    await audit(tx, ctx, {
      action: 'report.cancelled',
      subject: { kind: 'report', id },
      detail: { number },
    });
  });
}

async function remove(ctx: Ctx, { id, number, digest }: StoredReport): Promise<void> {
  await transact(ctx.db, async (tx) => {
    await tx.report.delete({ where: { id }, select: { id: true } });
    const detail = { number, digest };
    await audit(tx, ctx, { action: 'report.removed', subject: { kind: 'report', id }, detail });
  });
}
