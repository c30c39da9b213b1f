import { rowsOf } from '@/lib/server/db/checked-rows';
import type { Db } from '@/lib/server/db/client';
import { ensurePartitions } from '@/lib/server/db/ingest/partitions';
import { tryLock } from '@/lib/server/db/locks';
import { DAY_MS } from '@/lib/util/durations';
import { beginCheckpoints, fillCheckpoints } from './checkpoints';
import { fillPastRows } from './past-rows';
import type { FilledDays } from './refill';
import { beginHours, fillHours, fillTransitions } from './transitions';

const filled = rowsOf('filled days', { first: 'time?', last: 'time?' });
const beginning = rowsOf('first midnight of history', { day: 'time?' });
const settled = rowsOf('settled days', { day: 'time' });

/** Lets one instance at a time fill; others skip it meanwhile. The lock ends with the transaction. */
export async function tryFillLock(tx: Db): Promise<boolean> {
  // A day of a million hosts may take longer than the limit for statements.
  await tx.$executeRaw`SET LOCAL statement_timeout = 0`;
  return tryLock(tx, 'fillPast');
}

export async function filledDays(db: Db): Promise<FilledDays | null> {
  const rows = await filled(db)`
    SELECT min(day) AS first, max(day) AS last FROM history_day`;
  const { first = null, last = null } = rows[0] ?? {};
  return first === null || last === null ? null : { first, last };
}

/** The midnight with which history begins: of the oldest segment's day, or of the last dropped one. */
async function firstMidnight(db: Db): Promise<Date | null> {
  const rows = await beginning(db)`
    SELECT coalesce((SELECT from_day FROM history_horizon), (SELECT min(from_at)::date FROM state_segment)) AS day`;
  return rows[0]?.day ?? null;
}

/** The next midnight to be filled, if one is due. */
export async function nextMidnight(db: Db, closedUntil: Date): Promise<Date | null> {
  const days = await filledDays(db);
  const next = days === null ? await firstMidnight(db) : new Date(days.last.getTime() + DAY_MS);
  return next !== null && next <= closedUntil ? next : null;
}

/**
 * Creates the tables' partitions for the day that ends with a midnight. Must be called outside the
 * transaction that writes to them.
 */
export async function ensureDay(db: Db, midnight: Date): Promise<void> {
  await ensurePartitions(db, ['host_checkpoint'], [midnight.getTime()]);
  await ensurePartitions(db, ['fleet_transition', 'fleet_past'], [midnight.getTime() - DAY_MS]);
}

export async function fillDay(tx: Db, midnight: Date): Promise<void> {
  if ((await filledDays(tx)) === null) {
    await dropEarlyMarks(tx, midnight);
    await beginCheckpoints(tx, midnight, null);
    await beginHours(tx, midnight);
  } else {
    const day = { midnight, hostIds: null };
    await fillCheckpoints(tx, day);
    await fillTransitions(tx, day);
    await fillHours(tx, day);
    await fillPastRows(tx, day);
  }
  await tx.$executeRaw`INSERT INTO history_day (day) VALUES (${midnight}::date)`;
}

/**
 * Removes marks from before the first filled day: what came then is in the segments from which days are
 * filled. Filling a host again blocks its own snapshots meanwhile: more than 10 s for 90 days of 100 hosts,
 * as in the demo.
 */
async function dropEarlyMarks(tx: Db, firstMidnight: Date): Promise<void> {
  await tx.$executeRaw`DELETE FROM history_dirty WHERE from_day >= ${firstMidnight}::date`;
}

/**
 * The days that may be read now: no transaction is left that looked for their rows before they existed. Late
 * evidence in between found nothing to remove, but has left its mark by now.
 */
export async function settledDays(db: Db): Promise<Date[]> {
  await db.$executeRaw`UPDATE history_day SET filled_before = pg_current_xact_id() WHERE filled_before IS NULL`;
  const rows = await settled(db)`
    SELECT day FROM history_day WHERE NOT published AND filled_before <= pg_snapshot_xmin(pg_current_snapshot())`;
  return rows.map(({ day }) => day);
}

export async function publishDays(db: Db, days: readonly Date[]): Promise<void> {
  await db.$executeRaw`UPDATE history_day SET published = true WHERE day = ANY(${[...days]}::date[])`;
}

/** Deletes everything that can be rebuilt from segments; until then segments alone answer. */
export async function forgetReadModels(tx: Db): Promise<void> {
  await tx.$executeRaw`DELETE FROM history_day`;
  await tx.$executeRaw`DELETE FROM history_dirty`;
  await tx.$executeRaw`DELETE FROM host_checkpoint`;
  await tx.$executeRaw`DELETE FROM fleet_transition`;
  await tx.$executeRaw`DELETE FROM fleet_hour`;
  await tx.$executeRaw`DELETE FROM fleet_past`;
  await tx.$executeRaw`DELETE FROM fleet_past_group`;
}
