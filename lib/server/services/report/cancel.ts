import { ById, type Done } from '@/lib/contracts/administration';
import { audit } from '@/lib/server/audit/record';
import { authorize } from '@/lib/server/auth/authorize';
import type { Verb } from '@/lib/server/context';
import { transact } from '@/lib/server/db/client';
import { ServiceError } from '@/lib/server/errors';
import { parseInput } from '@/lib/server/request/parse-input';
import { findReport } from './internal';

/** Ends the making of a report. One that is ready is never taken back. */
export async function cancelReport({ ctx, input }: Verb<ById>): Promise<Done> {
  authorize(ctx, 'report.make');
  const { id } = parseInput(ById, input);
  const report = await findReport(ctx, id);
  await transact(ctx.db, async (tx) => {
    const { count } = await tx.report.updateMany({
      where: { id: report.id, state: { in: ['queued', 'running'] } },
      data: { state: 'cancelled', finishedAt: ctx.now },
    });
    if (count === 0)
      throw new ServiceError(
        'conflict',
        'It is no longer being made: what is ready or has failed cannot be cancelled',
      );
    const detail = { number: report.number };
    await audit(tx, ctx, { action: 'report.cancelled', subject: { kind: 'report', id }, detail });
  });
  return { id: report.id };
}
