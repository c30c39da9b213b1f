import type { Reporting, State } from '@/lib/domain/vocabulary';
import { type Db, Prisma } from '@/lib/server/db/client';
import { type FleetQuestion, matchingRows } from './question';

export type FabricCount = { fabric: string; state: State; reporting: Reporting; hosts: number };

/** How many hosts of each fabric are in each state, told apart by how they report. */
export async function countByFabric(db: Db, question: FleetQuestion): Promise<FabricCount[]> {
  return db.$queryRaw<FabricCount[]>(Prisma.sql`
    SELECT fabric, state, reporting, count(*)::int AS hosts
    FROM ${matchingRows(question)} GROUP BY 1, 2, 3 ORDER BY 1, 2, 3`);
}
