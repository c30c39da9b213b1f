import { grouped } from '@/lib/util/grouped';
import { byName } from './order';
import type { AbleNode, PlanHost } from './types';

type Cluster = Pick<AbleNode, 'fabricId' | 'cluster'>;

export const clusterKey = ({ fabricId, cluster }: { fabricId: string; cluster: string | null }): string =>
  JSON.stringify([fabricId, cluster]);

/** How many other nodes of a cluster are able: now, and by this plan before one restarts. */
type Able = { now: number; later: number };

/** A host that restarts; a node of a cluster with the others that are able. */
export type RestartingNode = { hostId: string; able?: Able };

/** Nodes of one cluster, or hosts of a fabric that are in none, one after another. */
export type RestartSequence = { fabricId: string; cluster: string | null; nodes: RestartingNode[] };

export type RestartPlan = { sequences: RestartSequence[]; refused: PlanHost[] };

type Waiting = { host: PlanHost; becomesAble: boolean };

/** What is not known may run. */
const mayRunVms = ({ runningVms }: PlanHost) => runningVms !== 0;

/**
 * Decides in which order hosts restart. One with VMs moves them to an able node of its cluster first, so it waits for one; one
 * that this plan makes able is such a node for those after it. What no order can restart safely is refused.
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

/** Those without VMs first, since they need nobody; then those with the fewest. */
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
    // A cluster keeps an able node, whether or not VMs run on the one that restarts.
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
