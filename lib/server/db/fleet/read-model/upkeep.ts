import { rowsOf } from '@/lib/server/db/checked-rows';
import { type Db, type DbRoot, Prisma, transact } from '@/lib/server/db/client';
import { isDatabaseAway, isDeadlock } from '@/lib/server/db/failures';
import { ALL_COLUMNS, GROUPED_COLUMNS, namesOf } from '@/lib/server/db/fleet/columns';
import { timestamp } from '@/lib/server/db/fleet/point-in-time';
import { fleetRows } from '@/lib/server/db/fleet/relation/fleet-rows';
import { tryLock } from '@/lib/server/db/locks';
import { createPostponedHosts, type PostponedHosts } from './postponed-hosts';
import { STOPS_AT } from './stale-hosts';
import { isNotOf, isOf, keyOf } from './stored-hosts';

const MOVED_AT_ONCE = 5_000;
/** How many hosts are renewed at once: their hot rows are locked meanwhile, and ingest may have to wait. */
const RENEWED_AT_ONCE = 500;

type Keeping = {
  isEnding?: () => boolean;
  later?: PostponedHosts;
  /** Called after each batch that judged hosts again. */
  onRenewed?: () => Promise<void>;
};

/** Makes the upkeep fail with the first host that cannot be written, if nobody listens for such hosts. */
const failing = () =>
  createPostponedHosts((_hostId, error) => {
    throw error;
  });

/**
 * Updates the read model to `now`, one batch per transaction. Answers do not depend on it, only their speed:
 * hosts that are not updated yet are stale, and each question judges them again. A host whose row cannot be
 * written is postponed and does not hold up the others.
 */
export async function keepFleet(
  db: DbRoot,
  now: Date,
  { isEnding = () => false, later = failing(), onRenewed = async () => {} }: Keeping = {},
): Promise<{ moved: number; renewed: number }> {
  const done = { moved: 0, renewed: 0 };
  for (let isMore = true; isMore && !isEnding(); ) {
    const { moved, renewed } = await keepSome(db, now, { isEnding, later });
    done.moved += moved;
    done.renewed += renewed;
    if (renewed > 0) await onRenewed();
    isMore = moved === MOVED_AT_ONCE || renewed === RENEWED_AT_ONCE;
  }
  if (done.renewed > 0) await dropEmptyGroups(db);
  return done;
}

type Kept = { moved: number; renewed: number };

async function keepSome(db: DbRoot, now: Date, keeping: Required<Omit<Keeping, 'onRenewed'>>): Promise<Kept> {
  try {
    const { hostIds, moved } = await transact(db, (tx) => keepTogether(tx, now, keeping.later.ids(now)));
    keeping.later.done(hostIds);
    return { moved, renewed: hostIds.length };
  } catch (error) {
    if (isDatabaseAway(error) || isDeadlock(error)) throw error;
    const { renewed, left } = await keepOneByOne(db, now, keeping);
    // Then no single host caused the failure.
    if (left === 0) throw error;
    return { moved: 0, renewed };
  }
}

async function keepTogether(tx: Db, now: Date, left: readonly string[]) {
  if (!(await isOurs(tx))) return { moved: 0, hostIds: [] };
  const moved = await moveChecks(tx, now);
  const hostIds = await lockStale(tx, now, isOthersThan(left));
  if (hostIds.length > 0) await renew(tx, hostIds, now);
  return { moved, hostIds };
}

async function keepOneByOne(
  db: DbRoot,
  now: Date,
  { isEnding, later }: Required<Omit<Keeping, 'onRenewed'>>,
) {
  const found = { renewed: 0, left: 0 };
  const asked = await transact(db, (tx) => lockStale(tx, now, isOthersThan(later.ids(now))));
  for (const hostId of asked) {
    if (isEnding()) break;
    try {
      found.renewed += await transact(db, (tx) => keepOne(tx, now, hostId));
      later.done([hostId]);
    } catch (error) {
      if (isDatabaseAway(error) || isDeadlock(error)) throw error;
      later.postpone(hostId, error, now);
      found.left += 1;
    }
  }
  return found;
}

/** Returns the number of renewed hosts, 0 or 1: another instance or ingest may hold this host now. */
async function keepOne(tx: Db, now: Date, hostId: string): Promise<number> {
  if (!(await isOurs(tx))) return 0;
  const hostIds = await lockStale(tx, now, Prisma.sql`w.host_id = ${hostId}::uuid`);
  if (hostIds.length > 0) await renew(tx, hostIds, now);
  return hostIds.length;
}

const isOthersThan = (left: readonly string[]) => isNotOf(Prisma.sql`w.host_id`, left);

const isOurs = (tx: Db) => tryLock(tx, 'upkeep');

async function dropEmptyGroups(db: DbRoot): Promise<void> {
  await transact(db, async (tx) => {
    if (await isOurs(tx)) await tx.$executeRaw`DELETE FROM fleet_group WHERE hosts = 0`;
  });
}

/**
 * Hosts on time that have sent since their check was set: their next check is when that snapshot gets too
 * old. Only the narrow row is locked. A writer that brings a deadline forward notes it there and waits for
 * this lock, so that its note is not lost.
 */
async function moveChecks(tx: Db, now: Date): Promise<number> {
  return tx.$executeRaw(Prisma.sql`
    WITH due AS MATERIALIZED (
      SELECT w.host_id FROM host_watch w WHERE w.check_at <= ${timestamp(now)} AND w.check_at > '-infinity'
      ORDER BY w.check_at LIMIT ${MOVED_AT_ONCE}::int FOR NO KEY UPDATE SKIP LOCKED)
    UPDATE host_watch w SET check_at = ${STOPS_AT}
    FROM due JOIN host_live l ON l.host_id = due.host_id
    WHERE w.host_id = due.host_id AND NOT l.awaited AND ${STOPS_AT} > ${timestamp(now)}`);
}

const lockedHosts = rowsOf('stale hosts, locked', { id: 'text' });

/**
 * Locks the hot row too, because `awaited` is about to be set from what is read now. A locked host is left to
 * the next round.
 */
async function lockStale(tx: Db, now: Date, isAsked: Prisma.Sql): Promise<string[]> {
  const rows = await lockedHosts(tx)`
    SELECT w.host_id::text AS id FROM host_watch w JOIN host_live l ON l.host_id = w.host_id
    WHERE w.check_at <= ${timestamp(now)} AND ${isAsked}
      AND (w.check_at = '-infinity' OR l.awaited OR ${STOPS_AT} <= ${timestamp(now)})
    ORDER BY w.check_at LIMIT ${RENEWED_AT_ONCE}::int FOR NO KEY UPDATE SKIP LOCKED`;
  return rows.map(({ id }) => id);
}

/** These are separate statements, so that they see what was committed before the locks were obtained. */
async function renew(tx: Db, hostIds: readonly string[], now: Date): Promise<void> {
  await writeRows(tx, hostIds, now);
  await setChecks(tx, hostIds, now);
}

const isAsked = (column: string, hostIds: readonly string[]) => isOf(Prisma.raw(column), hostIds);

const GROUP = namesOf(GROUPED_COLUMNS);
const GROUP_OF_HOST = namesOf(GROUPED_COLUMNS, 'j');
const ON_HOST = ALL_COLUMNS.filter(({ isOnHost }) => isOnHost);
const RENEWED = Prisma.raw(ON_HOST.map(({ name }) => `${name} = excluded.${name}`).join(', '));

async function writeRows(tx: Db, hostIds: readonly string[], now: Date): Promise<void> {
  await tx.$executeRaw(Prisma.sql`
    WITH judged AS MATERIALIZED (
      SELECT j.*, ${keyOf('j')} AS key FROM (${fleetRows({ live: now }, hostIds)}) j),
    counted AS (
      SELECT key, ${GROUP}, 1 AS hosts, coalesce(shielded_vms, 0)::bigint AS vms FROM judged
      UNION ALL
      SELECT j.key, ${GROUP_OF_HOST}, -1, -coalesce(s.shielded_vms, 0)::bigint
      FROM fleet_host s JOIN fleet_group j ON j.id = s.group_id WHERE ${isAsked('s.host_id', hostIds)}),
    grouped AS (
      INSERT INTO fleet_group (key, ${GROUP}, hosts, vms)
      SELECT key, ${GROUP}, sum(hosts), sum(vms) FROM counted GROUP BY key, ${GROUP}
      ON CONFLICT (key) DO UPDATE
        SET hosts = fleet_group.hosts + excluded.hosts, vms = fleet_group.vms + excluded.vms
      RETURNING id, key),
    searched AS (
      INSERT INTO fleet_search AS x (host_id, search) SELECT id, search FROM judged
      ON CONFLICT (host_id) DO UPDATE SET search = excluded.search WHERE x.search <> excluded.search),
    gone AS (
      DELETE FROM fleet_host s WHERE ${isAsked('s.host_id', hostIds)} AND s.host_id NOT IN (SELECT id FROM judged)),
    gone_search AS (
      DELETE FROM fleet_search x WHERE ${isAsked('x.host_id', hostIds)} AND x.host_id NOT IN (SELECT id FROM judged))
    INSERT INTO fleet_host AS s (host_id, group_id, ${namesOf(ON_HOST)})
    SELECT j.id, g.id, ${namesOf(ON_HOST, 'j')} FROM judged j JOIN grouped g ON g.key = j.key
    ON CONFLICT (host_id) DO UPDATE SET group_id = excluded.group_id, ${RENEWED}`);
}

/**
 * Sets the times between which the clock alone cannot change the judgement. A host is `awaited` unless it is
 * on time and everything in its row changes only through writers that mark it.
 */
async function setChecks(tx: Db, hostIds: readonly string[], now: Date): Promise<void> {
  const at = timestamp(now);
  await tx.$executeRaw(Prisma.sql`
    WITH judged AS MATERIALIZED (
      SELECT l.host_id, h.since IS NULL OR h.retired_at IS NOT NULL OR h.enrolled_at > ${at} AS odd, spell.*,
        CASE WHEN h.enrolled_at > ${at} THEN h.enrolled_at WHEN h.retired_at > ${at} THEN h.retired_at END AS ends_at
      FROM host_live l JOIN host h ON h.id = l.host_id
      CROSS JOIN LATERAL (SELECT ${STOPS_AT} AS stops_at) s
      CROSS JOIN LATERAL (
        SELECT false AS on_time, '-infinity'::timestamptz AS from_at, 'infinity'::timestamptz AS check_at
        WHERE s.stops_at = '-infinity'
        UNION ALL SELECT true, '-infinity', s.stops_at WHERE s.stops_at > ${at}
        UNION ALL SELECT false, l.silent_after, 'infinity' WHERE s.stops_at > '-infinity' AND l.silent_after <= ${at}
        UNION ALL SELECT false, l.late_after, l.silent_after
        WHERE s.stops_at > '-infinity' AND s.stops_at <= ${at} AND l.silent_after > ${at}) spell
      WHERE ${isAsked('l.host_id', hostIds)}),
    watched AS (
      UPDATE host_watch w SET from_at = j.from_at, check_at = least(j.check_at, j.ends_at)
      FROM judged j WHERE w.host_id = j.host_id AND ${isAsked('w.host_id', hostIds)})
    UPDATE host_live l SET awaited = NOT j.on_time OR j.odd
    FROM judged j WHERE l.host_id = j.host_id AND ${isAsked('l.host_id', hostIds)} AND l.awaited <> (NOT j.on_time OR j.odd)`);
}
