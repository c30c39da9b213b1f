import { type Db, Prisma } from '@/lib/server/db/client';
import { GROUPED_COLUMNS, namesOf } from '@/lib/server/db/fleet/columns';
import { keyOf } from '@/lib/server/db/fleet/read-model/stored-hosts';
import { judgedRows } from '@/lib/server/db/fleet/relation/fleet-rows';
import { boundsOf, type DayOfHosts, isAsked, priorOf, segmentsOf } from './day-parts';

/** The end of each segment of a host, which is the beginning of the next one. */
const upToNext = (to: Prisma.Sql, order: Prisma.Sql) =>
  Prisma.sql`lead(at, 1, ${to}) OVER (PARTITION BY host_id ORDER BY ${order}) AS to_at`;

/**
 * What was known about each host in order: the state at the beginning of the day (`place` 0), then its
 * segments. `attested_at` is the last stored snapshot so far.
 */
const evidence = (from: Prisma.Sql, to: Prisma.Sql) => Prisma.sql`
  SELECT *, ${upToNext(to, Prisma.sql`at, place`)},
    max(stored_at) OVER (PARTITION BY host_id ORDER BY at, place) AS attested_at
  FROM (
    SELECT h.id AS host_id, ${from} AS at, 0 AS place, k.from_at, k.confirmed_at, k.covered_until, k.faulty, k.profile_id, k.since,
      k.clock_offset_ms, k.attested_at AS stored_at
    FROM asked h LEFT JOIN prior k ON k.host_id = h.id
    UNION ALL
    SELECT host_id, from_at, 1, from_at, confirmed_at, covered_until, faulty, profile_id, since, clock_offset_ms,
      CASE WHEN NOT faulty THEN confirmed_at END
    FROM segments) known`;

/**
 * The state during a segment, and after it until the next: never heard, faulty, on time, silent
 * (observed-then.ts).
 */
const states = (from: Prisma.Sql, to: Prisma.Sql) => Prisma.sql`
  SELECT e.host_id, spell.*, e.profile_id, e.clock_offset_ms,
    CASE WHEN e.faulty THEN e.attested_at ELSE e.from_at END AS observed_at,
    CASE WHEN e.faulty THEN e.attested_at ELSE e.confirmed_at END AS confirmed_at
  FROM (${evidence(from, to)}) e
  CROSS JOIN LATERAL (
    SELECT e.at AS from_at, e.to_at, CASE WHEN e.faulty THEN 'faulty' ELSE 'never' END AS reporting, e.since
    WHERE e.from_at IS NULL OR e.faulty
    UNION ALL SELECT e.at, least(e.to_at, e.covered_until), 'onTime', e.since WHERE NOT e.faulty
    UNION ALL SELECT greatest(e.at, e.covered_until), e.to_at, 'silent', e.covered_until WHERE NOT e.faulty) spell
  WHERE spell.from_at < spell.to_at`;

/** The last number of virtual machines that each host sent. */
const vms = (day: DayOfHosts, from: Prisma.Sql, to: Prisma.Sql) => Prisma.sql`
  SELECT *, ${upToNext(to, Prisma.sql`at, place`)} FROM (
    SELECT h.id AS host_id, ${from} AS at, 0 AS place, k.vms_total AS total FROM asked h LEFT JOIN prior k ON k.host_id = h.id
    UNION ALL
    SELECT g.host_id, g.from_at, 1, g.total FROM vm_segment g
    WHERE g.from_at >= ${from} AND g.from_at < ${to} AND ${isAsked(Prisma.sql`g.host_id`, day)}) known`;

/** The assignments of each host; a host that was never reassigned has its present one. */
const assigned = (day: DayOfHosts, from: Prisma.Sql, to: Prisma.Sql) => Prisma.sql`
  SELECT *, ${upToNext(to, Prisma.sql`at, id NULLS FIRST`)} FROM (
    SELECT h.id AS host_id, NULL::uuid AS id, ${from} - interval '1 ms' AS at, h.fabric_id,
      CASE WHEN NOT EXISTS (SELECT FROM host_assignment a WHERE a.host_id = h.id) THEN h.owner END AS owner
    FROM asked h
    UNION ALL
    (SELECT DISTINCT ON (a.host_id) a.host_id, a.id, ${from}, a.fabric_id, a.owner FROM host_assignment a
    WHERE a.valid_from <= ${from} AND ${isAsked(Prisma.sql`a.host_id`, day)}
    ORDER BY a.host_id, a.valid_from DESC, a.id DESC)
    UNION ALL
    SELECT a.host_id, a.id, a.valid_from, a.fabric_id, a.owner FROM host_assignment a
    WHERE a.valid_from > ${from} AND a.valid_from < ${to} AND ${isAsked(Prisma.sql`a.host_id`, day)}) known`;

/**
 * Stretches in which none of these changed, while the host was in the fleet, with the columns of observed
 * hosts.
 */
const stretches = Prisma.sql`
  SELECT h.id, h.enrolled_at, h.enrolled_hostname, h.enrolled_fqdn, a.fabric_id, a.owner, s.profile_id, s.reporting,
    CASE WHEN s.reporting = 'never' THEN h.enrolled_at ELSE s.since END AS since, s.clock_offset_ms, v.total AS shielded_vms,
    NULL::timestamptz AS last_observed_at, s.observed_at AS stretch_from, s.observed_at, s.confirmed_at, span.*
  FROM states s
  JOIN vms v ON v.host_id = s.host_id AND v.at < s.to_at AND v.to_at > s.from_at
  JOIN assigned a ON a.host_id = s.host_id AND a.at < s.to_at AND a.to_at > s.from_at
  JOIN asked h ON h.id = s.host_id
  CROSS JOIN LATERAL (SELECT greatest(s.from_at, v.at, a.at, h.enrolled_at) AS from_at,
    least(s.to_at, v.to_at, a.to_at, h.retired_at) AS to_at) span
  WHERE span.from_at < span.to_at`;

const GROUP = namesOf(GROUPED_COLUMNS);

/** Writes the rows of a closed day. The checkpoints of its midnights must exist. */
export async function fillPastRows(tx: Db, day: DayOfHosts): Promise<void> {
  const { from, to } = boundsOf(day);
  await tx.$executeRaw(Prisma.sql`
    WITH segments AS MATERIALIZED (${segmentsOf(day)}),
    prior AS MATERIALIZED (${priorOf(day)}),
    asked AS MATERIALIZED (SELECT * FROM host h WHERE ${isAsked(Prisma.sql`h.id`, day)} AND h.enrolled_at < ${to}
      AND (h.retired_at IS NULL OR h.retired_at > ${from})),
    states AS MATERIALIZED (${states(from, to)}),
    vms AS MATERIALIZED (${vms(day, from, to)}),
    assigned AS MATERIALIZED (${assigned(day, from, to)}),
    rows AS MATERIALIZED (
      SELECT d.*, ${keyOf('d')} AS key
      FROM (${judgedRows(stretches, Prisma.sql`b.from_at, b.to_at, b.observed_at, b.confirmed_at,`)}) d),
    grouped AS (
      INSERT INTO fleet_past_group AS g (key, ${GROUP}, last_day)
      SELECT DISTINCT ON (key) key, ${GROUP}, ${from}::date FROM rows
      ON CONFLICT (key) DO UPDATE SET last_day = greatest(g.last_day, excluded.last_day)
      RETURNING id, key)
    INSERT INTO fleet_past (host_id, profile_id, from_at, to_at, since, observed_at, confirmed_at, clock_offset_ms, group_id,
      shielded_vms, hostname)
    SELECT r.id, r.profile_id, r.from_at, r.to_at, r.since, r.observed_at, r.confirmed_at, r.clock_offset_ms, g.id,
      r.shielded_vms, r.hostname
    FROM rows r JOIN grouped g ON g.key = r.key`);
}

/** Deletes the rows of these hosts from a midnight on. */
export async function takePastRows(tx: Db, hostIds: readonly string[], start: Date): Promise<void> {
  await tx.$executeRaw`DELETE FROM fleet_past WHERE host_id = ANY(${hostIds}::uuid[]) AND from_at >= ${start}::timestamptz`;
}
