import { type Db, Prisma } from '@/lib/server/db/client';
import { boundsOf, type DayOfHosts, isAsked, priorOf, segmentsOf } from './day-parts';

/**
 * Verified time of the day by host, from segments that began before it and still counted, and those that
 * began on it.
 */
const spans = (from: Prisma.Sql, to: Prisma.Sql) => Prisma.sql`
  SELECT host_id, from_at, least(covered_until, ${to}) AS to_at, profile_id FROM segments WHERE NOT faulty
  UNION ALL
  SELECT p.host_id, ${from}, least(p.covered_until, f.from_at, ${to}), p.profile_id
  FROM prior p LEFT JOIN (SELECT host_id, min(from_at) AS from_at FROM segments GROUP BY 1) f ON f.host_id = p.host_id
  WHERE NOT p.faulty AND p.covered_until > ${from}`;

const isPassed = Prisma.sql`p.judged_state = 'Passed'`;

/**
 * Writes the checkpoints of a midnight from those of the previous one and the segments in between. Time
 * counts only while the host is in the fleet.
 */
export async function fillCheckpoints(tx: Db, day: DayOfHosts): Promise<void> {
  const { from, to } = boundsOf(day);
  const either = (column: string) =>
    Prisma.raw(`CASE WHEN n.host_id IS NULL THEN prior.${column} ELSE n.${column} END`);
  await tx.$executeRaw(Prisma.sql`
    WITH segments AS MATERIALIZED (${segmentsOf(day)}),
    prior AS MATERIALIZED (${priorOf(day)}),
    lengths AS (
      SELECT s.host_id, coalesce(sum(ms) FILTER (WHERE ${isPassed}), 0) AS compliant_ms,
        coalesce(sum(ms) FILTER (WHERE NOT (${isPassed})), 0) AS failing_ms
      FROM (${spans(from, to)}) s
      JOIN host h ON h.id = s.host_id
      JOIN host_profile p ON p.id = s.profile_id
      CROSS JOIN LATERAL (SELECT greatest(0, extract(epoch FROM least(s.to_at, h.retired_at) - greatest(s.from_at, h.enrolled_at)) * 1000)
        AS ms) length
      GROUP BY 1)
    INSERT INTO host_checkpoint (host_id, day, from_at, confirmed_at, covered_until, faulty, profile_id, since, clock_offset_ms,
      attested_at, vms_total, compliant_ms, failing_ms)
    SELECT h.id, ${to}::date, ${either('from_at')}, ${either('confirmed_at')}, ${either('covered_until')}, ${either('faulty')},
      ${either('profile_id')}, ${either('since')}, ${either('clock_offset_ms')}, coalesce(stored.confirmed_at, prior.attested_at),
      CASE WHEN v.host_id IS NULL THEN prior.vms_total ELSE v.total END,
      coalesce(prior.compliant_ms, 0) + coalesce(l.compliant_ms, 0)::bigint, coalesce(prior.failing_ms, 0) + coalesce(l.failing_ms, 0)::bigint
    FROM host h
    LEFT JOIN prior ON prior.host_id = h.id
    LEFT JOIN (SELECT DISTINCT ON (host_id) * FROM segments ORDER BY host_id, from_at DESC) n ON n.host_id = h.id
    LEFT JOIN (SELECT host_id, max(confirmed_at) AS confirmed_at FROM segments WHERE NOT faulty GROUP BY 1) stored
      ON stored.host_id = h.id
    LEFT JOIN (SELECT DISTINCT ON (g.host_id) g.host_id, g.total FROM vm_segment g
      WHERE g.from_at >= ${from} AND g.from_at < ${to} AND ${isAsked(Prisma.sql`g.host_id`, day)}
      ORDER BY g.host_id, g.from_at DESC) v ON v.host_id = h.id
    LEFT JOIN lengths l ON l.host_id = h.id
    WHERE ${isAsked(Prisma.sql`h.id`, day)} AND (h.retired_at IS NULL OR h.retired_at >= ${from})
      AND (prior.host_id IS NOT NULL OR n.host_id IS NOT NULL)
    ON CONFLICT (host_id, day) DO UPDATE SET from_at = excluded.from_at, confirmed_at = excluded.confirmed_at,
      covered_until = excluded.covered_until, faulty = excluded.faulty, profile_id = excluded.profile_id, since = excluded.since,
      clock_offset_ms = excluded.clock_offset_ms, attested_at = excluded.attested_at, vms_total = excluded.vms_total,
      compliant_ms = excluded.compliant_ms, failing_ms = excluded.failing_ms`);
}

/**
 * Writes the checkpoints of the very first midnight, which has none before it, from the history that is kept
 * from before.
 */
export async function beginCheckpoints(
  tx: Db,
  midnight: Date,
  hostIds: readonly string[] | null,
): Promise<void> {
  const { to } = boundsOf({ midnight });
  await tx.$executeRaw(Prisma.sql`
    INSERT INTO host_checkpoint (host_id, day, from_at, confirmed_at, covered_until, faulty, profile_id, since, clock_offset_ms,
      attested_at, vms_total, compliant_ms, failing_ms)
    SELECT h.id, ${to}::date, c.from_at, c.confirmed_at, c.covered_until, c.faulty, c.profile_id, c.since, c.clock_offset_ms,
      c.attested_at, c.vms_total, 0, 0
    FROM host h
    CROSS JOIN LATERAL gf_checkpoint_of(h.id, ${to}) c
    WHERE ${isAsked(Prisma.sql`h.id`, { hostIds })} AND (h.retired_at IS NULL OR h.retired_at >= ${to})
    ON CONFLICT (host_id, day) DO NOTHING`);
}
