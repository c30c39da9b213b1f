import type { HostFilter } from '@/lib/domain/host-filter';
import type { FabricScope } from '@/lib/server/context';
import { type Db, Prisma } from '@/lib/server/db/client';
import { decisions } from './decisions';
import { timestamp } from './when';
import { conditionOf, withinScope } from './where';

/** Beyond this many the read model helps no more: whoever asks then judges every host. */
const MOST_TOUCHED = 50_000;

/** Whose decisions a question asks for: what a host is excepted from is in no group. */
export type Deciding = 'none' | 'covered' | 'all';

/** The moment at which a host that is on time, by its hot row `l`, stops being that if nothing comes. */
export const STOPS_AT = Prisma.sql`CASE WHEN l.last_observed_at IS NULL OR l.last_rejected_at > l.last_observed_at
  OR l.silent_after IS NULL THEN '-infinity' ELSE least(l.late_after, l.silent_after) END`;

/**
 * Hosts of which fleet_host may not say how they are at `now`:
 * - what was noted (-infinity), or could have changed by the clock since it was judged. A host that was on time
 *   and has reported since is still on time, whether or not the upkeep has moved its check on;
 * - what was judged by a later clock than this question's, and was another before;
 * - who is only now, or no longer, in the fleet;
 * - of whom somebody decided something.
 */
function touched(clock: Date, deciding: Deciding): Prisma.Sql {
  const now = timestamp(clock);
  const { covered, onceCovered, acknowledged } = decisions({ live: clock });
  const decided = {
    none: Prisma.empty,
    covered: Prisma.sql`UNION ALL SELECT host_id FROM (${covered}) covered`,
    all: Prisma.sql`UNION ALL SELECT host_id FROM (${onceCovered}) once UNION ALL SELECT host_id FROM (${acknowledged}) acknowledged`,
  };
  return Prisma.sql`
    SELECT w.host_id AS id FROM host_watch w LEFT JOIN host_live l ON l.host_id = w.host_id
    WHERE w.check_at <= ${now}
      AND (w.check_at = '-infinity' OR l.awaited IS NOT FALSE OR ${STOPS_AT} <= ${now})
    UNION ALL SELECT host_id FROM host_watch WHERE from_at > ${now} AND from_at > '-infinity'
    UNION ALL SELECT id FROM host WHERE retired_at > ${now}
    UNION ALL SELECT host_id FROM fleet_host WHERE enrolled_at > ${now}
    ${decided[deciding]}`;
}

/** Which fabrics a question is limited to, by its scope and its filter. */
function askedFabrics(fabrics: FabricScope, filter: HostFilter): Prisma.Sql {
  if (fabrics === 'all' && filter.fabric === undefined) return Prisma.sql`NULL`;
  return Prisma.sql`(SELECT coalesce(array_agg(fabric_id::text), '{}') FROM
    (SELECT id AS fabric_id, name AS fabric FROM fabric) f
    WHERE ${withinScope(fabrics)} AND ${conditionOf(filter, 'fabric')})`;
}

export type Touched = { hosts: string[]; fabricIds: string[] | null };

/** Null where judging every host costs less. */
export async function readTouched(
  db: Db,
  {
    now,
    fabrics,
    filter,
    deciding,
  }: { now: Date; fabrics: FabricScope; filter: HostFilter; deciding: Deciding },
): Promise<Touched | null> {
  const rows = await db.$queryRaw<
    [{ hosts: string | null; count: number; fabricIds: string[] | null }]
  >(Prisma.sql`
    SELECT string_agg(id::text, ' ') AS hosts, count(*)::int AS count, ${askedFabrics(fabrics, filter)} AS "fabricIds"
    FROM (${touched(now, deciding)} LIMIT ${MOST_TOUCHED + 1}::int) touched`);
  const [{ hosts, count, fabricIds }] = rows;
  if (count > MOST_TOUCHED) return null;
  return { hosts: hosts === null ? [] : hosts.split(' '), fabricIds };
}
