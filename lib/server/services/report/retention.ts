import { audit } from '@/lib/server/audit/record';
import type { Ctx } from '@/lib/server/context';
import { transact } from '@/lib/server/db/client';
import { DAY_MS } from '@/lib/util/durations';

const MOST_AT_ONCE = 200;

/**
 * Removes the reports that schedules no longer keep, with files and signatures, and records each removal.
 * Reports that a person ordered, and those of a deleted schedule, are never removed automatically.
 */
export async function removeOldReports({ ctx }: { ctx: Ctx }): Promise<void> {
  const schedules = await ctx.db.reportSchedule.findMany({
    select: { id: true, keep: true, keepDays: true },
  });
  for (const schedule of schedules) await removeOf(ctx, schedule);
}

type Kept = { id: string; keep: number; keepDays: number | null };

/** Only finished reports count towards the number to keep; failed ones are removed with those of the same age. */
async function removeOf(ctx: Ctx, { id: scheduleId, keep, keepDays }: Kept): Promise<void> {
  const oldest = await ctx.db.report.findFirst({
    where: { scheduleId, state: 'ready' },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    skip: keep - 1,
    select: { createdAt: true },
  });
  const limits = [oldest?.createdAt, keepDays === null ? null : daysBefore(ctx.now, keepDays)];
  const earliest = Math.max(...limits.map((limit) => limit?.getTime() ?? Number.NEGATIVE_INFINITY));
  if (!Number.isFinite(earliest)) return;
  const old = await ctx.db.report.findMany({
    where: {
      scheduleId,
      state: { in: ['ready', 'failed', 'cancelled'] },
      createdAt: { lt: new Date(earliest) },
    },
    orderBy: { createdAt: 'asc' },
    take: MOST_AT_ONCE,
    select: { id: true, number: true, digest: true, schedule: { select: { name: true } } },
  });
  for (const { schedule, ...report } of old) await remove(ctx, report, schedule?.name ?? '');
}

const daysBefore = (now: Date, days: number) => new Date(now.getTime() - days * DAY_MS);

type Old = { id: string; number: string; digest: string | null };

async function remove(ctx: Ctx, { id, number, digest }: Old, schedule: string): Promise<void> {
  await transact(ctx.db, async (tx) => {
    const { count } = await tx.report.deleteMany({ where: { id } });
    // Another server has removed it.
    if (count === 0) return;
    const detail = { number, digest, schedule };
    await audit(tx, ctx, { action: 'report.removed', subject: { kind: 'report', id }, detail });
  });
}
