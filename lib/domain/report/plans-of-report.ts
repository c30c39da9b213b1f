import type { TaskState } from '@/lib/domain/plan/progress';

/** The parts of a plan in a report that are summed up. */
export type CountedPlan = {
  tasks: readonly { state: TaskState; regressions: number }[];
  totals: { tasks: number; proven: number; regressions: number };
};

export const totalsOfPlan = (tasks: CountedPlan['tasks']): CountedPlan['totals'] => ({
  tasks: tasks.length,
  proven: tasks.filter(({ state }) => state === 'proven').length,
  regressions: tasks.reduce((sum, { regressions }) => sum + regressions, 0),
});
