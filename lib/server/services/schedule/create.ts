import { v7 as uuidv7 } from 'uuid';
import { CreateScheduleInput, type MailFacts, type ScheduleRow } from '@/lib/contracts/schedules';
import { audit } from '@/lib/server/audit/record';
import { authorize } from '@/lib/server/auth/authorize';
import type { Verb } from '@/lib/server/context';
import { transact } from '@/lib/server/db/client';
import { parseInput } from '@/lib/server/request/parse-input';
import { scheduleDetail } from './audit-detail';
import { columnsOf, findSchedule, firstDate, ownerFrom, toScheduleRows } from './internal';
import { refuseFields } from './refuse-fields';

/** Reports that are made at each of its dates, with the rights that its owner has then. */
export async function createSchedule({
  ctx,
  input,
  mail,
}: Verb<CreateScheduleInput> & { mail: MailFacts }): Promise<ScheduleRow> {
  authorize(ctx, 'report.make');
  const fields = parseInput(CreateScheduleInput, input);
  await refuseFields(ctx, fields, mail);
  const id = uuidv7();
  const when = fields.enabled
    ? { nextAt: firstDate(fields, ctx.now), pausedAt: null }
    : { nextAt: null, pausedAt: ctx.now };
  await transact(ctx.db, async (tx) => {
    const data = { id, ...columnsOf(fields), ...when, ...ownerFrom(ctx), createdAt: ctx.now };
    await tx.reportSchedule.create({ data, select: { id: true } });
    const subject = { kind: 'reportSchedule', id };
    await audit(tx, ctx, { action: 'reportSchedule.created', subject, detail: scheduleDetail(fields) });
  });
  const [row] = await toScheduleRows(ctx, [await findSchedule(ctx, id)]);
  return row as ScheduleRow;
}
