import type { ReportPlan } from '@/lib/contracts/report-content';
import { isTaskOver } from '@/lib/domain/plan/progress';
import { causesOfPlan, hostsOfPlan } from '../parts/plans';
import { type Making, relatedTo } from './hosts';
import { markdown, propsOf } from './parts';

/** A plan as a risk being treated: what was to be done, and how much of it later snapshots have proven. */
export function riskOfPlan(making: Making, plan: ReportPlan) {
  const { ids, text } = making;
  const { id, number, name, owner, state, createdBy, createdAt, closedBy, closedAt, totals } = plan;
  const hosts = new Set(hostsOfPlan(plan));
  const isDone = totals.proven > 0 && plan.tasks.every(({ state }) => isTaskOver(state));
  const proven = text('plans.provenOf', { proven: totals.proven, tasks: totals.tasks });
  return {
    uuid: ids.one('repair', id),
    title: text('oscal.repair', { number: markdown(number) }),
    description: markdown(name),
    statement: `${text('oscal.repairHint')} ${proven}`,
    props: propsOf({
      'plan-number': number,
      'plan-state': state,
      causes: causesOfPlan(plan).join(' '),
      owner,
      'created-by': createdBy,
      'created-at': createdAt,
      'closed-by': closedBy,
      'closed-at': closedAt,
      tasks: totals.tasks,
      'tasks-proven': totals.proven,
      regressions: totals.regressions,
    }),
    status: state === 'open' ? 'remediating' : 'closed',
    remediations: [
      {
        uuid: ids.one('repair-work', id),
        lifecycle: isDone ? 'completed' : 'planned',
        title: text('oscal.repair', { number: markdown(number) }),
        description: proven,
      },
    ],
    'related-observations': relatedTo(making, (host) => hosts.has(host.id)),
  };
}
