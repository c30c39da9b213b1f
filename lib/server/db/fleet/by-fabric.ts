import type { Reporting, State } from '@/lib/domain/vocabulary';
import { type Db, Prisma } from '@/lib/server/db/client';
import { countedRows, type FleetQuestion, prepare } from './question';

export type FabricCount = { fabric: string; state: State; reporting: Reporting; hosts: number };

/** How many hosts of each fabric are in each state, told apart by how they report. */
export async function countByFabric(db: Db, question: FleetQuestion): Promise<FabricCount[]> {
  const prepared = await prepare(db, question);
  return db.$queryRaw<FabricCount[]>(Prisma.sql`
    SELECT fabric, state, reporting, sum(hosts)::int AS hosts
    FROM ${countedRows(prepared)} GROUP BY 1, 2, 3 HAVING sum(hosts) > 0 ORDER BY 1, 2, 3`);
}

/** How many hosts each fabric has, by its id. */
export async function countHostsOfFabrics(db: Db, question: FleetQuestion): Promise<Map<string, number>> {
  const prepared = await prepare(db, question);
  const rows = await db.$queryRaw<{ id: string; hosts: number }[]>(Prisma.sql`
    SELECT fabric_id::text AS id, sum(hosts)::int AS hosts FROM ${countedRows(prepared)} GROUP BY 1`);
  return new Map(rows.map(({ id, hosts }) => [id, hosts]));
}
