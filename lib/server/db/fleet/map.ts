import type { State } from '@/lib/domain/vocabulary';
import { type Db, Prisma } from '@/lib/server/db/client';
import { firstHosts } from './first-hosts';
import { countHosts } from './host-rows';
import { countedRows, type FleetQuestion, type PreparedQuestion, prepare } from './question';
import { fleetRows } from './rows';

/** A host may name anything and much of it; a cell's title has room for the first few. */
const NAMED_CAUSES = 3;

type Share = { able: number; total: number };

export type MapRow = {
  id: string;
  hostname: string;
  fabric: string;
  cluster: string | null;
  state: State;
  /** The first few. */
  causes: string[];
  shieldedVms: number | null;
  isAtRisk: boolean;
  inFleet: Share;
  inFabric: Share;
  inCluster: Share;
};

const share = Prisma.sql`json_build_object('able', able, 'total', total)`;

/**
 * Hosts side by side as they are racked, each beside the counts of all that it stands among. Which hosts are
 * drawn is found fabric by fabric, as an index has them.
 */
export async function mapOfHosts(db: Db, question: FleetQuestion, limit: number): Promise<MapRow[]> {
  const prepared = await prepare(db, question);
  const total = await countHosts(db, prepared);
  return db.$queryRaw(Prisma.sql`
    WITH counts AS MATERIALIZED (
      SELECT grouping(fabric_id) = 0 AS "isFabric", grouping(cluster) = 0 AS "isCluster", fabric_id, cluster,
        coalesce(sum(hosts) FILTER (WHERE state = 'Passed'), 0)::int AS able, coalesce(sum(hosts), 0)::int AS total
      FROM ${countedRows(prepared)} GROUP BY GROUPING SETS ((), (fabric_id), (fabric_id, cluster))),
    page AS MATERIALIZED (${drawn(prepared, { total, limit })})
    SELECT id, hostname, fabric, cluster, state, causes[1:${NAMED_CAUSES}::int] AS causes, shielded_vms AS "shieldedVms",
      cardinality(risks) > 0 AS "isAtRisk",
      (SELECT ${share} FROM counts WHERE NOT "isFabric") AS "inFleet",
      (SELECT ${share} FROM counts c WHERE "isFabric" AND NOT "isCluster" AND c.fabric_id = drawn.fabric_id) AS "inFabric",
      (SELECT ${share} FROM counts c WHERE "isCluster" AND c.fabric_id = drawn.fabric_id
        AND c.cluster IS NOT DISTINCT FROM drawn.cluster) AS "inCluster"
    FROM (${fleetRows(question.when, { found: Prisma.sql`SELECT id FROM page` })}) drawn ${RACKED}`);
}

const RACKED = Prisma.sql`ORDER BY lower(fabric) COLLATE "C", fabric_id, lower(cluster) COLLATE "C" NULLS LAST,
  cluster COLLATE "C", lower(hostname) COLLATE "C", id`;

function drawn(question: PreparedQuestion, { total, limit }: { total: number; limit: number }): Prisma.Sql {
  const isBeyond = Prisma.sql`TRUE`;
  return firstHosts(question, { orderBy: RACKED, isBeyond, limit, total, byFabric: true });
}
