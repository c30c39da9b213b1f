import { ById, type Done } from '@/lib/contracts/administration';
import { audit } from '@/lib/server/audit/record';
import { administers, authorize } from '@/lib/server/auth/authorize';
import type { Ctx, Verb } from '@/lib/server/context';
import { transact } from '@/lib/server/db/client';
import { ServiceError } from '@/lib/server/errors';
import { parseInput } from '@/lib/server/request/parse-input';
import { isFinished, keptUntilOf } from './describe';
import { findReport, type StoredReport } from './internal';

/** Ends the making of a report. One that is ready is never taken back. */
export async function cancelReport({ ctx, input }: Verb<ById>): Promise<Done> {
  authorize(ctx, 'report.make');
  const { id } = parseInput(ById, input);
  const report = await findReport(ctx, id);
  await cancel(ctx, report);
  return { id: report.id };
}

/**
 * Cancels a report that is being made; of one that is finished, an administrator removes what is older than the history
 * that it was made of is kept.
 */
export async function deleteReport({
  ctx,
  input,
  keptDays,
}: Verb<ById> & { keptDays: number }): Promise<Done> {
  authorize(ctx, 'report.make');
  const report = await findReport(ctx, parseInput(ById, input).id);
  const keptUntil = keptUntilOf(report.createdAt, keptDays);
  if (!isFinished(report) || !administers(ctx)) await cancel(ctx, report);
  else if (keptUntil > ctx.now)
    throw new ServiceError('conflict', `It is kept until ${keptUntil.toISOString()}, as the retention says`);
  else await remove(ctx, report);
  return { id: report.id };
}

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
