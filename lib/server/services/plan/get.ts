import { GetPlanInput, type PlanDetail } from '@/lib/contracts/plan';
import { authorize } from '@/lib/server/auth/authorize';
import type { Verb } from '@/lib/server/context';
import { parseInput } from '@/lib/server/request/parse-input';
import { findPlan } from './internal';
import { readDetail } from './read-plans';

/** One plan: its groups in the order of work, and how far each task is by what its host sent. */
export async function getPlan({ ctx, input }: Verb<GetPlanInput>): Promise<PlanDetail> {
  authorize(ctx, 'plan.read');
  const { id, lang, for: part } = parseInput(GetPlanInput, input);
  const plan = await readDetail(ctx, await findPlan(ctx, id), lang);
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
