import type { Cause, JudgedState } from '@/lib/domain/vocabulary';

export const TASK_MARKS = ['todo', 'done', 'skipped'] as const;
/** What a person said of a task. */
export type TaskMark = (typeof TASK_MARKS)[number];

export const TASK_STATES = [...TASK_MARKS, 'proven', 'notNeeded', 'regressed'] as const;
export type TaskState = (typeof TASK_STATES)[number];

export const PLAN_STATES = ['open', 'proven', 'closed'] as const;
export type PlanState = (typeof PLAN_STATES)[number];

/** How people call a plan. */
export const planName = (number: number): string => `RP-${String(number).padStart(4, '0')}`;

/** How a host was judged from one snapshot to another; what was refused is none. Oldest first. */
export type Stretch = { from: Date; lastAt: Date; state: JudgedState; causes: readonly Cause[] };

export type MarkedTask = {
  /** Those that it ends; of a restart, all that the restart serves. */
  causes: readonly Cause[];
  mark: TaskMark;
  markedAt: Date | null;
};

/** A cause that was found to be gone, or to be back after that. */
export type TaskTurn = { to: 'proven' | 'regressed'; at: Date };

export type TaskProgress = {
  state: TaskState;
  provenAt: Date | null;
  regressedAt: Date | null;
  /** Each time that it was proven or came back, oldest first, whatever its state is now. */
  turns: readonly TaskTurn[];
};

/** Nothing is left to do of it, and nothing to show. */
export const isTaskOver = (state: TaskState): boolean => state === 'proven' || state === 'notNeeded';

/** Only where HGS judged the host does a missing cause say anything: elsewhere nothing was evaluated. */
const isConclusive = ({ state }: Stretch) => state === 'Passed' || state === 'InsecureHostConfiguration';

/**
 * How far a task is, by what its host sent after the plan was made. A person's word is what they did; that it worked is
 * said by a snapshot in which the cause is gone, and that it did not last by one in which the cause is back.
 */
export function judgeTask(task: MarkedTask, createdAt: Date, seen: readonly Stretch[]): TaskProgress {
  let provenAt: Date | null = null;
  let regressedAt: Date | null = null;
  const turns: TaskTurn[] = [];
  for (const stretch of seen) {
    const at = firstAfter(stretch, createdAt);
    if (at === null) continue;
    const isThere = task.causes.some((cause) => stretch.causes.includes(cause));
    if (isThere && provenAt !== null) {
      regressedAt = at;
      provenAt = null;
      turns.push({ to: 'regressed', at });
    } else if (!isThere && provenAt === null && isConclusive(stretch)) {
      provenAt = at;
      turns.push({ to: 'proven', at });
    }
  }
  return { state: stateOf(task, provenAt, regressedAt), provenAt, regressedAt, turns };
}

/**
 * A restart whose causes went while the host ran on as it did before the plan: nobody made it, so it proved nothing, and
 * nobody needs it any more. Where the host does not say when it booted, the restart may have been made.
 */
export function judgeRestart(progress: TaskProgress, createdAt: Date, bootedAt: Date | null): TaskProgress {
  if (progress.state !== 'proven' || bootedAt === null || bootedAt > createdAt) return progress;
  return { ...progress, state: 'notNeeded', provenAt: null, turns: [] };
}

function firstAfter({ from, lastAt }: Stretch, createdAt: Date): Date | null {
  if (from > createdAt) return from;
  return lastAt > createdAt ? lastAt : null;
}

function stateOf({ mark, markedAt }: MarkedTask, provenAt: Date | null, regressedAt: Date | null): TaskState {
  if (mark === 'skipped') return 'skipped';
  if (provenAt !== null) return 'proven';
  if (regressedAt === null) return mark;
  // Done again after it came back: that waits for its proof.
  return mark === 'done' && markedAt !== null && markedAt > regressedAt ? 'done' : 'regressed';
}

/** Done so long ago that a snapshot should have shown it. */
export function isStalled(doneAt: Date, intervalSeconds: number, now: Date): boolean {
  return now.getTime() > doneAt.getTime() + 2 * intervalSeconds * 1_000;
}

/** The state that its tasks give. A plan of which every task was skipped, or not needed, proved nothing. */
export function planState(closedAt: Date | null, states: readonly TaskState[]): PlanState {
  if (closedAt !== null) return 'closed';
  const isOver = states.every((state) => isTaskOver(state) || state === 'skipped');
  return isOver && states.includes('proven') ? 'proven' : 'open';
}
