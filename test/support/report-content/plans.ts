import type { ReportHost, ReportPlan } from '@/lib/contracts/report-content';
import type { TaskState } from '@/lib/domain/plan/progress';
import { totalsOfPlan } from '@/lib/domain/report/plans-of-report';
import { DAY_MS } from '@/lib/util/durations';
import { AS_OF, type FixtureShape, HOSTILE_TEXTS } from './hosts';

const daysBefore = (days: number) => new Date(AS_OF.getTime() - days * DAY_MS).toISOString();
const STATES: readonly TaskState[] = ['proven', 'regressed', 'done', 'todo', 'skipped', 'notNeeded'];

type Ended = Pick<ReportPlan, 'closedAt' | 'closedBy' | 'state'>;

function planOver(hosts: readonly ReportHost[], index: number, ended: Ended): ReportPlan {
  const tasks = hosts.map((host, nth): ReportPlan['tasks'][number] => {
    const state = STATES[nth % STATES.length] ?? 'todo';
    return {
      hostId: host.id,
      kind: nth % 2 === 0 ? 'fix' : 'restart',
      causes: ['SecureBootSettings'],
      state,
      provenAt: state === 'proven' ? daysBefore(3) : null,
      regressions: state === 'regressed' ? 2 : 0,
    };
  });
  return {
    id: `0190d5a0-0000-7000-8000-00000000000${index}`,
    number: `RP-000${index}`,
    name: `CL-PAR-0${index}: SecureBootSettings`,
    owner: index === 1 ? null : 'Ops Paris',
    createdBy: 'Claire Morel',
    createdAt: daysBefore(9),
    ...ended,
    tasks,
    totals: totalsOfPlan(tasks),
  };
}

/** One that is open and one that was closed, over the first hosts. */
export function plansOf(hosts: readonly ReportHost[], { isHostile }: FixtureShape): ReportPlan[] {
  if (hosts.length === 0) return [];
  const closed: Ended = { state: 'closed', closedAt: daysBefore(2), closedBy: 'Julien Faure' };
  const open = planOver(hosts.slice(0, 14), 1, { state: 'open', closedAt: null, closedBy: null });
  const plans = [open, planOver(hosts.slice(0, 3), 2, closed)];
  const named = (plan: ReportPlan, index: number) => ({ ...plan, name: HOSTILE_TEXTS[index] ?? plan.name });
  return isHostile ? plans.map(named) : plans;
}
