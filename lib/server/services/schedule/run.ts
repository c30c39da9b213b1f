import type { CreateReportInput, Scheduled } from '@/lib/contracts/reports';
import type { ScheduledReport } from '@/lib/contracts/schedules';
import { mayDo } from '@/lib/domain/permissions';
import { dueDate, endedPeriod, nextDate } from '@/lib/domain/report/rhythm';
import { audit } from '@/lib/server/audit/record';
import { presentActor } from '@/lib/server/auth/present-actor';
import type { Actor, Ctx, Verb } from '@/lib/server/context';
import { transact } from '@/lib/server/db/client';
import { isServiceError } from '@/lib/server/errors';
import { orderReport, tellProblem } from '@/lib/server/services/report';
import { readSchedules, rhythmOf, type StoredSchedule } from './internal';
import { isLate } from './last-run';

/** Queues every schedule whose date has come. It is queued once, however many servers do this. */
export async function enqueueDueSchedules({ ctx }: { ctx: Ctx }): Promise<void> {
  const due = await ctx.db.reportSchedule.findMany({
    where: { nextAt: { lte: ctx.now } },
    select: { id: true },
  });
  for (const { id } of due)
    await ctx.db.$executeRaw`
      SELECT graphile_worker.add_job('runSchedule', json_build_object('id', ${id}::text),
        job_key := ${`schedule ${id}`}::text)`;
}

/**
 * Handles a date of a schedule that has come: orders its report, records that and moves on to the next date,
 * in one transaction that locks the schedule. A second server, or the same one after a crash, finds the date
 * handled. If several dates were missed, only the last one is handled, and the number of the others is
 * recorded.
 */
export async function runSchedule({ ctx, input: { id } }: Verb<{ id: string }>): Promise<void> {
  await transact(ctx.db, async (tx) => {
    await tx.$executeRaw`SELECT id FROM report_schedule WHERE id = ${id}::uuid FOR UPDATE`;
    const [stored] = await readSchedules(tx, { id });
    if (!stored?.nextAt) return;
    const due = dueDate(rhythmOf(stored), {
      firstMs: stored.nextAt.getTime(),
      nowMs: ctx.now.getTime(),
    });
    if (due === null) return;
    const dueAt = new Date(due.at);
    await meet({ ...ctx, db: tx }, stored, {
      name: stored.name,
      dueAt: dueAt.toISOString(),
      isLate: isLate(dueAt, ctx.now),
      missed: due.missed,
    });
  });
}

async function meet(ctx: Ctx, stored: StoredSchedule, scheduled: Scheduled): Promise<void> {
  const owner = await presentOwner(ctx, stored);
  if (owner === null) return stop(ctx, stored, scheduled);
  const { id } = stored;
  const dueAt = new Date(scheduled.dueAt);
  const asked = await ask({ ...ctx, actor: owner }, stored, scheduled);
  await ctx.db.reportScheduleRun.create({
    data: { scheduleId: id, dueAt, ranAt: ctx.now, missed: scheduled.missed, ...asked },
    select: { dueAt: true },
  });
  const nextAt = new Date(nextDate(rhythmOf(stored), ctx.now.getTime()));
  await ctx.db.reportSchedule.update({ where: { id }, data: { nextAt }, select: { id: true } });
  await audit(ctx.db, ctx, {
    action: 'failure' in asked ? 'reportSchedule.failed' : 'reportSchedule.met',
    subject: { kind: 'reportSchedule', id },
    detail: {
      ...scheduled,
      ...('failure' in asked ? { code: asked.failure.code } : { report: asked.reportId }),
    },
  });
  if (!('failure' in asked)) return;
  const { code } = asked.failure;
  await tellProblem(ctx.db, { scheduleId: id, kind: 'refused', dueAt: scheduled.dueAt, code });
}

type Asked = { reportId: string } | { failure: { code: string; detail: string } };

/** Refusals come before any write. Any other error rolls everything back and is tried again. */
async function ask(ctx: Ctx, stored: StoredSchedule, scheduled: Scheduled): Promise<Asked> {
  try {
    const input = orderOf(stored, Date.parse(scheduled.dueAt));
    const { id: reportId } = await orderReport({ ctx, input, by: { scheduleId: stored.id, scheduled } });
    return { reportId };
  } catch (error) {
    if (!isServiceError(error)) throw error;
    return { failure: { code: error.code, detail: error.message } };
  }
}

/**
 * A report on a moment is for the date itself, even if it is handled later; a period is the day, week or
 * month that had ended then.
 */
function orderOf(stored: StoredSchedule, dueMs: number): CreateReportInput {
  const report = stored.report as ScheduledReport;
  const timeZone = report.timeZone ?? stored.timeZone;
  if (report.kind === 'moment') return { ...report, timeZone, at: new Date(dueMs).toISOString() };
  const { from, to } = endedPeriod(rhythmOf(stored), dueMs, timeZone);
  return { ...report, timeZone, from: new Date(from).toISOString(), to: new Date(to).toISOString() };
}

async function presentOwner({ db, now }: Ctx, stored: StoredSchedule): Promise<Actor | null> {
  const { ownerKind: kind, ownerId: id, ownerName: name } = stored;
  const owner = await presentActor(db, { kind, id, name }, now);
  return owner !== null && 'role' in owner && !mayDo(owner.role, 'report.make') ? null : owner;
}

/**
 * Pauses the schedule, because its owner's rights are gone. An administrator who changes or resumes it
 * becomes its owner.
 */
async function stop(ctx: Ctx, { id, name, ownerName }: StoredSchedule, { dueAt }: Scheduled): Promise<void> {
  const data = { nextAt: null, pausedAt: ctx.now, stopped: 'ownerGone' };
  await ctx.db.reportSchedule.update({ where: { id }, data, select: { id: true } });
  const detail = { name, owner: ownerName };
  await audit(ctx.db, ctx, {
    action: 'reportSchedule.stopped',
    subject: { kind: 'reportSchedule', id },
    detail,
  });
  await tellProblem(ctx.db, { scheduleId: id, kind: 'stopped', dueAt });
}
