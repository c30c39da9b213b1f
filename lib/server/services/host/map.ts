import type { HostMap, MapHost } from '@/lib/contracts/host-map';
import type { HostQuery } from '@/lib/contracts/words/host-query';
import { authorize } from '@/lib/server/auth/authorize';
import type { Verb } from '@/lib/server/context';
import { type MapRow, mapOfHosts } from '@/lib/server/db/fleet/answers/map';
import { asOfText, fleetQuestion } from './internal';

/** More cells than this say nothing to anybody; the map then says how many it drew of how many. */
const DRAWN_AT_MOST = 2_000;

type Fabric = HostMap['fabrics'][number];

const cellOf = (row: MapRow): MapHost => ({
  id: row.id,
  hostname: row.hostname,
  state: row.state,
  causes: row.causes,
  shieldedVms: row.shieldedVms,
  since: row.since.toISOString(),
  checks: row.checks,
  firmware: row.firmware,
  os: row.os,
  isAtRisk: row.isAtRisk,
  isExcepted: row.isExcepted,
});

/** Rows come sorted, so that a new name begins a new group. */
function groupRows(rows: readonly MapRow[]): Fabric[] {
  const fabrics: Fabric[] = [];
  for (const row of rows) {
    let fabric = fabrics.at(-1);
    if (fabric?.fabric !== row.fabric) {
      fabric = { fabric: row.fabric, share: row.inFabric, clusters: [] };
      fabrics.push(fabric);
    }
    let cluster = fabric.clusters.at(-1);
    if (cluster === undefined || cluster.cluster !== row.cluster) {
      cluster = { cluster: row.cluster, share: row.inCluster, hosts: [] };
      fabric.clusters.push(cluster);
    }
    cluster.hosts.push(cellOf(row));
  }
  return fabrics;
}

export async function mapHosts({ ctx, input }: Verb<Pick<HostQuery, 'filter' | 'at'>>): Promise<HostMap> {
  authorize(ctx, 'host.read');
  const question = await fleetQuestion(ctx, input);
  const rows = await mapOfHosts(ctx.db, question, DRAWN_AT_MOST);
  return {
    asOf: asOfText(question),
    total: rows[0]?.inFleet.total ?? 0,
    drawn: rows.length,
    fabrics: groupRows(rows),
  };
}
