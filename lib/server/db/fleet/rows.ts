import { MAX_CLOCK_OFFSET_SECONDS } from '@/lib/domain/prerequisites';
import { Prisma } from '@/lib/server/db/client';
import { decisions } from './decisions';
import { observed, observedLive } from './observed';
import type { When } from './when';

/** domain/risk.ts in SQL: flags are of the snapshot, the clock is judged as it was last measured. */
const risksOf = (state: Prisma.Sql) => Prisma.sql`
      CASE WHEN ${state} <> 'Passed' OR p.id IS NULL THEN '{}'
        WHEN abs(b.clock_offset_ms) > ${MAX_CLOCK_OFFSET_SECONDS * 1000}::int THEN p.risk_flags || 'clockInSync'::text
        ELSE p.risk_flags END`;

/**
 * The fleet at a moment as one relation with fixed column names: the only code that knows where rows come
 * from. With a host's id it is that host alone, at the cost of one. What people decided is joined last, because it is judged against state and causes:
 * - compliance, in product.md's order: unverified (Silent), compliant (Passed), excepted (every cause is
 *   covered by an exception in force), nonCompliant;
 * - exception: `excepted` is exactly that compliance, so that the count and the rows behind it are one set.
 *   A partly covered host is not excepted. A Passed host has nothing to explain and shows `none`; a Silent
 *   one shows an acknowledgement or an ended exception, since neither claims to cover its silence.
 */
export function fleetRows(when: When, hostId: string | null = null): Prisma.Sql {
  return judged(when, observed(when, hostId));
}

/** The same, live, for the hosts whose id meets a condition. */
export function liveRowsOf(now: Date, isAsked: (id: Prisma.Sql) => Prisma.Sql): Prisma.Sql {
  return judged({ live: now }, observedLive(now, isAsked(Prisma.sql`h.id`)));
}

function judged(when: When, base: Prisma.Sql): Prisma.Sql {
  const { covered, onceCovered, acknowledged } = decisions(when);
  return Prisma.sql`
    SELECT b.id, b.enrolled_at, b.fabric_id, f.name AS fabric, b.owner, b.profile_id,
      coalesce(p.hostname, b.enrolled_hostname) AS hostname,
      CASE WHEN p.id IS NULL THEN b.enrolled_fqdn ELSE p.fqdn END AS fqdn,
      p.cluster, p.os, p.model, p.firmware_version, coalesce(p.mode, 'Unknown') AS mode,
      b.reporting, b.since, b.last_observed_at, b.clock_offset_ms, b.shielded_vms,
      s.state, p.attestation_status,
      CASE WHEN s.state = 'Silent' OR p.id IS NULL THEN '{}' ELSE p.failing_checks END AS failing_checks,
      j.causes, k.compliance, p.agent_version, ${risksOf(Prisma.sql`s.state`)} AS risks,
      CASE
        WHEN s.state = 'Passed' THEN 'none'
        WHEN k.compliance = 'excepted' THEN 'excepted'
        WHEN acknowledged.host_id IS NOT NULL THEN 'acknowledged'
        WHEN once_covered.host_id IS NOT NULL AND covered.host_id IS NULL THEN 'ended'
        ELSE 'none'
      END AS exception,
      concat_ws(E'\n', coalesce(p.search, lower(concat_ws(E'\n', b.enrolled_hostname, b.enrolled_fqdn))),
        lower(b.owner)) AS search
    FROM (${base}) b
    LEFT JOIN fabric f ON f.id = b.fabric_id
    LEFT JOIN host_profile p ON p.id = b.profile_id
    LEFT JOIN (${covered}) covered ON covered.host_id = b.id
    LEFT JOIN (${onceCovered}) once_covered ON once_covered.host_id = b.id
    LEFT JOIN (${acknowledged}) acknowledged ON acknowledged.host_id = b.id
    CROSS JOIN LATERAL (SELECT
      CASE WHEN b.reporting IN ('onTime', 'late') THEN coalesce(p.judged_state, 'Unknown') ELSE 'Silent' END AS state
    ) s
    CROSS JOIN LATERAL (SELECT
      CASE WHEN s.state IN ('Silent', 'Passed') OR p.id IS NULL THEN '{}'::text[] ELSE p.causes END AS causes
    ) j
    CROSS JOIN LATERAL (SELECT CASE
      WHEN s.state = 'Silent' THEN 'unverified'
      WHEN s.state = 'Passed' THEN 'compliant'
      WHEN cardinality(j.causes) > 0 AND j.causes <@ covered.causes THEN 'excepted'
      ELSE 'nonCompliant'
    END AS compliance) k`;
}
