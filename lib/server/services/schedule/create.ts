import { v7 as uuidv7 } from 'uuid';
import { CreateScheduleInput, ScheduleRow } from '@/lib/contracts/schedules';
import { transact } from '@/lib/server/db/client';
import { verb } from '@/lib/server/verbs/verb';
import { scheduleDetail } from './audit-detail';
import { columnsOf, findSchedule, firstDate, ownerFrom, toScheduleRows } from './internal';
import { refuseFields } from './refuse-fields';

/** Creates a schedule. At each of its dates a report is made with the rights that its owner has then. */
export const createSchedule = verb({
  procedure: 'schedule.create',
  route: {
    at: 'POST /api/v1/report-schedules',
    status: 201,
    tag: 'reports',
    operation: 'createReportSchedule',
    location: ({ id }) => `/api/v1/report-schedules/${id}`,
  },
  summary: 'Has a report made again and again.',
  right: 'report.make',
  kind: 'command',
  input: CreateScheduleInput,
  output: ScheduleRow,
  needs: ['mail'],
  audit: 'reportSchedule.created',
  work: async ({ ctx, input: fields, mail, audit }) => {
    await refuseFields(ctx, fields, mail);
    const id = uuidv7();
    const when = fields.enabled
      ? { nextAt: firstDate(fields, ctx.now), pausedAt: null }
      : { nextAt: null, pausedAt: ctx.now };
    await transact(ctx.db, async (tx) => {
      const data = { id, ...columnsOf(fields), ...when, ...ownerFrom(ctx), createdAt: ctx.now };
      await tx.reportSchedule.create({ data, select: { id: true } });
      const subject = { kind: 'reportSchedule', id };
      await audit(tx, { subject, detail: scheduleDetail(fields) });
    });
    const [row] = await toScheduleRows(ctx, [await findSchedule(ctx, id)]);
    return row as ScheduleRow;
  },
});
