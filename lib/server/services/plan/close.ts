import { ById } from '@/lib/contracts/administration';
import { PlanDetail } from '@/lib/contracts/plan';
import { planName } from '@/lib/domain/plan/progress';
import { audit } from '@/lib/server/audit/record';
import { type Ctx, recordedBy } from '@/lib/server/context';
import { type Db, transact } from '@/lib/server/db/client';
import { tellPlan } from '@/lib/server/db/ingest/plans';
import { raiseWatermark } from '@/lib/server/db/watermark';
import { verb } from '@/lib/server/verbs/verb';
import { type EvaluatedPlan, evaluatePlans } from './evaluate';
import { findPlan, planSubject, refuseClosed } from './internal';
import { readDetail } from './read-plans';
import { progressOf } from './render-plan';
import { tellTurns } from './tell-progress';

/** A plan is never closed before it was created, even if two servers' clocks differ. */
const later = (now: Date, createdAt: Date) => new Date(Math.max(now.getTime(), createdAt.getTime()));

/** Closes a plan for good, proven or not: it releases its restarts and stays as the record of what was done. */
export const closePlan = verb({
  procedure: 'plan.close',
  route: { at: 'POST /api/v1/plans/:id/close' },
  summary: 'Closes a plan.',
  right: 'plan.write',
  kind: 'command',
  input: ById,
  output: PlanDetail,
  work: async ({ ctx, input }) => {
    const stored = await findPlan(ctx, input.id);
    refuseClosed(stored);
    const [plan] = await evaluatePlans(ctx, [stored]);
    if (plan !== undefined) await transact(ctx.db, (tx) => close(tx, ctx, plan));
    return readDetail(ctx, await findPlan(ctx, stored.id), { lang: 'en' });
  },
});

async function close(tx: Db, ctx: Ctx, plan: EvaluatedPlan): Promise<void> {
  const { id, number, createdAt } = plan.stored;
  const closedAt = later(ctx.now, createdAt);
  const { count } = await tx.plan.updateMany({
    where: { id, closedAt: null },
    data: { closedAt, closedBy: recordedBy(ctx.actor) },
  });
  if (count === 0) refuseClosed(await findPlan({ ...ctx, db: tx }, id));
  await tx.planRestart.deleteMany({ where: { planId: id } });
  await tellTurns(tx, plan, ctx.now);
  const progress = progressOf(plan.tasks);
  await tellPlan(tx, plan.stored, {
    ...{ kind: 'planClosed', at: closedAt, now: ctx.now },
    hostIds: [...new Set(plan.tasks.map(({ stored: { hostId } }) => hostId))],
    progress: { proven: progress.proven, tasks: progress.total },
  });
  await raiseWatermark(tx);
  const detail = { number: planName(number), progress };
  await audit(tx, ctx, { action: 'plan.closed', subject: planSubject(id), detail });
}
