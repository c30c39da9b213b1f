import type { HostMap, HostsMap, MapCell, MapProfile } from '@/lib/contracts/host-map';

/** A host of the map: what its card says, and what it can be coloured by. */
export type MapHost = MapProfile & {
  id: string;
  hostname: string;
  /** Null: the host does not know, never 0. */
  shieldedVms: number | null;
  /** When its state began. */
  since: string;
};

type Fabric = HostsMap['fabrics'][number];
type Cluster = Fabric['clusters'][number];

export type DrawnCluster = Omit<Cluster, 'cells'> & { hosts: MapHost[] };
export type DrawnFabric = Omit<Fabric, 'clusters'> & { clusters: DrawnCluster[] };

/** The hosts of a map, each with what it shares with others; none where clusters are drawn instead. */
export function drawnFabrics(map: HostMap): DrawnFabric[] {
  if (map.drawn === 'clusters') return [];
  const { profiles, fabrics } = map;
  const hostsOf = (cells: readonly MapCell[]) =>
    cells.flatMap(([id, hostname, shieldedVms, since, place]) => {
      const profile = profiles[place];
      return profile === undefined ? [] : [{ id, hostname, shieldedVms, since, ...profile }];
    });
  return fabrics.map(({ clusters, ...fabric }) => ({
    ...fabric,
    clusters: clusters.map(({ cells, ...cluster }) => ({ ...cluster, hosts: hostsOf(cells) })),
  }));
}
