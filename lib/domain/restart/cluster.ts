import { isAble } from '@/lib/domain/judge';
import type { ClusterView, OtherNode, RestartFacts, SeenNode } from './facts';

const UP = 'Up';
/** States in which a node is down, or going down or up: until it is back, no other node may restart. */
const OUT = ['Down', 'Paused', 'Joining'];

/** Compares names of clusters and hosts by the first label in lower case. */
const keyOf = (name: string) => name.toLowerCase().replace(/\..*$/, '');

const isNamed = (node: SeenNode): node is SeenNode & { name: string } => node.name !== null;

const listsHost = (view: ClusterView, hostname: string) =>
  view.nodes.some((node) => node.name !== null && keyOf(node.name) === keyOf(hostname));

/**
 * The other nodes as the latest observer sees them: an older snapshot may still list a node as up that went
 * down since. A list without the host is of another cluster, or from before it joined. Null if there is no
 * list.
 */
function otherNodes({ hostname, cluster, others }: RestartFacts): SeenNode[] | null {
  const own = typeof cluster === 'string' || !listsHost(cluster, hostname) ? null : cluster;
  if (own === null) return null;
  const theirs = others.flatMap(({ view }) => (view !== null && listsHost(view, hostname) ? [view] : []));
  const views = [own, ...theirs];
  const newest = Math.max(...views.map(({ observedAt }) => observedAt.getTime()));
  return views
    .filter(({ observedAt }) => observedAt.getTime() === newest)
    .flatMap(({ nodes }) => nodes)
    .filter(({ name }) => name === null || keyOf(name) !== keyOf(hostname));
}

export type NodesBeside = {
  /** The nodes of the cluster, each once. */
  count: number;
  out: (SeenNode & { name: string })[];
  /** It is unknown whether these are up. */
  notKnown: SeenNode[];
  /** The names of nodes to which shielded VMs can move. */
  able: string[];
};

/** Whether a VM can move to the node with this name. Of two hosts with the same name both have to be able. */
function isTarget(name: string, { others, inPlannedRestart }: RestartFacts): boolean {
  const named = others.filter(({ hostname }) => keyOf(hostname) === keyOf(name));
  const isAbleNow = ({ id, state, reporting }: OtherNode) =>
    isAble(state) && reporting === 'onTime' && !inPlannedRestart.has(id);
  return named.length > 0 && named.every(isAbleNow);
}

/** What is known about the other nodes of the host's cluster; null if it does not list them. */
export function nodesBeside(facts: RestartFacts): NodesBeside | null {
  const nodes = otherNodes(facts);
  if (nodes === null) return null;
  const named = nodes.filter(isNamed);
  const out = named.filter(({ state }) => state !== null && OUT.includes(state));
  const isUnknown = ({ name, state }: SeenNode) =>
    name === null || state === null || (state !== UP && !OUT.includes(state));
  const up = named.filter(({ state }) => state === UP).map(({ name }) => name);
  const able = [...new Map(up.map((name) => [keyOf(name), name])).values()].filter((name) =>
    isTarget(name, facts),
  );
  const count = new Set(named.map(({ name }) => keyOf(name))).size;
  return { count, out, notKnown: nodes.filter(isUnknown), able };
}
