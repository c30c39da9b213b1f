import { grouped } from '@/lib/util/grouped';
import { byName } from './order';
import type { AbleNode, PlanHost } from './types';

type Cluster = Pick<AbleNode, 'fabricId' | 'cluster'>;

export const clusterKey = ({ fabricId, cluster }: { fabricId: string; cluster: string | null }): string =>
  JSON.stringify([fabricId, cluster]);

/** How many other nodes of a cluster are able: now, and through this plan before this one restarts. */
type Able = { now: number; later: number };

/** A host that restarts; for a node of a cluster, with the number of other able nodes. */
export type RestartingNode = { hostId: string; able?: Able };

/** Nodes of one cluster, or hosts of a fabric without a cluster, one after another. */
export type RestartSequence = { fabricId: string; cluster: string | null; nodes: RestartingNode[] };

export type RestartPlan = { sequences: RestartSequence[]; refused: PlanHost[] };

type Waiting = { host: PlanHost; becomesAble: boolean };

/** An unknown number of VMs counts as running VMs. */
const mayRunVms = ({ runningVms }: PlanHost) => runningVms !== 0;

/**
 * Decides the order in which hosts restart. A host with VMs first moves them to an able node of its cluster,
 * so it waits for one; a node that this plan makes able serves the ones after it. A host that no order can
 * restart safely is refused.
 */
export function orderRestarts(waiting: readonly Waiting[], ableNodes: readonly AbleNode[]): RestartPlan {
  const able = grouped(ableNodes, (node: Cluster) => clusterKey(node));
  const clusters = [...grouped(waiting, ({ host }) => clusterKey(host)).entries()];
  const plan: RestartPlan = { sequences: [], refused: [] };
  for (const [key, nodes] of clusters) {
    const now = new Set((able.get(key) ?? []).map(({ id }) => id));
    const { ordered, refused } = orderNodes(nodes, now);
    plan.refused.push(...refused);
    const [first] = nodes;
    if (first === undefined || ordered.length === 0) continue;
    const { fabricId, cluster } = first.host;
    plan.sequences.push({ fabricId, cluster, nodes: ordered });
  }
  return plan;
}

/** Hosts without VMs come first because they need no other node; then those with the fewest. */
const vmsOf = ({ host }: Waiting) => host.runningVms ?? Number.MAX_SAFE_INTEGER;
const byVms = (a: Waiting, b: Waiting) => vmsOf(a) - vmsOf(b) || byName(a.host, b.host);

function orderNodes(nodes: readonly Waiting[], now: ReadonlySet<string>) {
  const ordered: RestartingNode[] = [];
  const later = new Set<string>();
  const left = nodes.toSorted(byVms);
  const ableFor = ({ id, cluster }: PlanHost): Able | undefined =>
    cluster === null ? undefined : { now: now.size - Number(now.has(id)), later: later.size };
  const mayRestart = ({ host }: Waiting) => {
    const able = ableFor(host);
    // A cluster keeps an able node, whether or not VMs run on the restarting one.
    const needsOthers = mayRunVms(host) || (host.cluster !== null && now.has(host.id));
    return !needsOthers || (able !== undefined && able.now + able.later > 0);
  };
  for (let at = left.findIndex(mayRestart); at !== -1; at = left.findIndex(mayRestart)) {
    const [next] = left.splice(at, 1);
    if (next === undefined) break;
    const able = ableFor(next.host);
    ordered.push({ hostId: next.host.id, ...(able && { able }) });
    if (next.becomesAble && next.host.cluster !== null && !now.has(next.host.id)) later.add(next.host.id);
  }
  return { ordered, refused: left.map(({ host }) => host) };
}
