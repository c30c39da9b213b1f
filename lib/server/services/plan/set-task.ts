import { type PlanDetail, PlanTask, SetTaskInput } from '@/lib/contracts/plan';
import { planName } from '@/lib/domain/plan/progress';
import { audit } from '@/lib/server/audit/record';
import { type Ctx, recordedBy } from '@/lib/server/context';
import { type Db, transact } from '@/lib/server/db/client';
import { heldRestarts } from '@/lib/server/db/fleet/answers/held-restarts';
import { tellTasks } from '@/lib/server/db/ingest/plans';
import { raiseWatermark } from '@/lib/server/db/watermark';
import { ServiceError } from '@/lib/server/errors';
import { verb } from '@/lib/server/verbs/verb';
import { readContent } from './content';
import { findPlan, lockOpenPlan, planSubject, refuseClosed, restartHeld, type StoredPlan } from './internal';
import { readDetail } from './read-plans';

type Mark = Pick<SetTaskInput, 'state' | 'note'>;
type Task = StoredPlan['tasks'][number];

/** Records what a person did in a plan. Only the host's next snapshots can prove that it worked. */
export const setTask = verb({
  procedure: 'plan.setTask',
  route: { at: 'POST /api/v1/plans/:id/tasks/:task', operation: 'setPlanTask' },
  summary: 'Marks a task of a plan, or takes the mark back.',
  right: 'plan.write',
  kind: 'command',
  input: SetTaskInput,
  output: PlanTask,
  work: async ({ ctx, input: { id, task: taskId, state, note } }) => {
    const plan = await findPlan(ctx, id);
    const task = plan.tasks.find((one) => one.id === taskId);
    if (task === undefined) throw new ServiceError('not_found', 'No such task of this plan');
    refuseClosed(plan);
    await transact(ctx.db, (tx) => markTask(tx, ctx, { plan, task, mark: { state, note } }));
    return taskIn(await readDetail(ctx, await findPlan(ctx, plan.id), { lang: 'en' }), taskId);
  },
});

async function markTask(
  tx: Db,
  ctx: Ctx,
  { plan, task, mark: { state, note } }: { plan: StoredPlan; task: Task; mark: Mark },
): Promise<void> {
  const { id, hostId, groupKey } = task;
  await lockOpenPlan(tx, plan.id);
  if (isRestart(plan, groupKey)) await holdOrLetGo(tx, ctx, { plan, hostId, isSkipped: state === 'skipped' });
  const marked = { mark: state, note, markedAt: ctx.now, markedBy: recordedBy(ctx.actor) };
  await tx.planTask.update({ where: { id }, data: marked });
  if (state === 'done') await tellDone(tx, ctx, { plan, task });
  await raiseWatermark(tx);
  const detail = {
    number: planName(plan.number),
    host: hostId,
    group: groupKey,
    from: task.mark,
    to: state,
    note,
  };
  await audit(tx, ctx, { action: 'plan.taskSet', subject: planSubject(plan.id), detail });
}

/** Shows the same task as done at most once an hour, however often a person undoes and repeats it. */
async function tellDone(tx: Db, ctx: Ctx, { plan, task }: { plan: StoredPlan; task: Task }): Promise<void> {
  const { id, hostId, groupKey } = task;
  const group = readContent(plan.content).groups.find(({ key }) => key === groupKey);
  const causes = group?.tasks.find((one) => one.hostId === hostId)?.causes;
  if (group === undefined || causes === undefined) return;
  const told = { kind: 'planTaskDone', task: { id, hostId, group, causes }, at: ctx.now } as const;
  await tellTasks(tx, plan, { turns: [{ ...told, nth: ctx.now.toISOString().slice(0, 13) }], now: ctx.now });
}

const isRestart = ({ content }: StoredPlan, groupKey: string) =>
  readContent(content).groups.some(({ key, kind }) => key === groupKey && kind === 'restart');

/** A skipped restart is free for another plan. It can be taken back only while no other plan holds it. */
async function holdOrLetGo(
  tx: Db,
  ctx: Ctx,
  { plan, hostId, isSkipped }: { plan: StoredPlan; hostId: string; isSkipped: boolean },
): Promise<void> {
  const [held] = await heldRestarts(tx, [hostId]);
  if (held !== undefined && held.planId !== plan.id && !isSkipped) throw restartHeld(ctx, held, 'this host');
  if (isSkipped) await tx.planRestart.deleteMany({ where: { hostId, planId: plan.id } });
  else if (held === undefined) await tx.planRestart.create({ data: { hostId, planId: plan.id } });
}

function taskIn({ groups }: PlanDetail, taskId: string): PlanTask {
  const task = groups.flatMap(({ tasks }) => tasks).find(({ id }) => id === taskId);
  if (task === undefined) throw new ServiceError('not_found', 'No such task of this plan');
  return task;
}
