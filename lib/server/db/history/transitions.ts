import { type Db, Prisma } from '@/lib/server/db/client';
import { boundsOf, type DayOfHosts, isAsked, priorOf, segmentsOf } from './day-parts';

/** The fabric of a host `h` at a time (`<=`), or just before it (`<`). */
export const fabricAt = (
  at: Prisma.Sql,
  compare: '<' | '<=',
) => Prisma.sql`coalesce((SELECT a.fabric_id FROM host_assignment a
  WHERE a.host_id = h.id AND a.valid_from ${Prisma.raw(compare)} ${at} ORDER BY a.valid_from DESC, a.id DESC LIMIT 1), h.fabric_id)`;

/** Moments at which the known state of a host may change: a segment begins, or the last one stops counting. */
const evidence = (from: Prisma.Sql, to: Prisma.Sql) => Prisma.sql`
  SELECT s.host_id, s.from_at AS at, CASE WHEN s.faulty THEN 'Silent' ELSE p.judged_state END AS state,
    CASE WHEN s.faulty THEN 'faulty' ELSE 'onTime' END AS reporting
  FROM segments s LEFT JOIN host_profile p ON p.id = s.profile_id
  UNION ALL
  SELECT host_id, covered_until, 'Silent', 'silent'
  FROM (SELECT host_id, covered_until, lead(from_at) OVER (PARTITION BY host_id ORDER BY from_at) AS next_at FROM segments) ending
  WHERE covered_until < coalesce(next_at, ${to})
  UNION ALL
  SELECT p.host_id, p.covered_until, 'Silent', 'silent'
  FROM prior p LEFT JOIN (SELECT host_id, min(from_at) AS from_at FROM segments GROUP BY 1) f ON f.host_id = p.host_id
  WHERE p.covered_until >= ${from} AND p.covered_until < coalesce(f.from_at, ${to})`;

/** The known state of a host just before the day began. */
const before = (from: Prisma.Sql) => Prisma.sql`
  SELECT h.id, h.enrolled_at, h.retired_at, h.fabric_id AS own_fabric,
    h.enrolled_at < ${from} AND (h.retired_at IS NULL OR h.retired_at >= ${from}) AS in_fleet, ${fabricAt(from, '<')} AS fabric_id,
    CASE WHEN k.from_at IS NULL OR k.faulty OR k.covered_until < ${from} THEN 'Silent' ELSE p.judged_state END AS state,
    CASE WHEN k.from_at IS NULL THEN 'never' WHEN k.faulty THEN 'faulty' WHEN k.covered_until < ${from} THEN 'silent'
      ELSE 'onTime' END AS reporting
  FROM host h LEFT JOIN prior k ON k.host_id = h.id LEFT JOIN host_profile p ON p.id = k.profile_id`;

/** Writes the moments of the day at which each host came, left, or changed fabric, state or reporting. */
export async function fillTransitions(tx: Db, day: DayOfHosts): Promise<void> {
  const { from, to } = boundsOf(day);
  await tx.$executeRaw(Prisma.sql`
    WITH segments AS MATERIALIZED (${segmentsOf(day)}),
    prior AS MATERIALIZED (${priorOf(day)}),
    asked AS MATERIALIZED (${before(from)} WHERE ${isAsked(Prisma.sql`h.id`, day)} AND h.enrolled_at < ${to}
      AND (h.retired_at IS NULL OR h.retired_at >= ${from})),
    points AS (
      SELECT host_id, at, max(state) AS state, max(reporting) AS reporting FROM (
        ${evidence(from, to)}
        UNION ALL SELECT id, enrolled_at, NULL, NULL FROM asked WHERE enrolled_at >= ${from}
        UNION ALL SELECT id, retired_at, NULL, NULL FROM asked WHERE retired_at < ${to}
        UNION ALL SELECT host_id, valid_from, NULL, NULL FROM host_assignment WHERE valid_from >= ${from} AND valid_from < ${to}
      ) moments GROUP BY host_id, at),
    known AS (
      SELECT h.id, q.at, coalesce(max(q.state) OVER (PARTITION BY h.id, q.spell), h.state) AS state,
        coalesce(max(q.reporting) OVER (PARTITION BY h.id, q.spell), h.reporting) AS reporting,
        CASE WHEN h.enrolled_at <= q.at AND (h.retired_at IS NULL OR h.retired_at > q.at) THEN ${fabricThen} END AS fabric_id,
        CASE WHEN h.in_fleet THEN h.fabric_id END AS first_fabric, h.state AS first_state, h.reporting AS first_reporting
      FROM (SELECT *, count(state) OVER (PARTITION BY host_id ORDER BY at) AS spell FROM points) q
      JOIN asked h ON h.id = q.host_id),
    moves AS (
      SELECT *, lag(fabric_id, 1, first_fabric) OVER w AS from_fabric, lag(state, 1, first_state) OVER w AS from_state,
        lag(reporting, 1, first_reporting) OVER w AS from_reporting
      FROM known WINDOW w AS (PARTITION BY id ORDER BY at))
    INSERT INTO fleet_transition (day, at, host_id, from_fabric, from_state, from_reporting, to_fabric, to_state, to_reporting)
    SELECT ${from}::date, at, id, from_fabric, from_state, from_reporting, fabric_id, state, reporting
    FROM moves
    WHERE (from_fabric IS NOT NULL OR fabric_id IS NOT NULL)
      AND (from_fabric IS DISTINCT FROM fabric_id OR from_state <> state OR from_reporting <> reporting)
    ORDER BY at`);
}

const fabricThen = Prisma.sql`coalesce((SELECT a.fabric_id FROM host_assignment a
  WHERE a.host_id = h.id AND a.valid_from <= q.at ORDER BY a.valid_from DESC, a.id DESC LIMIT 1), h.own_fabric)`;

/** Transitions as additions to and subtractions from a count. */
export const steps = (transitions: Prisma.Sql) => Prisma.sql`
  SELECT at, to_fabric AS fabric_id, to_state AS state, to_reporting AS reporting, 1 AS hosts
  FROM ${transitions} WHERE to_fabric IS NOT NULL
  UNION ALL
  SELECT at, from_fabric, from_state, from_reporting, -1 FROM ${transitions} WHERE from_fabric IS NOT NULL`;

/** How many hosts were in each state just before the very first day; later hours continue from there. */
export async function beginHours(tx: Db, midnight: Date): Promise<void> {
  const { to } = boundsOf({ midnight });
  await tx.$executeRaw(Prisma.sql`
    WITH prior AS (SELECT * FROM host_checkpoint WHERE day = ${to}::date)
    INSERT INTO fleet_hour (hour, fabric_id, state, reporting, hosts)
    SELECT ${to} - interval '1 hour', fabric_id, state, reporting, count(*)::int FROM (${before(to)}) b WHERE in_fleet GROUP BY 2, 3, 4`);
}

/** The counts of the day's 24 full hours, from the last hour of the previous day and the transitions since. */
export async function fillHours(tx: Db, { midnight }: Pick<DayOfHosts, 'midnight'>): Promise<void> {
  const { from, to } = boundsOf({ midnight });
  const recent = Prisma.sql`(SELECT * FROM fleet_transition WHERE day >= ${from}::date - 1 AND day <= ${from}::date
    AND at > ${from} - interval '1 hour' AND at < ${to}) recent`;
  await tx.$executeRaw(Prisma.sql`
    WITH steps AS (
      SELECT greatest(${from}, date_trunc('hour', at + interval '1 hour' - interval '1 ms')) AS hour, fabric_id, state, reporting,
        sum(hosts)::int AS hosts
      FROM (${steps(recent)}) step GROUP BY 1, 2, 3, 4
      UNION ALL
      SELECT ${from}, fabric_id, state, reporting, hosts FROM fleet_hour WHERE hour = ${from} - interval '1 hour'),
    -- Nothing is joined: how many kinds there are the planner cannot know, and it took a loop for some hundreds.
    every_hour AS (
      SELECT hour, fabric_id, state, reporting, 0 AS hosts
      FROM generate_series(${from}, ${to} - interval '1 hour', interval '1 hour') AS hour
      CROSS JOIN (SELECT DISTINCT fabric_id, state, reporting FROM steps) kinds
      UNION ALL SELECT * FROM steps)
    INSERT INTO fleet_hour (hour, fabric_id, state, reporting, hosts)
    SELECT * FROM (
      SELECT hour, fabric_id, state, reporting, sum(sum(hosts)) OVER (PARTITION BY fabric_id, state, reporting ORDER BY hour)::int AS hosts
      FROM every_hour WHERE hour < ${to} GROUP BY 1, 2, 3, 4) counts
    WHERE hosts <> 0
    ON CONFLICT (hour, fabric_id, state, reporting) DO UPDATE SET hosts = excluded.hosts`);
}
