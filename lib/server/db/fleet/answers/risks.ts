import type { Risk } from '@/lib/domain/risk';
import { type RowOf, rowsOf, typed } from '@/lib/server/db/checked-rows';
import { type Db, Prisma } from '@/lib/server/db/client';
import type { FleetQuestion } from '@/lib/server/db/fleet/question';
import { answering, countedMatches } from './matching-hosts';

/** Hosts name their agent's version themselves: a fleet normally has only a few. */
const NAMED_VERSIONS = 100;

type AtRisk = { hosts: number; vms: number };

const RISKS = Prisma.sql`(SELECT coalesce(json_agg(to_json(ranked) ORDER BY vms DESC, hosts DESC, risk COLLATE "C"), '[]')
  FROM (SELECT risk, sum(hosts)::int AS hosts, sum(vms)::float8 AS vms
    FROM counted CROSS JOIN unnest(risks) AS risk GROUP BY risk HAVING sum(hosts) > 0) ranked)`;

const AGENTS = Prisma.sql`(SELECT coalesce(json_agg(to_json(used) ORDER BY hosts DESC, version COLLATE "C"), '[]')
  FROM (SELECT agent_version AS version, sum(hosts)::int AS hosts FROM counted WHERE agent_version IS NOT NULL
    GROUP BY 1 HAVING sum(hosts) > 0 ORDER BY hosts DESC, agent_version COLLATE "C" LIMIT ${NAMED_VERSIONS}::int) used)`;

const hostsAtRisk = rowsOf('hosts at risk', {
  atRisk: typed<AtRisk>('json'),
  /** The risks, those first on which most virtual machines depend. */
  risks: typed<({ risk: Risk } & AtRisk)[]>('json'),
  agents: typed<{ version: string; hosts: number }[]>('json'),
});
export type RiskCounts = RowOf<typeof hostsAtRisk>;

/** Separate from the summary, which is asked far more often. Sums of virtual machines are float8, as there. */
export async function countRisks(db: Db, question: FleetQuestion): Promise<RiskCounts> {
  const rows = await answering(
    db,
    question,
    (prepared, view) =>
      hostsAtRisk(view)`
      WITH counted AS MATERIALIZED (
        SELECT risks, agent_version, hosts, vms FROM ${countedMatches(prepared)})
      SELECT (SELECT json_build_object('hosts', coalesce(sum(hosts), 0)::int, 'vms', coalesce(sum(vms), 0)::float8)
          FROM counted WHERE cardinality(risks) > 0) AS "atRisk",
        ${RISKS} AS risks, ${AGENTS} AS agents`,
  );
  return rows[0] as RiskCounts;
}
