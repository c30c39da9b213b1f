import { Prisma } from '@/lib/server/db/client';
import { isOpenState, stateColumns } from '@/lib/server/db/ingest/open-segment';
import { inFleet, newestSegments, STATES, STORED, VMS } from './segments';
import { timestamp, type When } from './when';

/**
 * What is known of a host from what it sent: one row per host in the fleet at that moment, with the columns
 * id, enrolled_at, enrolled_hostname, enrolled_fqdn, fabric_id, owner, profile_id, reporting, since,
 * last_observed_at, clock_offset_ms, shielded_vms.
 */
export function observed(when: When, hostId: string | null): Prisma.Sql {
  return 'live' in when ? observedLive(timestamp(when.live), hostId) : observedAt(when.at, hostId);
}

// `reporting` is domain/reporting.ts in SQL; a property test holds the two equal.
function observedLive(now: Prisma.Sql, hostId: string | null): Prisma.Sql {
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
    WHERE ${inFleet(Prisma.sql`h`, now, hostId)}`;
}

const NEWEST = { segment: Prisma.raw('s'), live: Prisma.raw('l') };
const STATE = stateColumns(NEWEST);

/** The hosts whose newest segment of all began by then: of an old moment few, those that were silent ever since. */
const openUpTo = (at: Prisma.Sql) => Prisma.sql`
  SELECT host_id, segment_from, last_observed_at, silent_after, last_rejected_at, clock_offset_ms, segment_late
  FROM host_live WHERE segment_from <= ${at}`;

/**
 * Out of history. Within a segment that goes on past the moment single snapshots are no longer told apart:
 * `last_observed_at` is then the segment's first one, the newest that is certain. Never a time at which
 * nothing was heard.
 */
function observedAt(moment: Date, hostId: string | null): Prisma.Sql {
  const at = timestamp(moment);
  return Prisma.sql`
    SELECT h.id, h.enrolled_at, h.enrolled_hostname, h.enrolled_fqdn,
      coalesce(a.fabric_id, h.fabric_id) AS fabric_id, a.owner, s.profile_id,
      r.reporting,
      CASE r.reporting WHEN 'never' THEN h.enrolled_at WHEN 'silent' THEN c.covered_until ELSE s.since END AS since,
      CASE WHEN s.faulty THEN o.confirmed_at WHEN c.confirmed_at <= ${at} THEN c.confirmed_at
        ELSE s.from_at END AS last_observed_at,
      c.clock_offset_ms, v.total AS shielded_vms
    FROM host h
    LEFT JOIN LATERAL (SELECT a.fabric_id, a.owner FROM host_assignment a
      WHERE a.host_id = h.id AND a.valid_from <= ${at} ORDER BY a.valid_from DESC, a.id DESC LIMIT 1) a ON true
    LEFT JOIN (${newestSegments(STATES, moment, hostId)}) s ON s.host_id = h.id
    LEFT JOIN (${newestSegments(VMS, moment, hostId)}) v ON v.host_id = h.id
    LEFT JOIN (${newestSegments(STORED, moment, hostId)}) o ON o.host_id = h.id
    LEFT JOIN (${openUpTo(at)}) l ON ${isOpenState(NEWEST)}
    CROSS JOIN LATERAL (SELECT ${STATE.confirmedAt} AS confirmed_at, ${STATE.coveredUntil} AS covered_until,
      ${STATE.clockOffsetMs} AS clock_offset_ms) c
    CROSS JOIN LATERAL (SELECT CASE
      WHEN s.from_at IS NULL THEN 'never'
      WHEN s.faulty THEN 'faulty'
      WHEN ${at} >= c.covered_until THEN 'silent'
      ELSE 'onTime'
    END AS reporting) r
    WHERE ${inFleet(Prisma.sql`h`, at, hostId)}`;
}
