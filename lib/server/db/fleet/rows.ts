import { Prisma } from '@/lib/server/db/client';
import { decisions } from './decisions';
import { timestamp, type When } from './when';

/**
 * What is known of a host from what it sent: one row per host in the fleet at that moment, with the columns
 * id, enrolled_at, enrolled_hostname, enrolled_fqdn, fabric_id, owner, profile_id, reporting, since,
 * last_observed_at, clock_offset_ms, shielded_vms.
 */
function observed(when: When): Prisma.Sql {
  return 'live' in when ? observedLive(timestamp(when.live)) : observedAt(timestamp(when.at));
}

// `reporting` is domain/reporting.ts in SQL; a property test holds the two equal.
function observedLive(now: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`
    SELECT h.id, h.enrolled_at, h.enrolled_hostname, h.enrolled_fqdn, h.fabric_id, h.owner, h.profile_id,
      r.reporting,
      CASE r.reporting
        WHEN 'never' THEN h.enrolled_at
        WHEN 'silent' THEN coalesce(l.silent_after, l.last_observed_at)
        WHEN 'faulty' THEN coalesce(h.since, l.last_rejected_at)
        ELSE coalesce(h.since, l.last_observed_at)
      END AS since,
      l.last_observed_at, l.clock_offset_ms, h.shielded_vms
    FROM host h
    LEFT JOIN host_live l ON l.host_id = h.id
    CROSS JOIN LATERAL (SELECT CASE
      WHEN l.last_observed_at IS NULL AND l.last_rejected_at IS NULL THEN 'never'
      WHEN l.last_observed_at IS NULL OR l.last_rejected_at > l.last_observed_at THEN 'faulty'
      WHEN l.silent_after IS NULL OR ${now} >= l.silent_after THEN 'silent'
      WHEN ${now} >= l.late_after THEN 'late'
      ELSE 'onTime'
    END AS reporting) r
    WHERE h.enrolled_at <= ${now} AND (h.retired_at IS NULL OR h.retired_at > ${now})`;
}

/**
 * Partitions are by day and the newest segment wins, so that each look-up ends in the first partition
 * that knows the host. Within a segment single snapshots are no longer told apart: `last_observed_at` is
 * then the moment itself, up to which the segment vouches.
 */
function observedAt(at: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`
    SELECT h.id, h.enrolled_at, h.enrolled_hostname, h.enrolled_fqdn,
      coalesce(a.fabric_id, h.fabric_id) AS fabric_id, a.owner, s.profile_id,
      r.reporting,
      CASE r.reporting WHEN 'never' THEN h.enrolled_at WHEN 'silent' THEN s.covered_until ELSE s.since END AS since,
      CASE WHEN s.faulty THEN o.confirmed_at WHEN s.confirmed_at < ${at} THEN s.confirmed_at
        WHEN s.from_at IS NOT NULL THEN ${at} END AS last_observed_at,
      s.clock_offset_ms, v.total AS shielded_vms
    FROM host h
    LEFT JOIN LATERAL (SELECT a.fabric_id, a.owner FROM host_assignment a
      WHERE a.host_id = h.id AND a.valid_from <= ${at} ORDER BY a.valid_from DESC, a.id DESC LIMIT 1) a ON true
    LEFT JOIN LATERAL (SELECT s.* FROM state_segment s
      WHERE s.host_id = h.id AND s.from_at <= ${at} ORDER BY s.from_at DESC LIMIT 1) s ON true
    LEFT JOIN LATERAL (SELECT o.confirmed_at FROM state_segment o
      WHERE s.faulty AND o.host_id = h.id AND o.from_at <= ${at} AND NOT o.faulty
      ORDER BY o.from_at DESC LIMIT 1) o ON true
    LEFT JOIN LATERAL (SELECT v.total FROM vm_segment v
      WHERE v.host_id = h.id AND v.from_at <= ${at} ORDER BY v.from_at DESC LIMIT 1) v ON true
    CROSS JOIN LATERAL (SELECT CASE
      WHEN s.from_at IS NULL THEN 'never'
      WHEN s.faulty THEN 'faulty'
      WHEN ${at} >= s.covered_until THEN 'silent'
      ELSE 'onTime'
    END AS reporting) r
    WHERE h.enrolled_at <= ${at} AND (h.retired_at IS NULL OR h.retired_at > ${at})`;
}

/**
 * The fleet at a moment as one relation with fixed column names: the only code that knows where rows come
 * from. What people decided is joined last, because it is judged against state and causes:
 * - compliance, in product.md's order: unverified (Silent), compliant (Passed), excepted (every cause is
 *   covered by an exception in force), nonCompliant;
 * - exception: `excepted` is exactly that compliance, so that the count and the rows behind it are one set.
 *   A partly covered host is not excepted. A Passed host has nothing to explain and shows `none`; a Silent
 *   one shows an acknowledgement or an ended exception, since neither claims to cover its silence.
 */
export function fleetRows(when: When): Prisma.Sql {
  const { covered, onceCovered, acknowledged } = decisions(when);
  return Prisma.sql`
    SELECT b.id, b.enrolled_at, b.fabric_id, f.name AS fabric, b.owner, b.profile_id,
      coalesce(p.hostname, b.enrolled_hostname) AS hostname,
      CASE WHEN p.id IS NULL THEN b.enrolled_fqdn ELSE p.fqdn END AS fqdn,
      p.cluster, p.os, p.model, p.firmware_version, coalesce(p.mode, 'Unknown') AS mode,
      b.reporting, b.since, b.last_observed_at, b.clock_offset_ms, b.shielded_vms,
      s.state, p.attestation_status,
      CASE WHEN s.state = 'Silent' OR p.id IS NULL THEN '{}' ELSE p.failing_checks END AS failing_checks,
      j.causes, k.compliance,
      CASE
        WHEN s.state = 'Passed' THEN 'none'
        WHEN k.compliance = 'excepted' THEN 'excepted'
        WHEN acknowledged.host_id IS NOT NULL THEN 'acknowledged'
        WHEN once_covered.host_id IS NOT NULL AND covered.host_id IS NULL THEN 'ended'
        ELSE 'none'
      END AS exception,
      concat_ws(E'\n', coalesce(p.search, lower(concat_ws(E'\n', b.enrolled_hostname, b.enrolled_fqdn))),
        lower(b.owner)) AS search
    FROM (${observed(when)}) b
    JOIN fabric f ON f.id = b.fabric_id
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
