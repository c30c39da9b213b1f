import { ById, type Done } from '@/lib/contracts/administration';
import { audit } from '@/lib/server/audit/record';
import { authorize } from '@/lib/server/auth/authorize';
import type { Verb } from '@/lib/server/context';
import { transact } from '@/lib/server/db/client';
import { parseInput } from '@/lib/server/request/parse-input';
import { lockSchedule } from './internal';

/** Its reports stay, and nothing removes them by itself any more. */
export async function deleteSchedule({ ctx, input }: Verb<ById>): Promise<Done> {
  authorize(ctx, 'report.make');
  const { id } = parseInput(ById, input);
  await transact(ctx.db, async (tx) => {
    const { name } = await lockSchedule({ ...ctx, db: tx }, id);
    const reports = await tx.report.count({ where: { scheduleId: id } });
    await tx.reportSchedule.delete({ where: { id }, select: { id: true } });
    const detail = { name, reportsKept: reports };
    await audit(tx, ctx, {
      action: 'reportSchedule.deleted',
      subject: { kind: 'reportSchedule', id },
      detail,
    });
  });
  return { id };
}
