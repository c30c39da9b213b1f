import type { Compliance, Reporting, State } from '@/lib/domain/vocabulary';
import { type RowOf, rowsOf, typed } from '@/lib/server/db/checked-rows';
import type { Db } from '@/lib/server/db/client';
import type { FleetQuestion } from '@/lib/server/db/fleet/question';
import { answering, countedMatches, matchingHosts } from './matching-hosts';

const countsByState = rowsOf('hosts by fabric and state', {
  fabric: 'text',
  state: typed<State>('text'),
  reporting: typed<Reporting>('text'),
  hosts: 'number',
});
export type FabricCount = RowOf<typeof countsByState>;

/** How many hosts of each fabric are in each state and way of reporting. */
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

const countsById = rowsOf('hosts by fabric', { id: 'text', hosts: 'number' });

/** The number of hosts of each fabric, by its id. */
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

const classes = rowsOf('classes by fabric', {
  fabric: 'text',
  compliance: typed<Compliance>('text'),
  hosts: 'number',
  vms: 'number',
  vmsBlocked: 'number',
  vmsUnverified: 'number',
});

/**
 * The hosts of one class in one fabric, and their virtual machines, with the blocked ones and those of silent
 * hosts.
 */
export type ClassOfFabric = RowOf<typeof classes>;

export const classesByFabric = (db: Db, question: FleetQuestion): Promise<ClassOfFabric[]> =>
  answering(
    db,
    { ...question, deciding: 'covered' },
    (prepared, view) =>
      classes(view)`
      SELECT fabric, compliance, sum(hosts)::int AS hosts, sum(vms)::float8 AS vms,
        coalesce(sum(vms) FILTER (WHERE state NOT IN ('Passed', 'Silent')), 0)::float8 AS "vmsBlocked",
        coalesce(sum(vms) FILTER (WHERE state = 'Silent'), 0)::float8 AS "vmsUnverified"
      FROM ${countedMatches(prepared)} GROUP BY 1, 2 HAVING sum(hosts) > 0 ORDER BY 1, 2`,
  );

const idsOfFabrics = rowsOf('hosts of fabrics by id', { fabric: 'text', ids: 'text' });

/**
 * The ids of all matching hosts by fabric: one row for each fabric, because a row for each host takes longer
 * to read.
 */
export async function idsByFabric(
  db: Db,
  question: FleetQuestion,
): Promise<{ id: string; fabric: string }[]> {
  const rows = await answering(
    db,
    question,
    (prepared, view) =>
      idsOfFabrics(view)`
      SELECT fabric, string_agg(id::text, ',') AS ids FROM ${matchingHosts(prepared)} GROUP BY 1`,
  );
  return rows.flatMap(({ fabric, ids }) => ids.split(',').map((id) => ({ id, fabric })));
}
