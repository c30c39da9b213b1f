import type { Reporting, State } from '@/lib/domain/vocabulary';
import { rowsOf } from '@/lib/server/db/checked-rows';
import type { Db } from '@/lib/server/db/client';
import type { FleetQuestion } from '@/lib/server/db/fleet/question';
import { answering, countedMatches } from './matching-hosts';

export type FabricCount = { fabric: string; state: State; reporting: Reporting; hosts: number };

const countsByState = rowsOf<FabricCount>('hosts by fabric and state', {
  fabric: 'text',
  state: 'text',
  reporting: 'text',
  hosts: 'number',
});

/** How many hosts of each fabric are in each state, told apart by how they report. */
export async function countByFabric(db: Db, question: FleetQuestion): Promise<FabricCount[]> {
  return answering(
    db,
    question,
    (prepared, view) =>
      countsByState(view)`
      SELECT fabric, state, reporting, sum(hosts)::int AS hosts
      FROM ${countedMatches(prepared)} GROUP BY 1, 2, 3 HAVING sum(hosts) > 0 ORDER BY 1, 2, 3`,
  );
}

const countsById = rowsOf<{ id: string; hosts: number }>('hosts by fabric', { id: 'text', hosts: 'number' });

/** How many hosts each fabric has, by its id. */
export async function countHostsOfFabrics(db: Db, question: FleetQuestion): Promise<Map<string, number>> {
  const rows = await answering(
    db,
    question,
    (prepared, view) =>
      countsById(view)`
      SELECT fabric_id::text AS id, sum(hosts)::int AS hosts FROM ${countedMatches(prepared)} GROUP BY 1`,
  );
  return new Map(rows.map(({ id, hosts }) => [id, hosts]));
}
