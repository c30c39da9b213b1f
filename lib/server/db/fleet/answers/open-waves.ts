import { rowsOf } from '@/lib/server/db/checked-rows';
import { type Db, Prisma } from '@/lib/server/db/client';
import { where } from '@/lib/server/db/fleet/filter/filter-sql';
import { momentOf, timestamp } from '@/lib/server/db/fleet/point-in-time';
import type { FleetQuestion } from '@/lib/server/db/fleet/question';
import { fleetRows } from '@/lib/server/db/fleet/relation/fleet-rows';
import type { WaveSpan } from './changes';
import { LATER_TURN } from './wave-hosts';
import { firstAmong } from './waves';

const places = rowsOf('open waves', { place: 'number' });

/**
 * The places of those waves that have a host not proven to be able again: `isStandingOpen` of
 * lib/domain/wave/progress.ts in SQL, because a wave may have thousands of hosts. A host that is able counts
 * as closed, whatever happened before.
 */
export async function openAmong(
  db: Db,
  question: FleetQuestion,
  some: readonly WaveSpan[],
): Promise<Set<number>> {
  if (some.length === 0) return new Set();
  const hosts = fleetRows(question.when, { found: Prisma.sql`SELECT host_id FROM turned` });
  const found = await places(db)`
    WITH ${firstAmong(some, Prisma.sql`kind`)},
    turned AS MATERIALIZED (SELECT place, host_id, at FROM first),
    unable AS MATERIALIZED (SELECT id FROM (${hosts}) fleet WHERE ${where(question)} AND state <> 'Passed'),
    later AS MATERIALIZED (
      SELECT host_id, at, kind = 'regression' AS is_regression FROM change
      WHERE host_id IN (SELECT id FROM unable) AND ${LATER_TURN} AND at > (SELECT min(at) FROM turned)
        AND at <= ${timestamp(momentOf(question.when))}),
    able AS (
      SELECT t.place, t.host_id, min(l.at) FILTER (WHERE NOT l.is_regression AND l.at > t.at) AS since
      FROM turned t JOIN unable u ON u.id = t.host_id LEFT JOIN later l ON l.host_id = t.host_id GROUP BY 1, 2)
    SELECT DISTINCT place FROM able a
    WHERE since IS NULL OR EXISTS (SELECT FROM later l WHERE l.host_id = a.host_id AND l.is_regression AND l.at > a.since)`;
  return new Set(found.map(({ place }) => place));
}
