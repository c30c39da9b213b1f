import { letterOf } from '@/components/fabric/map-kind';
import { type KindName, kindsOf, type MapKind } from '@/components/fabric/map-kinds';
import { type Look, lookOfKind, lookOfState } from '@/components/fabric/map-looks';
import type { ClusterKind, ClustersMap } from '@/lib/contracts/host-map';
import { MAP_AGES } from '@/lib/domain/map-age';
import { STATES, type State } from '@/lib/domain/vocabulary';

export type MapPart = { name: KindName; hosts: number; vms: number };

/** A cluster as a cell. */
export type MapCluster = {
  id: string;
  fabric: string;
  cluster: string | null;
  share: { able: number; total: number };
  parts: readonly MapPart[];
};

export type ClustersOfFabric = {
  fabric: string;
  share: MapCluster['share'];
  /** So many beside each other as one drawing has. */
  blocks: readonly (readonly MapCluster[])[];
};

/** A block is as high as it is wide. */
const IN_BLOCK = 64;

function blocksOf<T>(all: readonly T[]): T[][] {
  const count = Math.ceil(all.length / IN_BLOCK);
  return Array.from({ length: count }, (_, block) => all.slice(block * IN_BLOCK, (block + 1) * IN_BLOCK));
}

function nameOf({ is, name }: ClusterKind): KindName {
  if (is === 'state') return { is, name: STATES.find((state) => state === name) ?? 'Unknown' };
  if (is === 'age') return { is, age: MAP_AGES.find(([age]) => age === name)?.[0] ?? 'older' };
  return is === 'name' ? { is, name: name ?? '' } : { is };
}

/** The clusters of a map as they are drawn, and how many hosts are of each kind. */
export function clustersOf({ kinds, fabrics }: ClustersMap): ClustersOfFabric[] {
  const names = kinds.map(nameOf);
  return fabrics.map(({ fabric, share, clusters }) => ({
    fabric,
    share,
    blocks: blocksOf(
      clusters.map(({ cluster, able, parts }) => ({
        id: JSON.stringify([fabric, cluster]),
        fabric,
        cluster,
        share: { able, total: parts.reduce((sum, [, hosts]) => sum + hosts, 0) },
        parts: parts.flatMap(([place, hosts, vms]) => {
          const name = names[place];
          return name === undefined ? [] : [{ name, hosts, vms }];
        }),
      })),
    ),
  }));
}

/** How a kind is drawn, and the order in which kinds stand in a cell: what needs somebody first, at its foot. */
export type PartLook = { look: Look; state: State | null; letter: string | null; order: number };

export type ClusterLooks = {
  /** Null: states. */
  kinds: readonly MapKind[] | null;
  lookOf: (name: KindName) => PartLook;
};

/** What the kinds of a map look like, and how many hosts each has. */
export function looksOf(clusters: readonly MapCluster[]): ClusterLooks {
  const counted = clusters.flatMap(({ parts }) => parts.map(({ name, hosts }) => ({ name, count: hosts })));
  const { kinds, kindNamed } = kindsOf(counted);
  const isOfStates = counted.every(({ name }) => name.is === 'state');
  function lookOf(name: KindName): PartLook {
    if (name.is === 'state') {
      const order = name.name === 'Passed' ? STATES.length : STATES.indexOf(name.name);
      return { look: lookOfState(name.name), state: name.name, letter: null, order };
    }
    const kind = kindNamed(name);
    if (kind === undefined) return { look: 'none', state: null, letter: null, order: kinds.length };
    return { look: lookOfKind(kind), state: null, letter: letterOf(kind), order: kinds.indexOf(kind) };
  }
  return { kinds: isOfStates ? null : kinds, lookOf };
}
