import { ById, Done } from '@/lib/contracts/administration';
import { transact } from '@/lib/server/db/client';
import { verb } from '@/lib/server/verbs/verb';
import { lockSchedule } from './internal';

/** Deletes a schedule. Its reports stay and are no longer removed automatically. */
export const deleteSchedule = verb({
  procedure: 'schedule.delete',
  route: {
    at: 'DELETE /api/v1/report-schedules/:id',
    status: 204,
    tag: 'reports',
    operation: 'deleteReportSchedule',
  },
  summary: 'Deletes a schedule; the reports that it made stay.',
  right: 'report.make',
  kind: 'command',
  input: ById,
  output: Done,
  audit: 'reportSchedule.deleted',
  work: async ({ ctx, input: { id }, audit }) => {
    await transact(ctx.db, async (tx) => {
      const { name } = await lockSchedule({ ...ctx, db: tx }, id);
      const reports = await tx.report.count({ where: { scheduleId: id } });
      await tx.reportSchedule.delete({ where: { id }, select: { id: true } });
      const detail = { name, reportsKept: reports };
      await audit(tx, { subject: { kind: 'reportSchedule', id }, detail });
    });
    return { id };
  },
});
