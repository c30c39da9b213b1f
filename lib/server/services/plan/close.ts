import { ById } from '@/lib/contracts/administration';
import type { PlanDetail } from '@/lib/contracts/plan';
import { planName } from '@/lib/domain/plan/progress';
import { audit } from '@/lib/server/audit/record';
import { authorize } from '@/lib/server/auth/authorize';
import { recordedBy, type Verb } from '@/lib/server/context';
import { transact } from '@/lib/server/db/client';
import { parseInput } from '@/lib/server/request/parse-input';
import { findPlan, planSubject, refuseClosed } from './internal';
import { readDetail, readRows } from './read-plans';

/** Whatever two servers' clocks say. */
const later = (now: Date, createdAt: Date) => new Date(Math.max(now.getTime(), createdAt.getTime()));

/** Ends a plan for good, proven or not: it lets go of its restarts, and stays as the record of what was done. */
export async function closePlan({ ctx, input }: Verb<ById>): Promise<PlanDetail> {
  authorize(ctx, 'plan.write');
  const plan = await findPlan(ctx, parseInput(ById, input).id);
  refuseClosed(plan);
  const [row] = await readRows(ctx, [plan]);
  const closedAt = later(ctx.now, plan.createdAt);
  await transact(ctx.db, async (tx) => {
    const { count } = await tx.plan.updateMany({
      where: { id: plan.id, closedAt: null },
      data: { closedAt, closedBy: recordedBy(ctx.actor) },
    });
    if (count === 0) refuseClosed(await findPlan({ ...ctx, db: tx }, plan.id));
    await tx.planRestart.deleteMany({ where: { planId: plan.id } });
    const detail = { number: planName(plan.number), ...(row && { progress: row.progress }) };
    await audit(tx, ctx, { action: 'plan.closed', subject: planSubject(plan.id), detail });
  });
  return readDetail(ctx, await findPlan(ctx, plan.id), 'en');
}
