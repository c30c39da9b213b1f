import { ById } from '@/lib/contracts/administration';
import type { MailFacts, ScheduleList, ScheduleRow } from '@/lib/contracts/schedules';
import { authorize } from '@/lib/server/auth/authorize';
import type { Verb } from '@/lib/server/context';
import { parseInput } from '@/lib/server/request/parse-input';
import { findSchedule, readSchedules, seesSchedule, toScheduleRows } from './internal';

/** Lists schedules by name, those that are paused among them. */
export async function listSchedules({
  ctx,
  input: { mail },
}: Verb<{ mail: MailFacts }>): Promise<ScheduleList> {
  authorize(ctx, 'report.make');
  const stored = await readSchedules(ctx.db, {});
  const seen = stored.filter((schedule) => seesSchedule(ctx, schedule));
  return { asOf: ctx.now.toISOString(), mail, schedules: await toScheduleRows(ctx, seen) };
}

export async function getSchedule({ ctx, input }: Verb<ById>): Promise<ScheduleRow> {
  authorize(ctx, 'report.make');
  const [row] = await toScheduleRows(ctx, [await findSchedule(ctx, parseInput(ById, input).id)]);
  return row as ScheduleRow;
}
