import { type RowOf, rowsOf } from '@/lib/server/db/checked-rows';
import type { Db } from '@/lib/server/db/client';
import type { FleetQuestion } from '@/lib/server/db/fleet/question';
import { answering, countedMatches } from './matching-hosts';

const weights = rowsOf('weight of a selection', {
  vmsBlocked: 'number',
  causes: 'number',
  clusters: 'number',
});

/** What depends on some hosts. */
export type SelectionWeight = RowOf<typeof weights>;

/**
 * What depends on the matching hosts. Clusters of the same name in two fabrics count as two. Groups that
 * become empty without their stale hosts do not count; stale hosts are counted separately.
 */
export async function weighMatching(db: Db, question: FleetQuestion): Promise<SelectionWeight> {
  const rows = await answering(
    db,
    question,
    (prepared, view) =>
      weights(view)`
      WITH counted AS MATERIALIZED (
        SELECT state, causes, fabric_id, cluster, sum(hosts) AS hosts, sum(vms) AS vms
        FROM ${countedMatches(prepared)} GROUP BY 1, 2, 3, 4 HAVING sum(hosts) > 0)
      SELECT
        coalesce(sum(vms) FILTER (WHERE state NOT IN ('Passed', 'Silent')), 0)::float8 AS "vmsBlocked",
        (SELECT count(DISTINCT cause) FROM counted CROSS JOIN unnest(causes) AS cause)::int AS causes,
        count(DISTINCT (fabric_id, cluster)) FILTER (WHERE cluster IS NOT NULL)::int AS clusters
      FROM counted`,
  );
  return rows[0] as SelectionWeight;
}
