import type { Ctx } from '@/lib/server/context';
import { rowsOf } from '@/lib/server/db/checked-rows';
import { type Db, transact } from '@/lib/server/db/client';
import { type TaskTold, tellTasks } from '@/lib/server/db/ingest/plans';
import { raiseWatermark } from '@/lib/server/db/watermark';
import { type EvaluatedPlan, evaluatePlans } from './evaluate';
import { findPlan } from './internal';

const KIND = { proven: 'planTaskProven', regressed: 'planTaskRegressed' } as const;

function turnsOf({ content, taskOf }: EvaluatedPlan): TaskTold[] {
  return content.groups.flatMap((group) =>
    group.tasks.flatMap(({ hostId, causes }) => {
      const task = taskOf(group, hostId);
      if (task === undefined || task.state === 'skipped') return [];
      const told = { id: task.stored.id, hostId, group, causes };
      return task.turns.map(({ to, at }, index) => ({ kind: KIND[to], task: told, at, nth: `${index}` }));
    }),
  );
}

/**
 * Records each proof and each return of a plan's tasks once, however often it is called. Returns the number
 * of new ones.
 */
export const tellTurns = (tx: Db, plan: EvaluatedPlan, now: Date): Promise<number> =>
  tellTasks(tx, plan.stored, { turns: turnsOf(plan), now });

const found = rowsOf('plans with news', { id: 'text' });

/** Plans of one round; the others follow in the next. */
const AT_ONCE = 20;

/**
 * Open plans with a host that was judged again since their proofs were recorded. A snapshot that was received
 * earlier may be stored later, so ten minutes are read again; nothing is recorded twice.
 */
const plansWithNews = ({ db }: Ctx) => found(db)`
  SELECT p.id::text AS id FROM plan p
  WHERE p.closed_at IS NULL AND EXISTS (SELECT FROM change c
    WHERE c.host_id = ANY(p.host_ids) AND c.derived AND c.at >= p.created_at
      AND c.recorded_at > coalesce(p.progress_told_at - interval '10 minutes', p.created_at))
  ORDER BY p.progress_told_at NULLS FIRST, p.number LIMIT ${AT_ONCE}::int`;

/**
 * Adds what later snapshots say about tasks of open plans to the changes. Nothing else depends on it: the
 * states of tasks are read from history.
 */
export async function noticeProgress({ ctx }: { ctx: Ctx }): Promise<void> {
  const ids = (await plansWithNews(ctx)).map(({ id }) => id);
  const stored = await Promise.all(ids.map((id) => findPlan(ctx, id)));
  const plans = await evaluatePlans(ctx, stored);
  let told = 0;
  for (const plan of plans)
    told += await transact(ctx.db, async (tx) => {
      // A plan closed meanwhile has recorded its own end and is no longer changed.
      const where = { id: plan.stored.id, closedAt: null };
      const { count } = await tx.plan.updateMany({ where, data: { progressToldAt: ctx.now } });
      return count > 0 ? tellTurns(tx, plan, ctx.now) : 0;
    });
  if (told > 0) await raiseWatermark(ctx.db);
}
