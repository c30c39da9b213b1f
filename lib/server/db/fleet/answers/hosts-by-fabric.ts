import type { Reporting, State } from '@/lib/domain/vocabulary';
import { type Db, Prisma } from '@/lib/server/db/client';
import type { FleetQuestion } from '@/lib/server/db/fleet/question';
import { answering, countedMatches } from './matching-hosts';

export type FabricCount = { fabric: string; state: State; reporting: Reporting; hosts: number };

/** How many hosts of each fabric are in each state, told apart by how they report. */
export async function countByFabric(db: Db, question: FleetQuestion): Promise<FabricCount[]> {
  return answering(db, question, (prepared, view) =>
    view.$queryRaw<FabricCount[]>(Prisma.sql`
      SELECT fabric, state, reporting, sum(hosts)::int AS hosts
      FROM ${countedMatches(prepared)} GROUP BY 1, 2, 3 HAVING sum(hosts) > 0 ORDER BY 1, 2, 3`),
  );
}

/** How many hosts each fabric has, by its id. */
export async function countHostsOfFabrics(db: Db, question: FleetQuestion): Promise<Map<string, number>> {
  const rows = await answering(db, question, (prepared, view) =>
    view.$queryRaw<{ id: string; hosts: number }[]>(Prisma.sql`
      SELECT fabric_id::text AS id, sum(hosts)::int AS hosts FROM ${countedMatches(prepared)} GROUP BY 1`),
  );
  return new Map(rows.map(({ id, hosts }) => [id, hosts]));
}
