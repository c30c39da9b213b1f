import {
  isStalled,
  judgeRestart,
  judgeTask,
  type PlanState,
  planState,
  type Stretch,
  type TaskMark,
  type TaskProgress,
} from '@/lib/domain/plan/progress';
import type { PlannedGroup } from '@/lib/domain/plan/types';
import { fabricScope } from '@/lib/server/auth/authorize';
import type { Ctx } from '@/lib/server/context';
import {
  documentsBy,
  hostsOfPlans,
  type NamedPlanHost,
  type SeenBoot,
  stretchesSince,
} from '@/lib/server/db/fleet/answers/plan-hosts';
import { momentOf, type When } from '@/lib/server/db/fleet/point-in-time';
import { grouped } from '@/lib/util/grouped';
import { isRecord } from '@/lib/util/guards';
import { parseRfc3339 } from '@/lib/util/rfc3339';
import { type PlanContent, readContent } from './content';
import type { StoredPlan } from './internal';

export type StoredTask = StoredPlan['tasks'][number];
export type EvaluatedTask = TaskProgress & { stored: StoredTask; isStalled: boolean };

export type EvaluatedPlan = {
  stored: StoredPlan;
  content: PlanContent;
  state: PlanState;
  /** Finds a task by its group and host. */
  taskOf: (group: PlannedGroup, hostId: string) => EvaluatedTask | undefined;
  tasks: readonly EvaluatedTask[];
};

type Evidence = {
  stretches: ReadonlyMap<string, readonly Stretch[]>;
  hosts: ReadonlyMap<string, NamedPlanHost>;
  now: Date;
  /** The last boot of each host that was proven to be repaired, by `bootKey`; null if it did not say. */
  boots: ReadonlyMap<string, Date | null>;
};

/**
 * Plans with their progress now or at a moment: what people recorded, and what the hosts sent since.
 * Everything is read once for all plans. For a moment the plans are given as they stood then.
 */
export async function evaluatePlans(
  ctx: Ctx,
  stored: readonly StoredPlan[],
  when: When = { live: ctx.now },
): Promise<EvaluatedPlan[]> {
  if (stored.length === 0) return [];
  const ids = [...new Set(stored.flatMap(({ hostIds }) => hostIds))];
  const oldest = new Date(Math.min(...stored.map(({ createdAt }) => createdAt.getTime())));
  const [hosts, rows] = await Promise.all([
    hostsOfPlans(ctx.db, { when, fabrics: fabricScope(ctx) }, ids),
    stretchesSince(ctx.db, oldest, ids),
  ]);
  const evidence = {
    stretches: grouped(rows, ({ hostId }) => hostId),
    hosts: new Map(hosts.map((host) => [host.id, host])),
    now: momentOf(when),
  };
  const plans = stored.map((plan) => ({ stored: plan, content: readContent(plan.content) }));
  const boots = await bootsOf(
    ctx,
    plans.flatMap((plan) => provenRestarts(plan, evidence)),
  );
  return plans.map((plan) => evaluate(plan, { ...evidence, boots }));
}

const keyOf = (groupKey: string, hostId: string) => `${groupKey} ${hostId}`;

type ReadPlan = { stored: StoredPlan; content: PlanContent };

/** Each task with the causes that it removes. */
function tasksIn({ stored, content }: ReadPlan): (Asked & { key: string; isRestart: boolean })[] {
  const marks = new Map(stored.tasks.map((task) => [keyOf(task.groupKey, task.hostId), task]));
  return content.groups.flatMap(({ key: groupKey, kind, tasks }) =>
    tasks.flatMap(({ hostId, causes }) => {
      const key = keyOf(groupKey, hostId);
      const task = marks.get(key);
      return task === undefined ? [] : [{ key, task, causes, isRestart: kind === 'restart' }];
    }),
  );
}

/** Restarts whose causes are gone. The snapshot that showed this says whether the host did restart. */
const provenRestarts = (plan: ReadPlan, evidence: Omit<Evidence, 'boots'>) =>
  tasksIn(plan).flatMap((asked) => {
    const { provenAt } = asked.isRestart ? progressOf(plan.stored, asked, evidence) : { provenAt: null };
    return provenAt === null ? [] : [{ hostId: asked.task.hostId, at: provenAt }];
  });

function evaluate(plan: ReadPlan, evidence: Evidence): EvaluatedPlan {
  const { stored, content } = plan;
  const tasks = new Map(tasksIn(plan).map((asked) => [asked.key, evaluateTask(stored, asked, evidence)]));
  const all = [...tasks.values()];
  const waiting = waitingForRestart(content, tasks);
  const told = all.map((task) => (waiting.has(task.stored.id) ? { ...task, isStalled: false } : task));
  const byKey = new Map(told.map((task) => [keyOf(task.stored.groupKey, task.stored.hostId), task]));
  return {
    ...{ stored, content, tasks: told },
    state: planState(
      stored.closedAt,
      told.map(({ state }) => state),
    ),
    taskOf: ({ key }, hostId) => byKey.get(keyOf(key, hostId)),
  };
}

const earlier = (one: Date, other: Date) => new Date(Math.min(one.getTime(), other.getTime()));

type Asked = { task: StoredTask; causes: readonly string[] };

/** A task of a closed plan stays as it was when the plan was closed. */
function progressOf(
  plan: StoredPlan,
  { task, causes }: Asked,
  { stretches, now }: Pick<Evidence, 'stretches' | 'now'>,
): TaskProgress {
  const until = plan.closedAt ?? now;
  const seen = (stretches.get(task.hostId) ?? [])
    .filter(({ from }) => from <= until)
    .map((stretch) => ({ ...stretch, lastAt: earlier(stretch.lastAt, until) }));
  return judgeTask({ causes, mark: readMark(task.mark), markedAt: task.markedAt }, plan.createdAt, seen);
}

function evaluateTask(
  plan: StoredPlan,
  asked: Asked & { isRestart: boolean },
  evidence: Evidence,
): EvaluatedTask {
  const { task, isRestart } = asked;
  const { markedAt } = task;
  const judged = progressOf(plan, asked, evidence);
  const bootedAt = judged.provenAt && (evidence.boots.get(bootKey(task.hostId, judged.provenAt)) ?? null);
  const progress = isRestart ? judgeRestart(judged, plan.createdAt, bootedAt) : judged;
  const interval = evidence.hosts.get(task.hostId)?.intervalSeconds ?? null;
  const isOpen =
    plan.closedAt === null && progress.state === 'done' && markedAt !== null && interval !== null;
  return { ...progress, stored: task, isStalled: isOpen && isStalled(markedAt, interval, evidence.now) };
}

const readMark = (mark: string): TaskMark => (mark === 'done' || mark === 'skipped' ? mark : 'todo');

/** Tasks that wait for a restart: a setting is measured at the next boot, so no earlier snapshot can prove it. */
function waitingForRestart({ groups }: PlanContent, tasks: ReadonlyMap<string, EvaluatedTask>): Set<string> {
  const restarts = groups.filter(({ kind }) => kind === 'restart');
  const causesOf = new Map<string, readonly string[]>();
  for (const { key, tasks: nodes } of restarts)
    for (const { hostId, causes } of nodes)
      if (tasks.get(keyOf(key, hostId))?.state === 'todo') causesOf.set(hostId, causes);
  const fixes = groups.filter(({ kind }) => kind === 'fix');
  return new Set(
    fixes.flatMap(({ key, cause, tasks: own }) =>
      own.flatMap(({ hostId }) =>
        cause !== null && causesOf.get(hostId)?.includes(cause)
          ? (tasks.get(keyOf(key, hostId))?.stored.id ?? [])
          : [],
      ),
    ),
  );
}

type Moment = Pick<SeenBoot, 'hostId' | 'at'>;

const bootKey = (hostId: string, at: Date): string => `${hostId} ${at.toISOString()}`;

/** How many documents are unpacked before other work gets a turn. */
const AT_ONCE = 200;

/** The last boots of these hosts, as far as they were known at a moment. */
async function bootsOf({ db }: Ctx, asked: readonly Moment[]): Promise<Map<string, Date | null>> {
  const found = new Map<string, Date | null>();
  for (let from = 0; from < asked.length; from += AT_ONCE)
    for (const seen of await documentsBy(db, asked.slice(from, from + AT_ONCE)))
      found.set(bootKey(seen.hostId, seen.at), bootOf(seen));
  return found;
}

/** Converts the boot time from the host's clock to this server's: the snapshot has its own time by both clocks. */
function bootOf({ observedAt, item }: SeenBoot): Date | null {
  const { bootedAt, collectedAt }: Record<string, unknown> = isRecord(item) ? item : {};
  const booted = parseRfc3339(bootedAt);
  if (booted === null) return null;
  return new Date(booted + observedAt.getTime() - (parseRfc3339(collectedAt) ?? observedAt.getTime()));
}
