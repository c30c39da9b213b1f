import { ChangePlanInput, PlanDetail } from '@/lib/contracts/plan';
import { planName } from '@/lib/domain/plan/progress';
import { transact } from '@/lib/server/db/client';
import { ServiceError } from '@/lib/server/errors';
import { verb } from '@/lib/server/verbs/verb';
import { findPlan, planSubject, refuseClosed, type StoredPlan } from './internal';
import { readDetail } from './read-plans';

/** Changes a plan's name or owner. The caller says which version they saw. */
export const changePlan = verb({
  procedure: 'plan.change',
  route: { at: 'PATCH /api/v1/plans/:id' },
  summary: 'Changes a plan, which must be as it was last seen.',
  right: 'plan.write',
  kind: 'command',
  input: ChangePlanInput,
  output: PlanDetail,
  audit: 'plan.changed',
  work: async ({ ctx, input: { id, version, name, owner, lang }, audit }) => {
    const plan = await findPlan(ctx, id);
    refuseClosed(plan);
    const to = { name: name ?? plan.name, owner: owner === undefined ? plan.owner : owner };
    if (plan.version !== version) throw otherVersion(plan);
    if (to.name !== plan.name || to.owner !== plan.owner)
      await transact(ctx.db, async (tx) => {
        const { count } = await tx.plan.updateMany({
          where: { id: plan.id, version, closedAt: null },
          data: { ...to, version: version + 1 },
        });
        if (count === 0) throw otherVersion(await findPlan({ ...ctx, db: tx }, plan.id));
        const from = { name: plan.name, owner: plan.owner };
        const detail = { number: planName(plan.number), from, to };
        await audit(tx, { subject: planSubject(plan.id), detail });
      });
    return readDetail(ctx, await findPlan(ctx, plan.id), { lang });
  },
});

function otherVersion(plan: StoredPlan): ServiceError {
  refuseClosed(plan);
  const { number, version } = plan;
  const said = `${planName(number)} was changed meanwhile (version ${version}): look at it again`;
  return new ServiceError('version_conflict', said, { more: { version } });
}
