import type { State } from '@/lib/domain/vocabulary';
import { type Db, Prisma } from '@/lib/server/db/client';
import { type FleetQuestion, matchingRows } from './question';

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

const shareOf = (partition: Prisma.Sql) => Prisma.sql`json_build_object(
  'able', count(*) FILTER (WHERE state = 'Passed') OVER (${partition}),
  'total', count(*) OVER (${partition}))`;

/** Hosts side by side as they are racked, each beside the counts of all that it stands among. */
export function mapOfHosts(db: Db, question: FleetQuestion, limit: number): Promise<MapRow[]> {
  return db.$queryRaw(Prisma.sql`
    SELECT id, hostname, fabric, cluster, state, causes[1:${NAMED_CAUSES}::int] AS causes, shielded_vms AS "shieldedVms",
      cardinality(risks) > 0 AS "isAtRisk",
      ${shareOf(Prisma.empty)} AS "inFleet",
      ${shareOf(Prisma.sql`PARTITION BY fabric_id`)} AS "inFabric",
      ${shareOf(Prisma.sql`PARTITION BY fabric_id, cluster`)} AS "inCluster"
    FROM ${matchingRows(question)}
    ORDER BY lower(fabric) COLLATE "C", fabric_id, lower(cluster) COLLATE "C" NULLS LAST, cluster COLLATE "C",
      lower(hostname) COLLATE "C", id
    LIMIT ${limit}::int`);
}
