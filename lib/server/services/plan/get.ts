import { GetPlanInput, type PlanDetail } from '@/lib/contracts/plan';
import { authorize } from '@/lib/server/auth/authorize';
import type { Verb } from '@/lib/server/context';
import { ServiceError } from '@/lib/server/errors';
import { parseInput } from '@/lib/server/request/parse-input';
import { refuseForgotten, whenOf } from '@/lib/server/request/resolve-time';
import { plansAt } from './as-it-was';
import { findPlan } from './internal';
import { readDetail } from './read-plans';

/** One plan: its groups in the order of work, and how far each task is, now or at an earlier time. */
export async function getPlan({ ctx, input }: Verb<GetPlanInput>): Promise<PlanDetail> {
  authorize(ctx, 'plan.read');
  const { id, lang, for: part, at } = parseInput(GetPlanInput, input);
  await refuseForgotten(ctx, at);
  const when = whenOf(ctx, at);
  const stored = await findPlan(ctx, id);
  const [then] = 'at' in when ? await plansAt(ctx, [stored], when.at) : [stored];
  if (then === undefined) throw new ServiceError('not_found', 'No such plan then');
  const plan = await readDetail(ctx, then, { lang, when });
  return part === null ? plan : forHgs(plan);
}

/** Another person's part, in another trust domain: what HGS is asked to do, and for which hosts. */
function forHgs(plan: PlanDetail): PlanDetail {
  const groups = plan.groups.map((group) => ({
    ...group,
    steps: group.steps.filter(({ where }) => where === 'hgs'),
  }));
  return { ...plan, groups: groups.filter(({ steps }) => steps.length > 0), uncovered: [] };
}
