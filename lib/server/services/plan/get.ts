import { GetPlanInput, PlanDetail } from '@/lib/contracts/plan';
import { ServiceError } from '@/lib/server/errors';
import { refuseForgotten, whenOf } from '@/lib/server/request/resolve-time';
import { verb } from '@/lib/server/verbs/verb';
import { plansAt } from './as-it-was';
import { findPlan } from './internal';
import { readDetail } from './read-plans';

/** One plan: its groups in the order of work, and the progress of each task, now or at an earlier time. */
export const getPlan = verb({
  procedure: 'plan.get',
  summary: 'Shows a plan with its tasks and how far each is.',
  right: 'plan.read',
  kind: 'query',
  input: GetPlanInput,
  output: PlanDetail,
  work: async ({ ctx, input: { id, lang, for: part, at } }) => {
    await refuseForgotten(ctx, at);
    const when = whenOf(ctx, at);
    const stored = await findPlan(ctx, id);
    const [then] = 'at' in when ? await plansAt(ctx, [stored], when.at) : [stored];
    if (then === undefined) throw new ServiceError('not_found', 'No such plan then');
    const plan = await readDetail(ctx, then, { lang, when });
    return part === null ? plan : forHgs(plan);
  },
});

/** The part for the administrator of HGS, a separate trust domain: what HGS has to do, and for which hosts. */
function forHgs(plan: PlanDetail): PlanDetail {
  const groups = plan.groups.map((group) => ({
    ...group,
    steps: group.steps.filter(({ where }) => where === 'hgs'),
  }));
  return { ...plan, groups: groups.filter(({ steps }) => steps.length > 0), uncovered: [] };
}
