import { rowsOf } from '@/lib/server/db/checked-rows';
import { type Db, Prisma } from '@/lib/server/db/client';
import { timestamp } from '@/lib/server/db/fleet/point-in-time';
import { DAY_MS } from '@/lib/util/durations';
import { beginCheckpoints, fillCheckpoints } from './checkpoints';
import { fillPastRows, takePastRows } from './past-rows';
import { beginHours, fillHours, fillTransitions, steps } from './transitions';

/** How many hosts are refilled at once: their rows stay locked for as long as in a batch of ingest. */
const HOSTS_AT_ONCE = 100;

const markedHosts = rowsOf('hosts to be filled anew', { hostId: 'text' });
const lockedHosts = rowsOf('lock of hosts to be filled anew', { locked: 'number' });
const takenMarks = rowsOf('marks of hosts to be filled anew', { fromDay: 'time' });
const takenTransitions = rowsOf('transitions taken away', { taken: 'text' });

export type FilledDays = { first: Date; last: Date };

/** Refills some of the hosts whose past changed after it was filled. Returns their number. */
export async function refillDirtyHosts(tx: Db, filled: FilledDays): Promise<number> {
  const marked = await markedHosts(tx)`
    SELECT host_id AS "hostId" FROM history_dirty GROUP BY host_id ORDER BY min(from_day) LIMIT ${HOSTS_AT_ONCE}::int`;
  if (marked.length === 0) return 0;
  const hostIds = marked.map(({ hostId }) => hostId);
  // Locked in the order of ids, as in ingest: none of their segments changes, and no mark is added, until
  // this is done.
  await lockedHosts(
    tx,
  )`SELECT 1 AS locked FROM host_live WHERE host_id = ANY(${hostIds}::uuid[]) ORDER BY host_id FOR UPDATE`;
  const marks = await takenMarks(tx)`
    DELETE FROM history_dirty WHERE host_id = ANY(${hostIds}::uuid[]) RETURNING from_day AS "fromDay"`;
  const from = Math.min(...marks.map(({ fromDay }) => fromDay.getTime()));
  if (from < filled.last.getTime()) await refill(tx, hostIds, { ...filled, from: new Date(from) });
  return hostIds.length;
}

type Period = FilledDays & { from: Date };

async function refill(tx: Db, hostIds: readonly string[], { first, last, from }: Period): Promise<void> {
  const start = new Date(Math.max(from.getTime(), first.getTime()));
  if (from < first) await beginCheckpoints(tx, first, hostIds);
  const replaced = await takeTransitions(tx, hostIds, start);
  await takePastRows(tx, hostIds, start);
  for (const midnight of midnightsAfter(start, last)) {
    await fillCheckpoints(tx, { midnight, hostIds });
    await fillTransitions(tx, { midnight, hostIds });
    await fillPastRows(tx, { midnight, hostIds });
  }
  if (from < first) await countHoursAnew(tx, { first, last });
  else await adjustHours(tx, hostIds, { start, last, replaced });
}

function midnightsAfter(start: Date, last: Date): Date[] {
  const days = Math.max(0, (last.getTime() - start.getTime()) / DAY_MS);
  return Array.from({ length: days }, (_, day) => new Date(start.getTime() + (day + 1) * DAY_MS));
}

/**
 * Counts all hours again after a change of their starting point, which no transition records. History then
 * began at most one window ago, because nothing older is accepted.
 */
async function countHoursAnew(tx: Db, { first, last }: FilledDays): Promise<void> {
  await tx.$executeRaw`DELETE FROM fleet_hour`;
  await beginHours(tx, first);
  for (const midnight of midnightsAfter(first, last)) await fillHours(tx, { midnight });
}

async function takeTransitions(tx: Db, hostIds: readonly string[], start: Date): Promise<string> {
  const rows = await takenTransitions(tx)`
    WITH taken AS (DELETE FROM fleet_transition WHERE host_id = ANY(${hostIds}::uuid[]) AND day >= ${timestamp(start)}::date RETURNING *)
    SELECT coalesce(json_agg(taken), '[]')::text AS taken FROM taken`;
  return rows[0]?.taken ?? '[]';
}

type Replaced = { start: Date; last: Date; replaced: string };

/** Adds the hosts' present transitions to each hour and subtracts their earlier ones. */
async function adjustHours(
  tx: Db,
  hostIds: readonly string[],
  { start, last, replaced }: Replaced,
): Promise<void> {
  const from = timestamp(start);
  const before = Prisma.sql`json_populate_recordset(null::fleet_transition, ${replaced}::json)`;
  const now = Prisma.sql`(SELECT * FROM fleet_transition WHERE host_id = ANY(${[...hostIds]}::uuid[]) AND day >= ${from}::date) now`;
  await tx.$executeRaw(Prisma.sql`
    INSERT INTO fleet_hour (hour, fabric_id, state, reporting, hosts)
    SELECT hour, fabric_id, state, reporting, sum(hosts)::int
    FROM generate_series(${from}, ${timestamp(last)} - interval '1 hour', interval '1 hour') AS hour
    JOIN (SELECT * FROM (${steps(now)}) added
      UNION ALL SELECT at, fabric_id, state, reporting, -hosts FROM (${steps(before)}) taken) step ON step.at <= hour
    GROUP BY 1, 2, 3, 4 HAVING sum(hosts) <> 0
    ON CONFLICT (hour, fabric_id, state, reporting) DO UPDATE SET hosts = fleet_hour.hosts + excluded.hosts`);
}
