import type { GroupKind } from '@/lib/domain/plan/types';
import type { Db } from '@/lib/server/db/client';
import { type RecordedChange, recordChanges } from './changes';

/** The details of a plan for the list of changes, on each of its hosts. */
export type ToldPlan = { id: string; number: number; name: string; fabricIds: readonly string[] };

type ToldTask = {
  id: string;
  hostId: string;
  group: { key: string; kind: GroupKind };
  causes: readonly string[];
};

/** `nth` distinguishes a task's second proof from its first, however often either is noticed. */
export type TaskTold = {
  kind: 'planTaskDone' | 'planTaskProven' | 'planTaskRegressed';
  task: ToldTask;
  at: Date;
  nth: string;
};

const wordsOf = ({ id, number, name, fabricIds }: ToldPlan) => ({ planId: id, number, name, fabricIds });

/** Returns how many are new. The same step on several hosts is one entry: it is about one group of the plan. */
export function tellTasks(
  tx: Db,
  plan: ToldPlan,
  { turns, now }: { turns: readonly TaskTold[]; now: Date },
): Promise<number> {
  const changes = turns.map(
    ({ kind, task: { id, hostId, group, causes }, at, nth }): RecordedChange => ({
      ...{ hostId, kind, at },
      detail: { ...wordsOf(plan), group: group.kind, causes },
      causeKey: `${kind}:${id}:${nth}`,
      about: `${plan.id} ${group.key}`,
    }),
  );
  return recordChanges(tx, changes, now);
}

type Whole = {
  kind: 'planOpened' | 'planClosed';
  hostIds: readonly string[];
  at: Date;
  now: Date;
  /** Set when a plan is closed: how many of all tasks were proven. */
  progress?: { proven: number; tasks: number };
};

/** Records the beginning or end of a plan once for each host that it has work for. */
export async function tellPlan(
  tx: Db,
  plan: ToldPlan,
  { kind, hostIds, at, now, progress }: Whole,
): Promise<void> {
  const changes = hostIds.map(
    (hostId): RecordedChange => ({
      ...{ hostId, kind, at },
      detail: { ...wordsOf(plan), ...progress },
      causeKey: `${kind}:${plan.id}:${hostId}`,
      about: plan.id,
    }),
  );
  await recordChanges(tx, changes, now);
}
