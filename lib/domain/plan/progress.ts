import type { Cause, JudgedState } from '@/lib/domain/vocabulary';

export const TASK_MARKS = ['todo', 'done', 'skipped'] as const;
/** What a person recorded about a task. */
export type TaskMark = (typeof TASK_MARKS)[number];

export const TASK_STATES = [...TASK_MARKS, 'proven', 'notNeeded', 'regressed'] as const;
export type TaskState = (typeof TASK_STATES)[number];

export const PLAN_STATES = ['open', 'proven', 'closed'] as const;
export type PlanState = (typeof PLAN_STATES)[number];

/** The name that people use for a plan. */
export const planName = (number: number): string => `RP-${String(number).padStart(4, '0')}`;

/** The judgement of a host from one snapshot to another; rejected snapshots have none. Oldest first. */
export type Stretch = { from: Date; lastAt: Date; state: JudgedState; causes: readonly Cause[] };

export type MarkedTask = {
  /** The causes that the task removes; for a restart, all that need it. */
  causes: readonly Cause[];
  mark: TaskMark;
  markedAt: Date | null;
};

/** A cause that was found to be gone, or to have returned. */
export type TaskTurn = { to: 'proven' | 'regressed'; at: Date };

export type TaskProgress = {
  state: TaskState;
  provenAt: Date | null;
  regressedAt: Date | null;
  /** Each time it was proven or returned, oldest first, whatever its state is now. */
  turns: readonly TaskTurn[];
};

/** Whether nothing is left to do or to prove. */
export const isTaskOver = (state: TaskState): boolean => state === 'proven' || state === 'notNeeded';

/** A missing cause means something only if HGS judged the host: otherwise nothing was evaluated. */
const isConclusive = ({ state }: Stretch) => state === 'Passed' || state === 'InsecureHostConfiguration';

/**
 * The progress of a task, from what its host sent after the plan was made. A person records what they did; a
 * snapshot without the cause proves that it worked, and one with the cause again shows that it did not last.
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
 * A restart whose causes went away although the host has not restarted since the plan: nobody made it, so it
 * proved nothing, and it is no longer needed. If the boot time is unknown, the restart may have been made.
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
  // Done again after the cause returned: this waits for its proof.
  return mark === 'done' && markedAt !== null && markedAt > regressedAt ? 'done' : 'regressed';
}

/** Done so long ago that a snapshot should have shown it. */
export function isStalled(doneAt: Date, intervalSeconds: number, now: Date): boolean {
  return now.getTime() > doneAt.getTime() + 2 * intervalSeconds * 1_000;
}

/** The state that follows from the tasks. A plan whose tasks were all skipped or not needed proved nothing. */
export function planState(closedAt: Date | null, states: readonly TaskState[]): PlanState {
  if (closedAt !== null) return 'closed';
  const isOver = states.every((state) => isTaskOver(state) || state === 'skipped');
  return isOver && states.includes('proven') ? 'proven' : 'open';
}
