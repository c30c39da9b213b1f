import type { ClusterKind, ClustersMap } from '@/lib/contracts/host-map';
import type { ClusterRow } from '@/lib/server/db/fleet/answers/map-clusters';
import { largestFirst } from '@/lib/util/largest-first';

type Fabric = ClustersMap['fabrics'][number];
type Cluster = Fabric['clusters'][number];

/** Stores each kind once and finds its index. */
function shareKinds() {
  const kinds: ClusterKind[] = [];
  const places = new Map<string, number>();
  function placeOf({ is, name }: ClusterRow): number {
    const key = JSON.stringify([is, name]);
    const place = places.get(key) ?? kinds.push({ is, name }) - 1;
    places.set(key, place);
    return place;
  }
  return { kinds, placeOf };
}

type Asked = Pick<ClustersMap, 'asOf' | 'by'> & { limit: number };

/** The first clusters up to the limit, in the order in which their fabrics are drawn. */
function firstClusters(fabrics: readonly Fabric[], limit: number): Fabric[] {
  let left = limit;
  return fabrics.map((fabric) => {
    const clusters = fabric.clusters.slice(0, left);
    left -= clusters.length;
    return { ...fabric, clusters };
  });
}

/** Rows come sorted, so a new name begins a new group. */
export function groupClusters(rows: readonly ClusterRow[], { asOf, by, limit }: Asked): ClustersMap {
  const { kinds, placeOf } = shareKinds();
  const fabrics: (Fabric & { id: string })[] = [];
  let total = 0;
  let cluster: Cluster | undefined;
  for (const row of rows) {
    let fabric = fabrics.at(-1);
    if (fabric?.id !== row.fabricId) {
      fabric = { id: row.fabricId, fabric: row.fabric, share: { able: 0, total: 0 }, clusters: [] };
      fabrics.push(fabric);
      cluster = undefined;
    }
    if (cluster === undefined || cluster.cluster !== row.cluster) {
      cluster = { cluster: row.cluster, able: 0, parts: [] };
      fabric.clusters.push(cluster);
    }
    cluster.able += row.able;
    cluster.parts.push([placeOf(row), row.hosts, row.vms]);
    fabric.share.able += row.able;
    fabric.share.total += row.hosts;
    total += row.hosts;
  }
  const told = fabrics.map(({ id: _, ...fabric }) => fabric);
  const clusters = told.reduce((sum, fabric) => sum + fabric.clusters.length, 0);
  const drawn = firstClusters(
    largestFirst(told, ({ share }) => share.total),
    limit,
  );
  return { drawn: 'clusters', asOf, by, total, clusters, kinds, fabrics: drawn };
}
