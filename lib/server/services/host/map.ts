import {
  HostMap,
  HostMapInput,
  type HostsMap,
  type MapCell,
  type MapProfile,
} from '@/lib/contracts/host-map';
import type { HostQuery } from '@/lib/contracts/words/host-query';
import type { MapColour } from '@/lib/contracts/words/map-colour';
import { inRepairOrder } from '@/lib/domain/repair-order';
import type { Ctx } from '@/lib/server/context';
import { countHosts } from '@/lib/server/db/fleet/answers/host-count';
import { type MapRow, mapOfHosts, NAMED } from '@/lib/server/db/fleet/answers/map';
import { clustersOfMap } from '@/lib/server/db/fleet/answers/map-clusters';
import type { FleetQuestion } from '@/lib/server/db/fleet/question';
import { verb } from '@/lib/server/verbs/verb';
import { largestFirst } from '@/lib/util/largest-first';
import { asOfText, fleetQuestion } from './internal';
import { groupClusters } from './map-clusters';

/**
 * More cells than this are unreadable. Above the limit of hosts the map draws clusters, up to the number that
 * a fleet of 100,000 hosts has.
 */
const DRAWN_AT_MOST: MapLimits = { hosts: 2_000, clusters: 4_000 };

type Fabric = HostsMap['fabrics'][number];

const profileOf = (row: MapRow): MapProfile => ({
  state: row.state,
  causes: row.causes,
  checks: inRepairOrder(row.checks).slice(0, NAMED),
  firmware: row.firmware,
  os: row.os,
  risks: row.risks,
  isExcepted: row.isExcepted,
});

/** Stores each profile of the rows once, and the cell of each row. */
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

/** Rows come sorted, so a new name begins a new group. */
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

type Asked = Pick<HostQuery, 'filter' | 'at'> & { by?: MapColour };

export type MapLimits = { hosts: number; clusters: number };

async function drawHosts(ctx: Ctx, question: FleetQuestion, limit: number): Promise<HostMap> {
  const rows = await mapOfHosts(ctx.db, question, limit);
  const { profiles, cellOf } = shareProfiles();
  const fabrics = largestFirst(groupRows(rows, cellOf), ({ share }) => share.total);
  return {
    drawn: 'hosts',
    asOf: asOfText(question),
    total: rows[0]?.inFleet.total ?? 0,
    profiles,
    fabrics,
  };
}

/** Like `mapHosts`, with limits for a fleet of any size. */
export async function mapWithin(limits: MapLimits, ctx: Ctx, input: Asked): Promise<HostMap> {
  const question = await fleetQuestion(ctx, input);
  const total = await countHosts(ctx.db, question);
  if (total <= limits.hosts) return drawHosts(ctx, question, limits.hosts);
  const { by = 'state' } = input;
  const rows = await clustersOfMap(ctx.db, question, by);
  return groupClusters(rows, { asOf: asOfText(question), by, limit: limits.clusters });
}

export const mapHosts = verb({
  procedure: 'host.map',
  summary: 'Shows every host that matches as a cell of a map.',
  right: 'host.read',
  kind: 'query',
  heavy: true,
  input: HostMapInput,
  output: HostMap,
  work: async ({ ctx, input }) => {
    return mapWithin(DRAWN_AT_MOST, ctx, input);
  },
});
