import { dayOf } from '@/lib/domain/history';
import type { FabricScope } from '@/lib/server/context';
import { type RowOf, rowsOf } from '@/lib/server/db/checked-rows';
import { type Db, Prisma } from '@/lib/server/db/client';
import { dayAt, timestamp } from '@/lib/server/db/fleet/point-in-time';
import { isOpenState, stateColumns } from '@/lib/server/db/ingest/open-segment';
import { DAY_MS } from '@/lib/util/durations';
import { isAsked } from './day-parts';
import { fabricAt } from './transitions';

export type Period = { from: Date; to: Date };

/**
 * Whose time is asked for, and where it is found: in sums stored at midnights, or in segments. `hostIds`
 * null: every host's.
 */
export type AskedTime = Period & {
  fabrics: FabricScope;
  hostIds: readonly string[] | null;
  keptIn: 'checkpoints' | 'segments';
};

/**
 * How long hosts were in the fleet within a period, and how long of that they were verified as passing and as
 * failing. Each array has one place per host: a hundred thousand rows take longer to become objects than to
 * be found. Unknown verified time is NaN.
 */
export type VerifiedTime = {
  hostIds: string[];
  inFleetMs: Float64Array;
  compliantMs: Float64Array;
  failingMs: Float64Array;
};

/** The longest time that a snapshot covers: four of the longest intervals that a host can be told. */
const LONGEST_REACH_MS = 4 * DAY_MS;

const SEGMENT = { segment: Prisma.raw('g'), live: Prisma.raw('o') };
const STATE = stateColumns(SEGMENT);
const IS_PASSED = Prisma.sql`p.judged_state = 'Passed'`;

const midnightOf = (time: Date) => new Date(dayOf(time.getTime()) * DAY_MS);
/** Rounded, because times are stored in milliseconds: `extract` is exact but takes many times as long. */
const lengthMs = (from: Prisma.Sql, to: Prisma.Sql) =>
  Prisma.sql`greatest(0, round(date_part('epoch', ${to} - ${from}) * 1000))`;

/** Verified stretches of segments within a period, cut to it. `hostIds` null: of every host. */
export function verifiedSpans({ from, to }: Period, hostIds: readonly string[] | null): Prisma.Sql {
  const earliest = timestamp(new Date(from.getTime() - LONGEST_REACH_MS));
  return Prisma.sql`
    SELECT g.host_id, greatest(g.from_at, h.enrolled_at, ${timestamp(from)}) AS from_at,
      least(${STATE.coveredUntil}, h.retired_at, ${timestamp(to)}) AS to_at, p.judged_state, p.causes,
      ${STATE.lateEvidence} AS late_evidence
    FROM state_segment g LEFT JOIN host_live o ON ${isOpenState(SEGMENT)}
    JOIN host h ON h.id = g.host_id JOIN host_profile p ON p.id = g.profile_id
    WHERE NOT g.faulty AND g.from_at < ${timestamp(to)} AND g.from_at >= ${earliest}
      AND ${isAsked(Prisma.sql`g.host_id`, { hostIds })}
      AND ${STATE.coveredUntil} > ${timestamp(from)}`;
}

const sums = (spans: Prisma.Sql) => Prisma.sql`
  SELECT p.host_id, coalesce(sum(ms) FILTER (WHERE ${IS_PASSED}), 0) AS compliant_ms,
    coalesce(sum(ms) FILTER (WHERE NOT (${IS_PASSED})), 0) AS failing_ms
  FROM (${spans}) p CROSS JOIN LATERAL (SELECT ${lengthMs(Prisma.sql`p.from_at`, Prisma.sql`p.to_at`)} AS ms) length GROUP BY 1`;

/**
 * The sums of checkpoints at a time. If a host has no checkpoint at the midnight before, its sum is unknown
 * (`LEFT`: late evidence may have removed it), or it starts with that day (`FULL`: a later checkpoint exists,
 * so it has none only because nothing was heard before).
 */
function cumulative(time: Date, join: 'LEFT' | 'FULL'): Prisma.Sql {
  const midnight = midnightOf(time);
  const checkpoints = Prisma.sql`SELECT host_id, compliant_ms, failing_ms FROM host_checkpoint WHERE day = ${dayAt(midnight)}`;
  if (midnight.getTime() === time.getTime()) return checkpoints;
  return Prisma.sql`
    SELECT coalesce(k.host_id, d.host_id) AS host_id, coalesce(k.compliant_ms, 0) + coalesce(d.compliant_ms, 0) AS compliant_ms,
      coalesce(k.failing_ms, 0) + coalesce(d.failing_ms, 0) AS failing_ms
    FROM (${checkpoints}) k ${Prisma.raw(join)} JOIN (${sums(verifiedSpans({ from: midnight, to: time }, null))}) d ON d.host_id = k.host_id`;
}

const usability = rowsOf('whether checkpoints can be used', { usable: 'boolean' });

export async function canUseCheckpoints(db: Db, { from, to }: Period): Promise<boolean> {
  const days = [midnightOf(from), midnightOf(to)].map((day) => day.toISOString().slice(0, 10));
  const rows = await usability(db)`
    SELECT count(*) = ${new Set(days).size}::int AS usable FROM history_day WHERE published AND day = ANY(${days}::date[])`;
  return rows[0]?.usable ?? false;
}

/**
 * Most hosts were in the fleet all the time: leaving out the date arithmetic for them saves a tenth of the
 * statement.
 */
function inFleetMs({ from, to }: Period): Prisma.Sql {
  const part = lengthMs(
    Prisma.sql`greatest(h.enrolled_at, ${timestamp(from)})`,
    Prisma.sql`least(h.retired_at, ${timestamp(to)})`,
  );
  return Prisma.sql`CASE WHEN h.enrolled_at <= ${timestamp(from)} AND (h.retired_at IS NULL OR h.retired_at >= ${timestamp(to)})
    THEN ${to.getTime() - from.getTime()}::float8 ELSE ${part} END`;
}

/** Hosts by the last fabric that they had within the period; their present one does not matter. */
function hostsDuring({ fabrics, hostIds, ...period }: Omit<AskedTime, 'keptIn'>): Prisma.Sql {
  const [from, to] = [timestamp(period.from), timestamp(period.to)];
  const last = fabricAt(Prisma.sql`least(h.retired_at, ${to})`, '<=');
  const scope = fabrics === 'all' ? Prisma.sql`TRUE` : Prisma.sql`${last} = ANY(${[...fabrics]}::uuid[])`;
  return Prisma.sql`
    SELECT h.id, ${inFleetMs(period)} AS in_fleet_ms
    FROM host h WHERE h.enrolled_at < ${to} AND (h.retired_at IS NULL OR h.retired_at > ${from})
      AND ${isAsked(Prisma.sql`h.id`, { hostIds })} AND ${scope}`;
}

/**
 * Each host that was in the fleet within the period, and its time there. Verified time is the difference of
 * two stored sums, null if there are none, or the sum over segments. Every answer about time within a period
 * is read from here.
 */
function timeOfHosts(asked: AskedTime): Prisma.Sql {
  const hosts = Prisma.sql`(${hostsDuring(asked)}) h`;
  if (asked.keptIn === 'segments')
    return Prisma.sql`
      SELECT h.id, h.in_fleet_ms, coalesce(s.compliant_ms, 0) AS compliant_ms, coalesce(s.failing_ms, 0) AS failing_ms
      FROM ${hosts} LEFT JOIN (${sums(verifiedSpans(asked, asked.hostIds))}) s ON s.host_id = h.id`;
  return Prisma.sql`
    SELECT h.id, h.in_fleet_ms, k.compliant_ms - coalesce(b.compliant_ms, 0) AS compliant_ms,
      k.failing_ms - coalesce(b.failing_ms, 0) AS failing_ms
    FROM ${hosts} LEFT JOIN (${cumulative(asked.to, 'LEFT')}) k ON k.host_id = h.id
      LEFT JOIN (${cumulative(asked.from, 'FULL')}) b ON b.host_id = h.id`;
}

const times = rowsOf('verified time of hosts', {
  hostIds: 'text',
  inFleetMs: 'bytes',
  compliantMs: 'bytes',
  failingMs: 'bytes',
});

const packed = (ms: Prisma.Sql) =>
  Prisma.sql`coalesce(string_agg(float8send(coalesce(${ms}::float8, 'NaN')), ''), '')`;

/**
 * All hosts in one row. The arrays have the same order, because each host passes all four aggregates before
 * the next one does.
 */
export async function verifiedTimeByHost(db: Db, asked: AskedTime): Promise<VerifiedTime> {
  const [row] = await times(db)`
    SELECT coalesce(string_agg(t.id::text, ''), '') AS "hostIds", ${packed(Prisma.sql`t.in_fleet_ms`)} AS "inFleetMs",
      ${packed(Prisma.sql`t.compliant_ms`)} AS "compliantMs", ${packed(Prisma.sql`t.failing_ms`)} AS "failingMs"
    FROM (${timeOfHosts(asked)}) t`;
  if (row === undefined) throw new Error('An aggregate without groups answers with one row.');
  return {
    hostIds: idsOf(row.hostIds),
    inFleetMs: doublesOf(row.inFleetMs),
    compliantMs: doublesOf(row.compliantMs),
    failingMs: doublesOf(row.failingMs),
  };
}

const together = rowsOf('verified time of the fleet', {
  hosts: 'number',
  inFleetMs: 'number',
  compliantMs: 'number',
  failingMs: 'number',
  unknownIds: 'texts',
});

/** The total of all these hosts; `unknownIds` names those with unknown verified time. */
export type VerifiedTimeTogether = RowOf<typeof together>;

const added = (ms: Prisma.Sql) => Prisma.sql`coalesce(sum(${ms}), 0)::float8`;

/** Summed in the database: reading a hundred thousand hosts and summing them here took as long again. */
export async function verifiedTimeTogether(db: Db, asked: AskedTime): Promise<VerifiedTimeTogether> {
  const [row] = await together(db)`
    SELECT count(*)::int AS hosts, ${added(Prisma.sql`t.in_fleet_ms`)} AS "inFleetMs",
      ${added(Prisma.sql`t.compliant_ms`)} AS "compliantMs", ${added(Prisma.sql`t.failing_ms`)} AS "failingMs",
      coalesce(array_agg(t.id::text) FILTER (WHERE t.compliant_ms IS NULL), '{}') AS "unknownIds"
    FROM (${timeOfHosts(asked)}) t`;
  if (row === undefined) throw new Error('An aggregate without groups answers with one row.');
  return row;
}

const ID_CHARS = 36;
const idsOf = (text: string): string[] =>
  Array.from({ length: text.length / ID_CHARS }, (_, at) => text.slice(at * ID_CHARS, (at + 1) * ID_CHARS));

const DOUBLE_BYTES = 8;
function doublesOf(bytes: Uint8Array): Float64Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return new Float64Array(bytes.length / DOUBLE_BYTES).map((_, at) => view.getFloat64(at * DOUBLE_BYTES));
}

const failingTime = rowsOf('failing time', {
  hostId: 'text',
  from: 'time',
  to: 'time',
  causes: 'texts',
});
export type FailingTime = RowOf<typeof failingTime>;

/** When and why hosts were failing, for hosts that an exception may explain. */
export function failingTimeOf(db: Db, asked: Omit<AskedTime, 'keptIn'>): Promise<FailingTime[]> {
  return failingTime(db)`
    SELECT p.host_id AS "hostId", p.from_at AS "from", p.to_at AS "to", p.causes
    FROM (${verifiedSpans(asked, asked.hostIds)}) p JOIN (${hostsDuring(asked)}) h ON h.id = p.host_id
    WHERE NOT (${IS_PASSED}) AND p.from_at < p.to_at`;
}

const granted = rowsOf('exceptions in force within a period', {
  hostIds: 'texts',
  from: 'time',
  to: 'time',
  causes: 'texts',
});
export type GrantedException = RowOf<typeof granted>;

/** Every exception that was in force within a period, with its time in force. */
export function exceptionsInForce(db: Db, { from, to }: Period): Promise<GrantedException[]> {
  return granted(db)`
    SELECT host_ids::text[] AS "hostIds", approved_at AS "from", least(ends_at, withdrawn_at) AS "to", causes
    FROM exception WHERE approved_at < ${timestamp(to)} AND least(ends_at, withdrawn_at) > ${timestamp(from)}
    ORDER BY number`;
}
