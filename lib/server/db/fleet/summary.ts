import type { Compliance, Reporting, State } from '@/lib/domain/vocabulary';
import { type Db, Prisma } from '@/lib/server/db/client';
import { type FleetQuestion, matchingRows } from './question';

export type CauseCount = {
  cause: string;
  hosts: number;
  vmsBlocked: number;
  hostsFreedAlone: number;
  vmsFreedAlone: number;
};

/** Counts of what occurs: a word that no host has is absent. */
export type FleetCounts = {
  total: number;
  states: Partial<Record<State, number>>;
  reporting: Partial<Record<Reporting, number>>;
  compliance: Partial<Record<Compliance, number>>;
  vmsTotal: number;
  vmsBlocked: number;
  vmsUnverified: number;
  /** The most blocked VMs first. */
  causes: CauseCount[];
};

const countsBy = (column: Prisma.Sql) =>
  Prisma.sql`(SELECT coalesce(json_object_agg(word, hosts), '{}') FROM
    (SELECT ${column} AS word, count(*)::int AS hosts FROM counted GROUP BY 1) words)`;

/** Blocked: on hosts that report and are not able. Of a silent host nothing is known, so its VMs are apart. */
const CAUSES = Prisma.sql`(SELECT coalesce(json_agg(to_json(ranked) ORDER BY "vmsBlocked" DESC, hosts DESC,
    cause COLLATE "C"), '[]') FROM (
  SELECT cause, count(*)::int AS hosts, sum(vms)::float8 AS "vmsBlocked",
    count(*) FILTER (WHERE cardinality(causes) = 1)::int AS "hostsFreedAlone",
    coalesce(sum(vms) FILTER (WHERE cardinality(causes) = 1), 0)::float8 AS "vmsFreedAlone"
  FROM counted CROSS JOIN unnest(causes) AS cause GROUP BY cause) ranked)`;

/**
 * Every count of the summary in one statement, so that they are of one moment and add up. Sums of virtual
 * machines are float8: hosts are counted here, but what each of them says it runs may fill an integer alone.
 */
export async function countFleet(db: Db, question: FleetQuestion): Promise<FleetCounts> {
  const rows = await db.$queryRaw<[FleetCounts]>(Prisma.sql`
    WITH counted AS MATERIALIZED (
      SELECT state, reporting, compliance, causes, coalesce(shielded_vms, 0) AS vms
      FROM ${matchingRows(question)})
    SELECT count(*)::int AS total,
      ${countsBy(Prisma.sql`state`)} AS states,
      ${countsBy(Prisma.sql`reporting`)} AS reporting,
      ${countsBy(Prisma.sql`compliance`)} AS compliance,
      coalesce(sum(vms), 0)::float8 AS "vmsTotal",
      coalesce(sum(vms) FILTER (WHERE state NOT IN ('Passed', 'Silent')), 0)::float8 AS "vmsBlocked",
      coalesce(sum(vms) FILTER (WHERE state = 'Silent'), 0)::float8 AS "vmsUnverified",
      ${CAUSES} AS causes
    FROM counted`);
  return rows[0];
}
