import { Prisma } from '@/lib/server/db/client';
import { timestamp } from '@/lib/server/db/fleet/point-in-time';
import { type AskedHosts, inFleet } from './asked-hosts';

/**
 * What is known about a host from what it sent: one row per host in the fleet at that moment, with the
 * columns id, enrolled_at, enrolled_hostname, enrolled_fqdn, fabric_id, owner, profile_id, reporting, since,
 * last_observed_at, stretch_from, clock_offset_ms, shielded_vms. observed-then.ts gives the same for an
 * earlier time. `reporting` is domain/reporting.ts in SQL; a property test keeps the two equal.
 */
export function observedNow(clock: Date, hosts: AskedHosts): Prisma.Sql {
  const now = timestamp(clock);
  return Prisma.sql`
    SELECT h.id, h.enrolled_at, h.enrolled_hostname, h.enrolled_fqdn, h.fabric_id, h.owner, h.profile_id,
      r.reporting,
      CASE r.reporting
        WHEN 'never' THEN h.enrolled_at
        WHEN 'silent' THEN coalesce(l.silent_after, l.last_observed_at)
        WHEN 'faulty' THEN coalesce(h.since, l.last_rejected_at)
        ELSE coalesce(h.since, l.last_observed_at)
      END AS since,
      l.last_observed_at, l.segment_from AS stretch_from, l.clock_offset_ms, h.shielded_vms
    FROM host h
    LEFT JOIN host_live l ON l.host_id = h.id
    CROSS JOIN LATERAL (SELECT CASE
      WHEN l.last_observed_at IS NULL AND l.last_rejected_at IS NULL THEN 'never'
      WHEN l.last_observed_at IS NULL OR l.last_rejected_at > l.last_observed_at THEN 'faulty'
      WHEN l.silent_after IS NULL OR ${now} >= l.silent_after THEN 'silent'
      WHEN ${now} >= l.late_after THEN 'late'
      ELSE 'onTime'
    END AS reporting) r
    WHERE ${inFleet(Prisma.sql`h`, now, hosts)}`;
}
