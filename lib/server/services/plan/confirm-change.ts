import { v7 as uuidv7 } from 'uuid';
import { ConfirmChangeInput, PlanDetail } from '@/lib/contracts/plan';
import { planName } from '@/lib/domain/plan/progress';
import { requirePerson } from '@/lib/server/auth/authorize';
import { recordedBy } from '@/lib/server/context';
import { transact } from '@/lib/server/db/client';
import { ServiceError } from '@/lib/server/errors';
import { verb } from '@/lib/server/verbs/verb';
import { readContent } from './content';
import { findPlan, lockOpenPlan, planSubject, refuseClosed, type StoredPlan } from './internal';
import { readDetail } from './read-plans';

/**
 * Records a person's confirmation that a change was planned: only then do the steps that make HGS trust it
 * get their commands.
 */
export const confirmChange = verb({
  procedure: 'plan.confirmChange',
  route: { at: 'POST /api/v1/plans/:id/confirm-change', operation: 'confirmPlanChange' },
  summary: 'Confirms a change of HGS that a plan asks for.',
  right: 'plan.write',
  people: true,
  kind: 'command',
  input: ConfirmChangeInput,
  output: PlanDetail,
  audit: 'plan.changeConfirmed',
  work: async ({ ctx, input: { id, text, group, lang }, audit }) => {
    requirePerson(ctx);
    const plan = await findPlan(ctx, id);
    refuseClosed(plan);
    refuseNothingToConfirm(plan, group);
    await transact(ctx.db, async (tx) => {
      await lockOpenPlan(tx, plan.id);
      const by = { confirmedAt: ctx.now, confirmedBy: recordedBy(ctx.actor) };
      await tx.planConfirmation.create({
        data: { id: uuidv7(), planId: plan.id, groupKey: group, text, ...by },
      });
      const detail = { number: planName(plan.number), group, text };
      await audit(tx, { subject: planSubject(plan.id), detail });
    });
    return readDetail(ctx, await findPlan(ctx, plan.id), { lang });
  },
});

function refuseNothingToConfirm({ number, content }: StoredPlan, group: string | null): void {
  const waiting = readContent(content).groups.filter(({ steps }) =>
    steps.some(({ id }) => id === 'confirmChange'),
  );
  if (waiting.length === 0)
    throw new ServiceError('conflict', `${planName(number)} has no change that somebody has to confirm`);
  if (group !== null && !waiting.some(({ key }) => key === group))
    throw new ServiceError('invalid_value', 'group: is none of this plan that waits for a confirmation', {
      pointer: '/group',
    });
}
