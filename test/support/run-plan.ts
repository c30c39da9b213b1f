import { clusterKey } from '@/lib/domain/plan/restarts';
import type { PlanHost, PlannedGroup, PlannedTask, PlannedWork, PlanQuestion } from '@/lib/domain/plan/types';

type World = {
  hosts: ReadonlyMap<string, PlanHost>;
  clusterOf: ReadonlyMap<string, string>;
  able: Set<string>;
  /** Shielded VMs that may run on a host. */
  vms: Map<string, number>;
  restarted: Set<string>;
  /** Hosts that are not able after their restart: something is left, or HGS has yet to learn how they boot. */
  open: ReadonlySet<string>;
  did: Map<string, Set<string>>;
  broken: string[];
};

/**
 * Does a plan to the letter, without knowing how it was made: VMs move, nodes restart and become able as they would.
 * `broken` names every rule that it breaks on the way; `did` each host's steps.
 */
export function runPlan(question: PlanQuestion, plan: PlannedWork) {
  const world = worldOf(question, plan);
  let hasBaseline = false;
  for (const group of plan.groups) {
    if (group.kind === 'baseline') hasBaseline = true;
    else if (hasBaseline) world.broken.push(`${group.key} comes after a baseline`);
    if (group.kind === 'restart') for (const task of group.tasks) restartNode(world, group, task);
    else doGroup(world, group);
  }
  return { broken: world.broken, did: world.did };
}

function worldOf({ hosts, ableNodes }: PlanQuestion, { uncovered }: PlannedWork): World {
  const withCluster = [...hosts, ...ableNodes];
  return {
    hosts: new Map(hosts.map((host) => [host.id, host])),
    clusterOf: new Map(withCluster.map((node) => [node.id, clusterKey(node)])),
    able: new Set(ableNodes.map(({ id }) => id)),
    vms: new Map(hosts.map(({ id, runningVms }) => [id, runningVms ?? 1])),
    restarted: new Set(),
    open: new Set([
      ...uncovered.map(({ hostId }) => hostId),
      ...hosts.filter(({ causes }) => causes.includes('SecureBootSettings')).map(({ id }) => id),
    ]),
    did: new Map(),
    broken: [],
  };
}

const isFor = (hosts: readonly string[] | undefined, id: string) => hosts?.includes(id) ?? true;

function take(world: World, id: string, step: string): void {
  world.did.set(id, (world.did.get(id) ?? new Set()).add(step));
}

function doGroup(world: World, group: PlannedGroup): void {
  for (const step of group.steps) {
    if (/restart/i.test(step.id)) world.broken.push(`${group.key} restarts`);
    for (const { hostId } of group.tasks.filter((task) => isFor(step.hosts, task.hostId))) {
      if (group.kind === 'fix' && world.restarted.has(hostId))
        world.broken.push(`${hostId}: ${step.id} comes after its restart`);
      if (step.id === 'registerBaseline' && !hasCaptured(world, group))
        world.broken.push(`${group.key} registers what nobody captured`);
      if (step.id === 'captureBaseline' && !world.did.get(hostId)?.has('confirmChange'))
        world.broken.push(`${group.key} captures what nobody confirmed`);
      if (step.id === 'attestNow' && group.kind === 'baseline') attest(world, group, hostId);
      take(world, hostId, step.id);
    }
  }
}

const hasCaptured = (world: World, { baseline }: PlannedGroup) =>
  world.did.get(baseline?.captureOn ?? '')?.has('captureBaseline') ?? false;

/** Nobody but the first attests before the first was read. */
function attest(world: World, { baseline, key }: PlannedGroup, hostId: string): void {
  const first = baseline?.captureOn ?? '';
  if (hostId !== first && !world.did.get(first)?.has('readStatus'))
    world.broken.push(`${key}: ${hostId} attests before ${first} is verified`);
}

function restartNode(world: World, group: PlannedGroup, { hostId }: PlannedTask): void {
  const steps = group.steps.filter(({ hosts }) => isFor(hosts, hostId)).map(({ id }) => id);
  const restarts = steps.filter((id) => /restart/i.test(id));
  if (restarts.length !== 1) world.broken.push(`${hostId} has ${restarts.length} restarts in ${group.key}`);
  if (world.restarted.has(hostId)) world.broken.push(`${hostId} restarts twice`);
  const changesFirmware = steps.some((id) => /turnOn|updateFirmware|debugOff/.test(id));
  if (changesFirmware && steps[0] !== 'suspendBitLocker')
    world.broken.push(`${hostId}: BitLocker is not suspended`);
  drain(world, hostId);
  world.restarted.add(hostId);
  for (const step of steps) take(world, hostId, step);
  comeBack(world, hostId, steps);
}

/** VMs move to an able node of the cluster, which stays: without one the cluster would be empty. */
function drain(world: World, hostId: string): void {
  const cluster = world.clusterOf.get(hostId);
  const isClustered = world.hosts.get(hostId)?.cluster != null;
  const others = [...world.able].filter(
    (id) => isClustered && id !== hostId && world.clusterOf.get(id) === cluster,
  );
  const vms = world.vms.get(hostId) ?? 0;
  const [target] = others;
  if (target === undefined && vms > 0) world.broken.push(`${hostId} restarts with ${vms} VMs`);
  if (target === undefined && isClustered && world.able.has(hostId))
    world.broken.push(`${hostId} is the last able node`);
  if (target !== undefined) world.vms.set(target, (world.vms.get(target) ?? 0) + vms);
  world.vms.set(hostId, 0);
}

/** Able again where nothing of it is left open and the node was resumed. */
function comeBack(world: World, hostId: string, steps: readonly string[]): void {
  if (!world.open.has(hostId) && steps.includes('resumeNode')) world.able.add(hostId);
}
