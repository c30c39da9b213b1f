import { type RowOf, rowsOf, typed } from '@/lib/server/db/checked-rows';
import { type Db, Prisma } from '@/lib/server/db/client';
import type { FleetQuestion } from '@/lib/server/db/fleet/question';
import { answering, countedMatches } from './matching-hosts';

const words = rowsOf('clusters, owners, checks and causes', {
  word: typed<'cluster' | 'owner' | 'check' | 'cause'>('text'),
  value: 'text',
  /** Set for clusters, because several fabrics may have the same name. */
  fabric: 'text?',
  hosts: 'number',
  /** Hosts that are not Passed. */
  notAble: 'number',
});
export type CountedWord = RowOf<typeof words>;

const COUNTS = Prisma.sql`sum(hosts)::int AS hosts,
  coalesce(sum(hosts) FILTER (WHERE state <> 'Passed'), 0)::int AS "notAble"`;

/** Hosts may invent names of checks, so only the most frequent are counted. */
const NAMES_AT_MOST = 500;

/**
 * Clusters and owners whose name contains the text, and the checks and causes of hosts, each with its number
 * of hosts.
 */
export const countWords = (
  db: Db,
  question: FleetQuestion,
  { name, limit }: { name: string; limit: number },
): Promise<CountedWord[]> =>
  answering(
    db,
    question,
    (prepared, view) => words(view)`
      WITH counted AS MATERIALIZED (
        SELECT fabric, cluster, owner, state, failing_checks, causes, hosts FROM ${countedMatches(prepared)})
      (SELECT 'cluster' AS word, cluster AS value, fabric, ${COUNTS} FROM counted
        WHERE strpos(lower(cluster), lower(${name}::text)) > 0 GROUP BY cluster, fabric HAVING sum(hosts) > 0
        ORDER BY lower(cluster) COLLATE "C", cluster COLLATE "C", fabric COLLATE "C" LIMIT ${limit}::int)
      UNION ALL
      (SELECT 'owner', owner, NULL, ${COUNTS} FROM counted
        WHERE strpos(lower(owner), lower(${name}::text)) > 0 GROUP BY owner HAVING sum(hosts) > 0
        ORDER BY lower(owner) COLLATE "C", owner COLLATE "C" LIMIT ${limit}::int)
      UNION ALL
      (SELECT 'check', value, NULL, ${COUNTS} FROM counted CROSS JOIN unnest(failing_checks) AS value
        GROUP BY value HAVING sum(hosts) > 0 ORDER BY sum(hosts) DESC, value COLLATE "C" LIMIT ${NAMES_AT_MOST}::int)
      UNION ALL
      (SELECT 'cause', value, NULL, ${COUNTS} FROM counted CROSS JOIN unnest(causes) AS value
        GROUP BY value HAVING sum(hosts) > 0 ORDER BY sum(hosts) DESC, value COLLATE "C" LIMIT ${NAMES_AT_MOST}::int)`,
  );
