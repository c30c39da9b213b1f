import { grouped } from '@/lib/util/grouped';
import { shortHash } from '@/lib/util/short-hash';
import type { Pair } from './cause-work';
import { placeOf } from './fix-groups';
import { compareText } from './order';
import { clusterKey, type RestartSequence } from './restarts';
import type { PlannedGroup, PlannedStep, StepId } from './types';

/** One group for each cluster, whose nodes go through all steps one after another. */
export function groupRestarts(
  sequences: readonly RestartSequence[],
  pairs: readonly Pair[],
  hasBaseline: ReadonlySet<string>,
): PlannedGroup[] {
  const byHost = grouped(pairs, ({ host }) => host.id);
  return sequences
    .toSorted((a, b) => compareText(a.fabricId, b.fabricId) || compareText(a.cluster ?? '', b.cluster ?? ''))
    .map((sequence) => toGroup(sequence, byHost, hasBaseline));
}

function toGroup(
  sequence: RestartSequence,
  byHost: ReadonlyMap<string, Pair[]>,
  hasBaseline: ReadonlySet<string>,
): PlannedGroup {
  const { fabricId, cluster, nodes } = sequence;
  const hostIds = nodes.map(({ hostId }) => hostId);
  const causesOf = (id: string) =>
    (byHost.get(id) ?? []).filter(({ work }) => work.restart !== null).map(({ cause }) => cause);
  const steps = stepsOf(hostIds, byHost, hasBaseline);
  return {
    ...{ key: `restart:${shortHash(clusterKey(sequence))}`, kind: 'restart', cause: null, entryId: null },
    where: placeOf(steps.map(({ id }) => id)),
    ...{ fabricId, cluster, baseline: null, steps },
    tasks: nodes.map(({ hostId, able }) => ({ hostId, causes: causesOf(hostId), ...(able && { able }) })),
  };
}

/** BitLocker is suspended before anything in the firmware changes, and a node resumes only when it is Passed. */
function stepsOf(
  hostIds: readonly string[],
  byHost: ReadonlyMap<string, Pair[]>,
  hasBaseline: ReadonlySet<string>,
): PlannedStep[] {
  const workOf = (id: string) => (byHost.get(id) ?? []).map(({ work }) => work);
  const inOrder = (pick: (id: string) => readonly StepId[]) => {
    const all = [...new Set(hostIds.flatMap(pick))].sort(suspendingFirst);
    return all.map((step) => forHosts(step, hostIds, (id) => pick(id).includes(step)));
  };
  // A host that restarts anyway needs no second restart after the encryption.
  const restartOf = (id: string): StepId[] =>
    workOf(id).some(({ restart }) => restart === 'guardedRestart')
      ? ['guardedRestart']
      : ['restartAfterBitLocker'];
  const resuming = hostIds.filter((id) => !hasBaseline.has(id));
  return [
    ...inOrder((id) => workOf(id).flatMap(({ atRestart }) => atRestart)),
    ...inOrder(restartOf),
    ...afterSteps(hostIds, workOf),
    ...(resuming.length === 0 ? [] : [forHosts('resumeNode', hostIds, (id) => !hasBaseline.has(id))]),
  ];
}

/** Keeps the order of their entry, not that of their names. */
function afterSteps(
  hostIds: readonly string[],
  workOf: (id: string) => { after: readonly StepId[] }[],
): PlannedStep[] {
  const afterOf = (id: string) => workOf(id).flatMap(({ after }) => after);
  return [...new Set(hostIds.flatMap(afterOf))].map((step) =>
    forHosts(step, hostIds, (id) => afterOf(id).includes(step)),
  );
}

const suspendingFirst = (a: StepId, b: StepId) =>
  Number(b === 'suspendBitLocker') - Number(a === 'suspendBitLocker') || compareText(a, b);

function forHosts(id: StepId, hostIds: readonly string[], isFor: (hostId: string) => boolean): PlannedStep {
  const hosts = hostIds.filter(isFor);
  return hosts.length === hostIds.length ? { id } : { id, hosts };
}
