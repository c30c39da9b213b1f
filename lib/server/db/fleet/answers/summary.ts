import type { Compliance, Reporting, State } from '@/lib/domain/vocabulary';
import { type RowOf, rowsOf, typed } from '@/lib/server/db/checked-rows';
import { type Db, Prisma } from '@/lib/server/db/client';
import type { FleetQuestion } from '@/lib/server/db/fleet/question';
import { answering, countedMatches } from './matching-hosts';

export type CauseCount = {
  cause: string;
  hosts: number;
  vmsBlocked: number;
  hostsFreedAlone: number;
  vmsFreedAlone: number;
};

const countsBy = (column: Prisma.Sql) =>
  Prisma.sql`(SELECT coalesce(json_object_agg(word, hosts), '{}') FROM
    (SELECT ${column} AS word, sum(hosts)::int AS hosts FROM counted GROUP BY 1 HAVING sum(hosts) > 0) words)`;

const VMS_BY_STATE = Prisma.sql`(SELECT coalesce(json_object_agg(state, vms), '{}') FROM
  (SELECT state, sum(vms)::float8 AS vms FROM counted GROUP BY 1 HAVING sum(vms) > 0) words)`;

/**
 * Blocked VMs are on hosts that send and are not able. The condition of a silent host is unknown, so its VMs
 * are counted separately.
 */
const CAUSES = Prisma.sql`(SELECT coalesce(json_agg(to_json(ranked) ORDER BY "vmsBlocked" DESC, hosts DESC,
    cause COLLATE "C"), '[]') FROM (
  SELECT cause, sum(hosts)::int AS hosts, sum(vms)::float8 AS "vmsBlocked",
    coalesce(sum(hosts) FILTER (WHERE cardinality(causes) = 1), 0)::int AS "hostsFreedAlone",
    coalesce(sum(vms) FILTER (WHERE cardinality(causes) = 1), 0)::float8 AS "vmsFreedAlone"
  FROM counted CROSS JOIN unnest(causes) AS cause GROUP BY cause HAVING sum(hosts) > 0) ranked)`;

const countsOfSummary = rowsOf('summary', {
  total: 'number',
  states: typed<Partial<Record<State, number>>>('json'),
  vmsByState: typed<Partial<Record<State, number>>>('json'),
  reporting: typed<Partial<Record<Reporting, number>>>('json'),
  compliance: typed<Partial<Record<Compliance, number>>>('json'),
  vmsTotal: 'number',
  vmsBlocked: 'number',
  vmsUnverified: 'number',
  /** Most blocked VMs first. */
  causes: typed<CauseCount[]>('json'),
});

/** Counts of existing values: a word that no host has is absent. */
export type SummaryCounts = RowOf<typeof countsOfSummary>;

/**
 * All counts of the summary in one statement, so that they are of one moment and add up. Sums of virtual
 * machines are float8, because the number that a single host names may already fill an integer.
 */
export async function countFleet(db: Db, question: FleetQuestion): Promise<SummaryCounts> {
  const rows = await answering(
    db,
    { ...question, deciding: 'covered' },
    (prepared, view) =>
      countsOfSummary(view)`
      WITH counted AS MATERIALIZED (
        SELECT state, reporting, compliance, causes, sum(hosts) AS hosts, sum(vms) AS vms
        FROM ${countedMatches(prepared)} GROUP BY 1, 2, 3, 4)
      SELECT coalesce(sum(hosts), 0)::int AS total,
        ${countsBy(Prisma.sql`state`)} AS states,
        ${VMS_BY_STATE} AS "vmsByState",
        ${countsBy(Prisma.sql`reporting`)} AS reporting,
        ${countsBy(Prisma.sql`compliance`)} AS compliance,
        coalesce(sum(vms), 0)::float8 AS "vmsTotal",
        coalesce(sum(vms) FILTER (WHERE state NOT IN ('Passed', 'Silent')), 0)::float8 AS "vmsBlocked",
        coalesce(sum(vms) FILTER (WHERE state = 'Silent'), 0)::float8 AS "vmsUnverified",
        ${CAUSES} AS causes
      FROM counted`,
  );
  return rows[0] as SummaryCounts;
}
