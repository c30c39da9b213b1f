import { dayOf } from '@/lib/domain/history';
import type { HostFilter } from '@/lib/domain/host-filter';
import type { FabricScope } from '@/lib/server/context';
import { type RowReader, rowsOf } from '@/lib/server/db/checked-rows';
import { Prisma } from '@/lib/server/db/client';
import { conditionOf, withinScope } from '@/lib/server/db/fleet/filter/filter-sql';
import { dayAt, timestamp, type When } from '@/lib/server/db/fleet/point-in-time';
import { decisions } from '@/lib/server/db/fleet/relation/decisions';
import { DAY_MS } from '@/lib/util/durations';
import type { ReadModel } from './stored-hosts';

/** If more hosts are stale than this, the read model does not help, and every host is judged. */
const MOST_STALE = 50_000;
/**
 * The same if this many have changed since: judging a fifth of a hundred thousand hosts one by one took as
 * long as judging all together.
 */
const MOST_CHANGED = Prisma.sql`least(${MOST_STALE}::int, (SELECT greatest(1000, sum(hosts) / 5) FROM fleet_group))`;

/** Whose decisions a question needs: exceptions are in no group. */
export type Deciding = 'none' | 'covered' | 'all';

/** The moment at which a host that is on time, by its hot row `l`, stops being so without a new snapshot. */
export const STOPS_AT = Prisma.sql`CASE WHEN l.last_observed_at IS NULL OR l.last_rejected_at > l.last_observed_at
  OR l.silent_after IS NULL THEN '-infinity' ELSE least(l.late_after, l.silent_after) END`;

/** A possible read model: whether it exists, and the hosts for which it may be wrong. */
type Candidate = { isThere: Prisma.Sql; staleHosts: Prisma.Sql; most?: Prisma.Sql };

/** Hosts about which somebody had decided something. */
function decidedAbout(when: When, deciding: Deciding): Prisma.Sql {
  const { covered, onceCovered, acknowledged } = decisions(when);
  const decided = {
    none: Prisma.empty,
    covered: Prisma.sql`UNION ALL SELECT host_id FROM (${covered}) covered`,
    all: Prisma.sql`UNION ALL SELECT host_id FROM (${onceCovered}) once UNION ALL SELECT host_id FROM (${acknowledged}) acknowledged`,
  };
  return decided[deciding];
}

/**
 * The read model of a closed day, from its midnight on; hosts whose past changed since are stale until they
 * are filled again.
 */
function staleThen(moment: Date): Candidate {
  const midnight = dayOf(moment.getTime()) * DAY_MS;
  const [day, next] = [dayAt(new Date(midnight)), dayAt(new Date(midnight + DAY_MS))];
  return {
    isThere: Prisma.sql`(SELECT count(*) FROM history_day WHERE published AND day IN (${day}, ${next})) = 2`,
    staleHosts: Prisma.sql`SELECT host_id AS id FROM history_dirty WHERE from_day <= ${day}`,
  };
}

/**
 * Hosts for which fleet_host may be wrong at `clock`:
 * - those that were marked (-infinity), or may have changed by the clock since they were judged. A host that
 * was on time and has sent since is still on time, whether or not the upkeep has moved its check on;
 * - those judged by a later clock than this question's, which were different before;
 * - those that are in the fleet only now, or no longer.
 */
function staleNow(clock: Date): Candidate {
  const now = timestamp(clock);
  const staleHosts = Prisma.sql`
    SELECT w.host_id AS id FROM host_watch w LEFT JOIN host_live l ON l.host_id = w.host_id
    WHERE w.check_at <= ${now}
      AND (w.check_at = '-infinity' OR l.awaited IS NOT FALSE OR ${STOPS_AT} <= ${now})
    UNION ALL SELECT host_id FROM host_watch WHERE from_at > ${now} AND from_at > '-infinity'
    UNION ALL SELECT id FROM host WHERE retired_at > ${now}
    UNION ALL SELECT host_id FROM fleet_host WHERE enrolled_at > ${now}`;
  return { isThere: Prisma.sql`TRUE`, staleHosts };
}

/**
 * The live read model for a time after the last filled day. Stale are hosts for which fleet_host may be wrong
 * by a clock of that time, and all that have changed since, because a change begins a segment. Within a
 * segment only the hot row advances (columns.ts).
 */
function staleSince(moment: Date): Candidate {
  const at = timestamp(moment);
  const day = dayAt(new Date(dayOf(moment.getTime()) * DAY_MS));
  const { staleHosts: byThen } = staleNow(moment);
  const staleHosts = Prisma.sql`SELECT DISTINCT id FROM (${byThen}
    UNION ALL SELECT host_id FROM state_segment WHERE from_at > ${at}
    UNION ALL SELECT host_id FROM vm_segment WHERE from_at > ${at}
    UNION ALL SELECT host_id FROM host_assignment WHERE valid_from > ${at}
    UNION ALL SELECT s.host_id FROM fleet_group g JOIN fleet_host s ON s.group_id = g.id
      WHERE g.reporting IN ('late', 'faulty')) since`;
  return {
    isThere: Prisma.sql`NOT EXISTS (SELECT FROM history_day WHERE published AND history_day.day > ${day})`,
    staleHosts,
    most: MOST_CHANGED,
  };
}

/** The fabrics to which a question is limited by its scope and its filter. */
function askedFabrics(fabrics: FabricScope, filter: HostFilter): Prisma.Sql {
  if (fabrics === 'all' && filter.fabric === undefined) return Prisma.sql`NULL::text[]`;
  return Prisma.sql`(SELECT coalesce(array_agg(fabric_id::text), '{}') FROM
    (SELECT id AS fabric_id, name AS fabric FROM fabric) f
    WHERE ${withinScope(fabrics)} AND ${conditionOf(filter, 'fabric')})`;
}

/**
 * A read model that may answer, except for the stale hosts. `fabricIds`: the fabrics to which the question is
 * limited.
 */
export type UsableReadModel = { model: ReadModel; staleIds: string[]; fabricIds: string[] | null };

type Asked = { when: When; fabrics: FabricScope; filter: HostFilter; deciding: Deciding };

/** Null if no read model answers, or judging every host costs less. */
export async function findReadModel(db: RowReader, asked: Asked): Promise<UsableReadModel | null> {
  const { when } = asked;
  if ('live' in when) return (await look(db, asked, 'live', staleNow(when.live))).usable;
  const then = await look(db, asked, 'past', staleThen(when.at));
  if (then.isThere) return then.usable;
  return (await look(db, asked, 'recent', staleSince(when.at))).usable;
}

type Found = { isThere: boolean; usable: UsableReadModel | null };

const looks = rowsOf('stale hosts', {
  isThere: 'boolean',
  isFew: 'boolean',
  hosts: 'text?',
  fabricIds: 'texts?',
});

async function look(
  db: RowReader,
  { when, fabrics, filter, deciding }: Asked,
  model: ReadModel,
  { isThere, staleHosts, most = Prisma.sql`${MOST_STALE}::int` }: Candidate,
): Promise<Found> {
  const [found] = await looks(db)`
    SELECT ${isThere} AS "isThere", count(*) <= ${most} AS "isFew", string_agg(id::text, ' ') AS hosts,
      ${askedFabrics(fabrics, filter)} AS "fabricIds"
    FROM (SELECT * FROM (${staleHosts} ${decidedAbout(when, deciding)}) stale WHERE ${isThere}
      LIMIT ${most} + 1) stale`;
  if (found === undefined) throw new Error('An aggregate has one row');
  const isUsable = found.isThere && found.isFew;
  const staleIds = found.hosts === null ? [] : found.hosts.split(' ');
  return {
    isThere: found.isThere,
    usable: isUsable ? { model, staleIds, fabricIds: found.fabricIds } : null,
  };
}
