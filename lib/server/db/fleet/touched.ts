import { DAY_MS, dayOf } from '@/lib/domain/history';
import type { HostFilter } from '@/lib/domain/host-filter';
import type { FabricScope } from '@/lib/server/context';
import { Prisma } from '@/lib/server/db/client';
import { decisions } from './decisions';
import { dayAt, timestamp, type When } from './when';
import { conditionOf, withinScope } from './where';

/** Beyond this many the read model helps no more: whoever asks then judges every host. */
const MOST_TOUCHED = 50_000;
/**
 * Nor where that many have changed since: judged one by one, a fifth of a hundred thousand hosts took as long as all
 * of them together.
 */
const MOST_CHANGED = Prisma.sql`least(${MOST_TOUCHED}::int, (SELECT greatest(1000, sum(hosts) / 5) FROM fleet_group))`;

/** Whose decisions a question asks for: what a host is excepted from is in no group. */
export type Deciding = 'none' | 'covered' | 'all';

/** The moment at which a host that is on time, by its hot row `l`, stops being that if nothing comes. */
export const STOPS_AT = Prisma.sql`CASE WHEN l.last_observed_at IS NULL OR l.last_rejected_at > l.last_observed_at
  OR l.silent_after IS NULL THEN '-infinity' ELSE least(l.late_after, l.silent_after) END`;

/**
 * Which read model answers: the live one for now, that of closed days for a time in these, and for a time since the
 * last of these the live one again, less what has changed since.
 */
export type ReadModel = 'live' | 'past' | 'recent';

/** A read model as far as it goes: whether there is one, and hosts of which it may not say how they are. */
type Standing = { isStanding: Prisma.Sql; hosts: Prisma.Sql; most?: Prisma.Sql };

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

/**
 * No day since was filled. Left out are hosts of which fleet_host may not say how they are by a clock of that time, and
 * all that have changed since: what they say begins a segment. Within one only the hot row goes on (settled.ts).
 */
function touchedSince(moment: Date): Standing {
  const at = timestamp(moment);
  const day = dayAt(new Date(dayOf(moment.getTime()) * DAY_MS));
  const { hosts: byThen } = touchedNow(moment);
  const hosts = Prisma.sql`SELECT DISTINCT id FROM (${byThen}
    UNION ALL SELECT host_id FROM state_segment WHERE from_at > ${at}
    UNION ALL SELECT host_id FROM vm_segment WHERE from_at > ${at}
    UNION ALL SELECT host_id FROM host_assignment WHERE valid_from > ${at}
    UNION ALL SELECT s.host_id FROM fleet_group g JOIN fleet_host s ON s.group_id = g.id
      WHERE g.reporting IN ('late', 'faulty')) since`;
  return {
    isStanding: Prisma.sql`NOT EXISTS (SELECT FROM history_day WHERE published AND history_day.day > ${day})`,
    hosts,
    most: MOST_CHANGED,
  };
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

export type Touched = { model: ReadModel; hosts: string[]; fabricIds: string[] | null };

type Asked = { when: When; fabrics: FabricScope; filter: HostFilter; deciding: Deciding };

/** Null where no read model answers, or judging every host costs less. */
export async function readTouched(db: Asking, asked: Asked): Promise<Touched | null> {
  const { when } = asked;
  if ('live' in when) return (await find(db, asked, 'live', touchedNow(when.live))).touched;
  const then = await find(db, asked, 'past', touchedThen(when.at));
  if (then.isStanding) return then.touched;
  return (await find(db, asked, 'recent', touchedSince(when.at))).touched;
}

type Found = { isStanding: boolean; touched: Touched | null };

async function find(
  db: Asking,
  { when, fabrics, filter, deciding }: Asked,
  model: ReadModel,
  { isStanding, hosts, most = Prisma.sql`${MOST_TOUCHED}::int` }: Standing,
): Promise<Found> {
  const rows = await db.$queryRaw<
    [{ isStanding: boolean; isFew: boolean; hosts: string | null; fabricIds: string[] | null }]
  >(Prisma.sql`
    SELECT ${isStanding} AS "isStanding", count(*) <= ${most} AS "isFew", string_agg(id::text, ' ') AS hosts,
      ${askedFabrics(fabrics, filter)} AS "fabricIds"
    FROM (SELECT * FROM (${hosts} ${decidedAbout(when, deciding)}) touched WHERE ${isStanding}
      LIMIT ${most} + 1) touched`);
  const [found] = rows;
  const isOf = found.isStanding && found.isFew;
  const hostIds = found.hosts === null ? [] : found.hosts.split(' ');
  return {
    isStanding: found.isStanding,
    touched: isOf ? { model, hosts: hostIds, fabricIds: found.fabricIds } : null,
  };
}
