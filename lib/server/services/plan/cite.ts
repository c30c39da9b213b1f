import type { ReportPlan } from '@/lib/contracts/report-content';
import { REGRESSION_MS } from '@/lib/domain/changes';
import { planName } from '@/lib/domain/plan/progress';
import { totalsOfPlan } from '@/lib/domain/report/plans-of-report';
import { fabricScope } from '@/lib/server/auth/authorize';
import type { Ctx } from '@/lib/server/context';
import { type Doer, doersOf } from '@/lib/server/services/operator';
import { plansAt } from './as-it-was';
import { type EvaluatedPlan, type EvaluatedTask, evaluatePlans } from './evaluate';
import { findPlan, plansOfTime } from './internal';

type Span = { from: Date; to: Date };

/**
 * The plans over these hosts that were open within a time, as they stood at its end, oldest first. A question
 * about one moment also finds plans closed before it, for as long as a repaired cause that returns counts as
 * a regression.
 */
export async function citePlans(
  ctx: Ctx,
  hostIds: readonly string[],
  { from, to }: Span,
): Promise<ReportPlan[]> {
  const since = from < to ? from : new Date(from.getTime() - REGRESSION_MS);
  const asked = new Set(hostIds);
  const found = await plansOfTime(ctx.db, fabricScope(ctx), { from: since, to });
  const cited: ReportPlan[] = [];
  // One after the other, because a plan may cover a thousand hosts.
  for (const { id } of found.filter((plan) => plan.hostIds.some((hostId) => asked.has(hostId)))) {
    const [stored] = await plansAt(ctx, [await findPlan(ctx, id)], to);
    const [plan] = stored === undefined ? [] : await evaluatePlans(ctx, [stored], { at: to });
    if (plan === undefined) continue;
    const row = toCited(plan, asked, await doersOf(ctx.db, [plan.stored.createdBy, plan.stored.closedBy]));
    if (row.tasks.length > 0) cited.push(row);
  }
  return cited;
}

function toCited(plan: EvaluatedPlan, asked: ReadonlySet<string>, doer: (id: string) => Doer): ReportPlan {
  const { id, number, name, owner, createdBy, createdAt, closedBy, closedAt } = plan.stored;
  const tasks = tasksOf(plan, asked);
  return {
    ...{ id, number: planName(number), name, owner, state: plan.state },
    createdBy: doer(createdBy).name,
    createdAt: createdAt.toISOString(),
    closedBy: closedBy === null ? null : doer(closedBy).name,
    closedAt: closedAt?.toISOString() ?? null,
    tasks,
    totals: totalsOfPlan(tasks),
  };
}

const tasksOf = (plan: EvaluatedPlan, asked: ReadonlySet<string>): ReportPlan['tasks'] =>
  plan.content.groups.flatMap((group) =>
    group.tasks.flatMap(({ hostId, causes }) => {
      const task = asked.has(hostId) ? plan.taskOf(group, hostId) : undefined;
      return task === undefined ? [] : [{ hostId, kind: group.kind, causes: [...causes], ...wordsOf(task) }];
    }),
  );

const wordsOf = ({ state, provenAt, turns }: EvaluatedTask) => ({
  state,
  provenAt: provenAt?.toISOString() ?? null,
  regressions: turns.filter(({ to }) => to === 'regressed').length,
});
