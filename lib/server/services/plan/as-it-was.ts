import type { Ctx } from '@/lib/server/context';
import { grouped } from '@/lib/util/grouped';
import { isRecord } from '@/lib/util/guards';
import type { StoredPlan } from './internal';

const EDITS = ['plan.taskSet', 'plan.changed'];

type Edit = { action: string; at: Date; actorId: string | null; detail: Record<string, unknown> };

/**
 * Plans as they stood at a moment: only those that existed, with what people had recorded by then. The rows
 * hold only the last values; the audit log holds the earlier ones.
 */
export async function plansAt(ctx: Ctx, stored: readonly StoredPlan[], at: Date): Promise<StoredPlan[]> {
  const made = stored.filter(({ createdAt }) => createdAt <= at);
  const edited = made.filter((plan) => plan.version > 1 || plan.tasks.some((task) => isAfter(task, at)));
  const edits = await editsOf(
    ctx,
    edited.map(({ id }) => id),
  );
  return made.map((plan) => asItWas(plan, edits.get(plan.id) ?? [], at));
}

const isAfter = ({ markedAt }: StoredPlan['tasks'][number], at: Date) => markedAt !== null && markedAt > at;

/** The changes of plans, oldest first. */
async function editsOf({ db }: Ctx, planIds: string[]): Promise<ReadonlyMap<string, Edit[]>> {
  if (planIds.length === 0) return new Map();
  const entries = await db.auditEntry.findMany({
    where: { subjectKind: 'plan', subjectId: { in: planIds }, action: { in: EDITS } },
    select: { action: true, at: true, actorId: true, detail: true, subjectId: true },
    orderBy: { sequence: 'asc' },
  });
  return grouped(
    entries.map(({ detail, ...entry }) => ({ ...entry, detail: isRecord(detail) ? detail : {} })),
    ({ subjectId }) => subjectId ?? '',
  );
}

function asItWas(plan: StoredPlan, edits: readonly Edit[], at: Date): StoredPlan {
  const isClosed = plan.closedAt !== null && plan.closedAt <= at;
  return {
    ...plan,
    ...namedAs(plan, edits, at),
    ...(isClosed ? {} : { closedAt: null, closedBy: null }),
    tasks: plan.tasks.map((task) => (isAfter(task, at) ? markedAs(task, edits, at) : task)),
    confirmations: plan.confirmations.filter(({ confirmedAt }) => confirmedAt <= at),
  };
}

const textOf = (value: unknown) => (typeof value === 'string' ? value : null);

/**
 * The first change after the moment records the earlier name; without such a change the plan has the name it
 * had then.
 */
function namedAs({ name, owner, version }: StoredPlan, edits: readonly Edit[], at: Date) {
  const later = edits.filter((edit) => edit.action === 'plan.changed' && edit.at > at);
  const from = later[0]?.detail.from;
  if (!isRecord(from)) return { name, owner, version };
  return { name: textOf(from.name) ?? name, owner: textOf(from.owner), version: version - later.length };
}

type Task = StoredPlan['tasks'][number];

function markedAs(task: Task, edits: readonly Edit[], at: Date): Task {
  const last = edits.findLast(
    ({ action, detail, at: saidAt }) =>
      action === 'plan.taskSet' &&
      saidAt <= at &&
      detail.host === task.hostId &&
      detail.group === task.groupKey,
  );
  const mark = textOf(last?.detail.to);
  if (last === undefined || mark === null)
    return { ...task, mark: 'todo', note: null, markedAt: null, markedBy: null };
  return { ...task, mark, note: textOf(last.detail.note), markedAt: last.at, markedBy: last.actorId };
}
