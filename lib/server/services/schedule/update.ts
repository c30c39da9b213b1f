import {
  CreateScheduleInput,
  type ScheduleFields,
  ScheduleRow,
  UpdateScheduleInput,
} from '@/lib/contracts/schedules';
import { audit } from '@/lib/server/audit/record';
import type { Ctx } from '@/lib/server/context';
import { transact } from '@/lib/server/db/client';
import { parseInput } from '@/lib/server/request/parse-input';
import { verb } from '@/lib/server/verbs/verb';
import { scheduleDetail } from './audit-detail';
import {
  columnsOf,
  fieldsOf,
  findSchedule,
  firstDate,
  lockSchedule,
  ownerFrom,
  type StoredSchedule,
  toScheduleRows,
} from './internal';
import { refuseFields } from './refuse-fields';

/**
 * Changes, pauses or resumes a schedule. Whoever changes or resumes it becomes its owner, so that it never
 * reports more than they may see. Pausing does not change the owner.
 */
export const updateSchedule = verb({
  procedure: 'schedule.update',
  route: { at: 'PATCH /api/v1/report-schedules/:id', tag: 'reports', operation: 'updateReportSchedule' },
  summary: 'Changes a schedule.',
  right: 'report.make',
  kind: 'command',
  input: UpdateScheduleInput,
  output: ScheduleRow,
  needs: ['mail'],
  work: async ({ ctx, input: { id, ...changes }, mail }) => {
    await transact(ctx.db, async (tx) => {
      const stored = await lockSchedule({ ...ctx, db: tx }, id);
      const before = fieldsOf(stored);
      const given = Object.entries(changes).filter(([, value]) => value !== undefined);
      const fields = parseInput(CreateScheduleInput, { ...before, ...Object.fromEntries(given) });
      const isPause = given.every(([name]) => name === 'enabled') && !fields.enabled;
      if (!isPause) await refuseFields({ ...ctx, db: tx }, fields, mail);
      const owner = isPause ? {} : ownerFrom(ctx);
      const data = { ...columnsOf(fields), ...datesOf(ctx, stored, fields), ...owner };
      await tx.reportSchedule.update({ where: { id }, data, select: { id: true } });
      await audit(tx, ctx, {
        action: actionOf(before, fields, isPause),
        subject: { kind: 'reportSchedule', id },
        detail: isPause ? { name: before.name } : scheduleDetail(fields),
      });
    });
    const [row] = await toScheduleRows(ctx, [await findSchedule(ctx, id)]);
    return row as ScheduleRow;
  },
});

function actionOf(before: ScheduleFields, after: ScheduleFields, isPause: boolean): string {
  if (isPause) return 'reportSchedule.paused';
  return !before.enabled && after.enabled ? 'reportSchedule.resumed' : 'reportSchedule.changed';
}

/** Changing something else does not lose a date that has come but is not handled yet. */
function datesOf(ctx: Ctx, stored: StoredSchedule, after: ScheduleFields) {
  if (!after.enabled) return { nextAt: null, pausedAt: stored.pausedAt ?? ctx.now };
  const isSameRhythm =
    stored.every === after.every &&
    stored.onDay === after.on &&
    stored.at === after.at &&
    stored.timeZone === after.timeZone;
  const nextAt = isSameRhythm && stored.nextAt !== null ? stored.nextAt : firstDate(after, ctx.now);
  return { nextAt, pausedAt: null, stopped: null };
}
