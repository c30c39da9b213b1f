import type { HostMap, MapCell, MapProfile } from '@/lib/contracts/host-map';
import type { HostQuery } from '@/lib/contracts/words/host-query';
import { authorize } from '@/lib/server/auth/authorize';
import type { Verb } from '@/lib/server/context';
import { type MapRow, mapOfHosts } from '@/lib/server/db/fleet/answers/map';
import { asOfText, fleetQuestion } from './internal';

/** More cells than this say nothing to anybody; the map then says how many it drew of how many. */
const DRAWN_AT_MOST = 2_000;

type Fabric = HostMap['fabrics'][number];

const profileOf = (row: MapRow): MapProfile => ({
  state: row.state,
  causes: row.causes,
  checks: row.checks,
  firmware: row.firmware,
  os: row.os,
  isAtRisk: row.isAtRisk,
  isExcepted: row.isExcepted,
});

/** The profiles of all rows, each once, and the cell of each row. */
function shareProfiles() {
  const profiles: MapProfile[] = [];
  const places = new Map<string, number>();
  function placeOf(row: MapRow): number {
    const profile = profileOf(row);
    const key = JSON.stringify(profile);
    const place = places.get(key) ?? profiles.push(profile) - 1;
    places.set(key, place);
    return place;
  }
  const cellOf = (row: MapRow): MapCell => [
    row.id,
    row.hostname,
    row.shieldedVms,
    row.since.toISOString(),
    placeOf(row),
  ];
  return { profiles, cellOf };
}

/** Rows come sorted, so that a new name begins a new group. */
function groupRows(rows: readonly MapRow[], cellOf: (row: MapRow) => MapCell): Fabric[] {
  const fabrics: Fabric[] = [];
  for (const row of rows) {
    let fabric = fabrics.at(-1);
    if (fabric?.fabric !== row.fabric) {
      fabric = { fabric: row.fabric, share: row.inFabric, clusters: [] };
      fabrics.push(fabric);
    }
    let cluster = fabric.clusters.at(-1);
    if (cluster === undefined || cluster.cluster !== row.cluster) {
      cluster = { cluster: row.cluster, share: row.inCluster, cells: [] };
      fabric.clusters.push(cluster);
    }
    cluster.cells.push(cellOf(row));
  }
  return fabrics;
}

export async function mapHosts({ ctx, input }: Verb<Pick<HostQuery, 'filter' | 'at'>>): Promise<HostMap> {
  authorize(ctx, 'host.read');
  const question = await fleetQuestion(ctx, input);
  const rows = await mapOfHosts(ctx.db, question, DRAWN_AT_MOST);
  const { profiles, cellOf } = shareProfiles();
  const fabrics = groupRows(rows, cellOf);
  return {
    asOf: asOfText(question),
    total: rows[0]?.inFleet.total ?? 0,
    drawn: rows.length,
    profiles,
    fabrics,
  };
}
