import type { Compliance, State } from '@/lib/domain/vocabulary';
import type { FabricScope } from '@/lib/server/context';
import { type RowOf, rowsOf, typed } from '@/lib/server/db/checked-rows';
import type { Db } from '@/lib/server/db/client';
import { withinScope } from '@/lib/server/db/fleet/filter/filter-sql';
import type { When } from '@/lib/server/db/fleet/point-in-time';
import type { FleetQuestion } from '@/lib/server/db/fleet/question';
import { decisions } from '@/lib/server/db/fleet/relation/decisions';
import { fleetRows } from '@/lib/server/db/fleet/relation/fleet-rows';
import { answering, countedMatches } from './matching-hosts';

const counts = rowsOf('compliance by fabric', {
  fabric: 'text',
  compliance: typed<Compliance>('text'),
  hosts: 'number',
  vms: 'number',
});
export type ComplianceCount = RowOf<typeof counts>;

/** How many hosts of each fabric are in each class, with their shielded virtual machines. */
export const countCompliance = (db: Db, question: FleetQuestion): Promise<ComplianceCount[]> =>
  answering(
    db,
    { ...question, deciding: 'covered' },
    (prepared, view) =>
      counts(view)`SELECT fabric, compliance, sum(hosts)::int AS hosts, sum(vms)::float8 AS vms
        FROM ${countedMatches(prepared)} GROUP BY 1, 2 HAVING sum(hosts) > 0 ORDER BY 1, 2`,
  );

const coveredCauses = rowsOf('covered causes', { id: 'text', causes: 'texts' });

/** The causes of each of these hosts that exceptions in force cover. */
export async function causesCovered(
  db: Db,
  when: When,
  ids: readonly string[],
): Promise<Map<string, string[]>> {
  const rows = await coveredCauses(
    db,
  )`SELECT host_id::text AS id, causes FROM (${decisions(when).covered}) covered
    WHERE host_id = ANY(${[...ids]}::uuid[])`;
  return new Map(rows.map(({ id, causes }) => [id, causes]));
}

const hosts = rowsOf('hosts of exceptions', {
  id: 'text',
  hostname: 'text',
  fabric: 'text',
  cluster: 'text?',
  state: typed<State>('text'),
  compliance: typed<Compliance>('text'),
  causes: 'texts',
  shieldedVms: 'number?',
});
export type NamedHost = RowOf<typeof hosts>;

/** Those of these hosts that are in the fleet and in these fabrics, by name. */
export const hostsOfExceptions = (
  db: Db,
  { when, fabrics }: { when: When; fabrics: FabricScope },
  ids: readonly string[],
): Promise<NamedHost[]> =>
  hosts(
    db,
  )`SELECT id::text AS id, hostname, fabric, cluster, state, compliance, causes, shielded_vms AS "shieldedVms"
    FROM (${fleetRows(when, ids)}) fleet WHERE ${withinScope(fabrics)} ORDER BY lower(hostname) COLLATE "C", id`;
