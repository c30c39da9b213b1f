import { ChangePlanInput, type PlanDetail } from '@/lib/contracts/plan';
import { planName } from '@/lib/domain/plan/progress';
import { audit } from '@/lib/server/audit/record';
import { authorize } from '@/lib/server/auth/authorize';
import type { Verb } from '@/lib/server/context';
import { transact } from '@/lib/server/db/client';
import { ServiceError } from '@/lib/server/errors';
import { parseInput } from '@/lib/server/request/parse-input';
import { findPlan, planSubject, refuseClosed, type StoredPlan } from './internal';
import { readDetail } from './read-plans';

/** Another name or owner. Whoever changes it says which version they saw. */
export async function changePlan({ ctx, input }: Verb<ChangePlanInput>): Promise<PlanDetail> {
  authorize(ctx, 'plan.write');
  const { id, version, name, owner, lang } = parseInput(ChangePlanInput, input);
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
      await audit(tx, ctx, { action: 'plan.changed', subject: planSubject(plan.id), detail });
    });
  return readDetail(ctx, await findPlan(ctx, plan.id), { lang });
}

function otherVersion(plan: StoredPlan): ServiceError {
  refuseClosed(plan);
  const { number, version } = plan;
  const said = `${planName(number)} was changed meanwhile (version ${version}): look at it again`;
  return new ServiceError('version_conflict', said, { more: { version } });
}
