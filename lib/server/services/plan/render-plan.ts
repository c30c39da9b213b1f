import type { PlanDetail, PlanGroup, PlanPreview, PlanRow, PlanStep, PlanTask } from '@/lib/contracts/plan';
import { planName, TASK_STATES } from '@/lib/domain/plan/progress';
import type { PlannedGroup, PlannedTask, StepId, Uncovered } from '@/lib/domain/plan/types';
import { CATALOGUE } from '@/lib/domain/remediation/catalogue';
import { REGISTER_BASELINE_V1 } from '@/lib/domain/remediation/commands/hgs';
import { restartTo } from '@/lib/domain/remediation/commands/restart';
import { commandIn } from '@/lib/domain/remediation/commands/script-texts';
import { renderCaution, renderStep } from '@/lib/domain/remediation/render';
import { STEPS } from '@/lib/domain/remediation/steps';
import type { RemediationText } from '@/lib/domain/remediation/types';
import type { Doer } from '@/lib/server/services/operator';
import type { ContentHost, PlanContent } from './content';
import type { EvaluatedPlan, EvaluatedTask } from './evaluate';

export type Reader = {
  text: RemediationText;
  fabrics: ReadonlyMap<string, string>;
  doer: (id: string) => Doer;
  /** Names of the nodes in a group's cluster that are able now. */
  ableNodes: (group: PlannedGroup) => readonly string[];
};

type Hosts = ReadonlyMap<string, ContentHost>;

const isoOrNull = (time: Date | null) => time?.toISOString() ?? null;
const hostsOf = ({ hosts }: PlanContent): Hosts => new Map(hosts.map((host) => [host.id, host]));

function titleOf({ kind, cause, cluster, entryId }: PlannedGroup, text: RemediationText): string {
  if (kind === 'restart')
    return cluster === null ? text('plan.restartAlone') : text('plan.restart', { cluster });
  // A later catalogue may have another entry for the cause, or none.
  const entry = CATALOGUE.find(({ id }) => id === entryId);
  return entry === undefined ? (cause ?? '') : text(`entry.${entry.id}.title`);
}

type Place = { reader: Pick<Reader, 'text' | 'fabrics'>; hosts: Hosts; groups: PlanContent['groups'] };

const placeIn = (content: PlanContent, reader: Place['reader']): Place => ({
  ...{ reader, hosts: hostsOf(content), groups: content.groups },
});

/**
 * A fix has its restart in another group, one for each cluster, so that a host restarts once for all its
 * causes.
 */
function restartsOf({ kind, cause, tasks }: PlannedGroup, groups: Place['groups']): number[] {
  if (kind !== 'fix' || cause === null) return [];
  const own = new Set(tasks.map(({ hostId }) => hostId));
  const serves = ({ hostId, causes }: PlannedTask) => own.has(hostId) && causes.includes(cause);
  return groups.flatMap((group, index) =>
    group.kind === 'restart' && group.tasks.some(serves) ? [index + 1] : [],
  );
}

function headOf(group: PlannedGroup, order: number, { reader, hosts, groups }: Place) {
  const { key, kind, cause, where, fabricId, cluster, baseline } = group;
  return {
    ...{ key, kind, cause, where, order, cluster },
    title: titleOf(group, reader.text),
    restart: kind === 'restart',
    restartsIn: restartsOf(group, groups),
    fabric: fabricId === null ? null : (reader.fabrics.get(fabricId) ?? null),
    ...(baseline && { baselineGroup: { ...baseline, presumed: true as const } }),
    tasks: group.tasks.map(({ hostId, causes, able }) => ({
      ...{ ...namedHost(hosts, hostId), causes: [...causes] },
      ...(able && { able }),
    })),
  };
}

function namedHost(hosts: Hosts, hostId: string) {
  const host = hosts.get(hostId);
  return {
    hostId,
    hostname: host?.hostname ?? hostId,
    cluster: host?.cluster ?? null,
    shieldedVms: host?.shieldedVms ?? null,
  };
}

const renderUncovered = (uncovered: readonly Uncovered[], { reader, hosts }: Place) =>
  uncovered.map(({ hostId, cause, reason }) => ({
    ...{ hostId, hostname: namedHost(hosts, hostId).hostname, cause, reason },
    text: reader.text(`plan.reason.${reason}`),
  }));

/** A plan as it would be, before anybody makes it. */
export function renderPreview(
  content: PlanContent,
  reader: Place['reader'],
): Pick<PlanPreview, 'totals' | 'groups' | 'uncovered'> {
  const place = placeIn(content, reader);
  return {
    totals: content.totals,
    groups: content.groups.map((group, index) => headOf(group, index + 1, place)),
    uncovered: renderUncovered(content.uncovered, place),
  };
}

export function toRow(
  { stored, content, state, tasks }: EvaluatedPlan,
  reader: Reader,
  host: string | null = null,
): PlanRow {
  const { id, number, name, owner, version, fabricIds, createdAt, createdBy, closedAt, closedBy } = stored;
  return {
    ...{ id, number: planName(number), name, owner, version, state, totals: content.totals },
    fabrics: fabricIds.map((fabric) => reader.fabrics.get(fabric) ?? fabric).sort(),
    createdBy: reader.doer(createdBy),
    createdAt: createdAt.toISOString(),
    closedBy: closedBy === null ? null : reader.doer(closedBy),
    closedAt: isoOrNull(closedAt),
    progress: progressOf(tasks),
    ...(host !== null && { onHost: progressOf(tasks.filter((task) => task.stored.hostId === host)) }),
  };
}

/** How many tasks are in each state, and how many have waited too long for their proof. */
export function progressOf(tasks: readonly EvaluatedTask[]): PlanRow['progress'] {
  const counts = TASK_STATES.map((word) => [word, tasks.filter(({ state }) => state === word).length]);
  return {
    // Sound: every state of a task has a count.
    ...(Object.fromEntries(counts) as Record<(typeof TASK_STATES)[number], number>),
    total: tasks.length,
    stalled: tasks.filter(({ isStalled }) => isStalled).length,
  };
}

export function toDetail(plan: EvaluatedPlan, reader: Reader, now: Date): PlanDetail {
  const { stored, content } = plan;
  const place = placeIn(content, reader);
  return {
    ...toRow(plan, reader),
    asOf: now.toISOString(),
    catalogueVersion: content.catalogueVersion,
    groups: content.groups.map((group, index) => toGroup(plan, { group, order: index + 1 }, reader)),
    confirmations: stored.confirmations.map(({ id, groupKey, text, confirmedAt, confirmedBy }) => ({
      ...{ id, group: groupKey, text, confirmedBy: reader.doer(confirmedBy) },
      confirmedAt: confirmedAt.toISOString(),
    })),
    uncovered: renderUncovered(content.uncovered, place),
  };
}

/** Whether a named person confirmed the change of a group; null if no step of it waits for that. */
function isConfirmed({ confirmations }: EvaluatedPlan['stored'], { key, steps }: PlannedGroup) {
  if (!steps.some(({ id }) => id === 'confirmChange')) return null;
  return confirmations.some(({ groupKey }) => groupKey === null || groupKey === key);
}

type Ordered = { group: PlannedGroup; order: number };

function toGroup(plan: EvaluatedPlan, { group, order }: Ordered, reader: Reader): PlanGroup {
  const { tasks, ...head } = headOf(group, order, placeIn(plan.content, reader));
  const confirmed = isConfirmed(plan.stored, group);
  return {
    ...head,
    tasks: tasks.flatMap((task) => {
      const evaluated = plan.taskOf(group, task.hostId);
      return evaluated === undefined ? [] : [toTask(task, evaluated, reader)];
    }),
    steps: renderSteps(group, confirmed !== false, reader),
    cautions: cautionsOf(group, reader.text),
    isConfirmed: confirmed,
  };
}

/**
 * The plan shows the cautions, but never how to lower what HGS requires: that is in the catalogue, for the
 * administrator of HGS.
 */
function cautionsOf({ entryId }: PlannedGroup, text: RemediationText): string[] {
  const cautions = CATALOGUE.find(({ id }) => id === entryId)?.cautions ?? [];
  return cautions.filter(({ loosens }) => !loosens).map((caution) => renderCaution(caution, text));
}

function toTask(
  head: Omit<PlanTask, keyof ReturnType<typeof wordsOf>>,
  evaluated: EvaluatedTask,
  reader: Reader,
): PlanTask {
  return { ...head, ...wordsOf(evaluated, reader) };
}

function wordsOf({ stored, state, provenAt, regressedAt, isStalled }: EvaluatedTask, { doer }: Reader) {
  const isDone = stored.mark === 'done';
  return {
    ...{ id: stored.id, state, note: stored.note, isStalled },
    doneBy: isDone && stored.markedBy !== null ? doer(stored.markedBy) : null,
    doneAt: isDone ? isoOrNull(stored.markedAt) : null,
    provenAt: isoOrNull(provenAt),
    regressedAt: isoOrNull(regressedAt),
  };
}

const causesOf = ({ tasks }: PlannedGroup) => [...new Set(tasks.flatMap(({ causes }) => causes))];

/** Fills in what this plan knows: the nodes that can take VMs now, and the version that HGS must be given. */
function commandFor(id: StepId, group: PlannedGroup, reader: Reader, shipped: string): string {
  const { restart, command } = STEPS[id];
  if (restart && command !== undefined)
    return commandIn(restartTo(command, reader.ableNodes(group), causesOf(group)), reader.text);
  const isV1 = id === 'registerBaseline' && group.baseline?.policyVersion === 'v1';
  return isV1 ? commandIn(REGISTER_BASELINE_V1, reader.text) : shipped;
}

/**
 * Steps after an unconfirmed change have no command: they would make HGS trust something that nobody vouched
 * for.
 */
function renderSteps(group: PlannedGroup, mayGoOn: boolean, reader: Reader): PlanStep[] {
  const { steps } = group;
  const confirming = steps.findIndex(({ id }) => id === 'confirmChange');
  return steps.map(({ id, hosts }, index): PlanStep => {
    const { command: shipped, ...step } = renderStep(STEPS[id], reader.text);
    const command = shipped && commandFor(id, group, reader, shipped);
    const waits = !mayGoOn && confirming !== -1 && index > confirming;
    return {
      ...{ ...step, ...(hosts && { hosts: [...hosts] }) },
      ...(command !== undefined && !waits && { command }),
      ...(waits && { waitsForConfirmation: true }),
    };
  });
}
