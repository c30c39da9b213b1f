import { DAY_MS, dayOf } from '@/lib/domain/history';
import type { HostFilter } from '@/lib/domain/host-filter';
import type { FabricScope } from '@/lib/server/context';
import { Prisma } from '@/lib/server/db/client';
import { decisions } from './decisions';
import { dayAt, timestamp, type When } from './when';
import { conditionOf, withinScope } from './where';

/** Beyond this many the read model helps no more: whoever asks then judges every host. */
const MOST_TOUCHED = 50_000;

/** Whose decisions a question asks for: what a host is excepted from is in no group. */
export type Deciding = 'none' | 'covered' | 'all';

/** The moment at which a host that is on time, by its hot row `l`, stops being that if nothing comes. */
export const STOPS_AT = Prisma.sql`CASE WHEN l.last_observed_at IS NULL OR l.last_rejected_at > l.last_observed_at
  OR l.silent_after IS NULL THEN '-infinity' ELSE least(l.late_after, l.silent_after) END`;

/** A read model as far as it goes: whether there is one, and hosts of which it may not say how they are. */
type Standing = { isStanding: Prisma.Sql; hosts: Prisma.Sql };

/** Of whom somebody had decided something. */
function decidedAbout(when: When, deciding: Deciding): Prisma.Sql {
  const { covered, onceCovered, acknowledged } = decisions(when);
  const decided = {
    none: Prisma.empty,
    covered: Prisma.sql`UNION ALL SELECT host_id FROM (${covered}) covered`,
    all: Prisma.sql`UNION ALL SELECT host_id FROM (${onceCovered}) once UNION ALL SELECT host_id FROM (${acknowledged}) acknowledged`,
  };
  return decided[deciding];
}

/** The day was filled, from its midnight on; left out are hosts whose past changed since, until they are filled anew. */
function touchedThen(moment: Date): Standing {
  const midnight = dayOf(moment.getTime()) * DAY_MS;
  const [day, next] = [dayAt(new Date(midnight)), dayAt(new Date(midnight + DAY_MS))];
  return {
    isStanding: Prisma.sql`(SELECT count(*) FROM history_day WHERE published AND day IN (${day}, ${next})) = 2`,
    hosts: Prisma.sql`SELECT host_id AS id FROM history_dirty WHERE from_day <= ${day}`,
  };
}

/**
 * Hosts of which fleet_host may not say how they are at `clock`:
 * - what was noted (-infinity), or could have changed by the clock since it was judged. A host that was on time
 *   and has reported since is still on time, whether or not the upkeep has moved its check on;
 * - what was judged by a later clock than this question's, and was another before;
 * - who is only now, or no longer, in the fleet.
 */
function touchedNow(clock: Date): Standing {
  const now = timestamp(clock);
  const hosts = Prisma.sql`
    SELECT w.host_id AS id FROM host_watch w LEFT JOIN host_live l ON l.host_id = w.host_id
    WHERE w.check_at <= ${now}
      AND (w.check_at = '-infinity' OR l.awaited IS NOT FALSE OR ${STOPS_AT} <= ${now})
    UNION ALL SELECT host_id FROM host_watch WHERE from_at > ${now} AND from_at > '-infinity'
    UNION ALL SELECT id FROM host WHERE retired_at > ${now}
    UNION ALL SELECT host_id FROM fleet_host WHERE enrolled_at > ${now}`;
  return { isStanding: Prisma.sql`TRUE`, hosts };
}

/** Which fabrics a question is limited to, by its scope and its filter. */
function askedFabrics(fabrics: FabricScope, filter: HostFilter): Prisma.Sql {
  if (fabrics === 'all' && filter.fabric === undefined) return Prisma.sql`NULL`;
  return Prisma.sql`(SELECT coalesce(array_agg(fabric_id::text), '{}') FROM
    (SELECT id AS fabric_id, name AS fabric FROM fabric) f
    WHERE ${withinScope(fabrics)} AND ${conditionOf(filter, 'fabric')})`;
}

/** What asks: Prisma's client, or a connection that something is read from. */
export type Asking = { $queryRaw: <T = unknown>(question: Prisma.Sql) => Promise<T> };

export type Touched = { hosts: string[]; fabricIds: string[] | null };

type Asked = { when: When; fabrics: FabricScope; filter: HostFilter; deciding: Deciding };

/** Null where no read model answers, or judging every host costs less. */
export async function readTouched(
  db: Asking,
  { when, fabrics, filter, deciding }: Asked,
): Promise<Touched | null> {
  const { isStanding, hosts } = 'at' in when ? touchedThen(when.at) : touchedNow(when.live);
  const rows = await db.$queryRaw<
    [{ isStanding: boolean; hosts: string | null; count: number; fabricIds: string[] | null }]
  >(Prisma.sql`
    SELECT ${isStanding} AS "isStanding", string_agg(id::text, ' ') AS hosts, count(*)::int AS count,
      ${askedFabrics(fabrics, filter)} AS "fabricIds"
    FROM (${hosts} ${decidedAbout(when, deciding)} LIMIT ${MOST_TOUCHED + 1}::int) touched`);
  const [found] = rows;
  if (!found.isStanding || found.count > MOST_TOUCHED) return null;
  return { hosts: found.hosts === null ? [] : found.hosts.split(' '), fabricIds: found.fabricIds };
}
