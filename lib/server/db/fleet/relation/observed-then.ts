import { Prisma } from '@/lib/server/db/client';
import { timestamp } from '@/lib/server/db/fleet/point-in-time';
import { type AskedHosts, inFleet } from './asked-hosts';
import {
  knownAtMidnight,
  lastStoredOfDay,
  newestStateOfDay,
  newestVmsOfDay,
  vouchingStates,
  vouchingVms,
} from './segments-at';

const HOST = Prisma.raw('h.id');

/** The assignments of hosts at a moment; only hosts that were reassigned later have a row. */
const assignedThen = (at: Prisma.Sql) => Prisma.sql`
  SELECT later.host_id, a.fabric_id, a.owner
  FROM (SELECT DISTINCT host_id FROM host_assignment WHERE valid_from > ${at}) later
  LEFT JOIN LATERAL (SELECT fabric_id, owner FROM host_assignment
    WHERE host_id = later.host_id AND valid_from <= ${at} ORDER BY valid_from DESC, id DESC LIMIT 1) a ON true`;

/**
 * A column of a host's newest segment: of the one that covers the moment, else of the day's last one, else of
 * earlier days.
 */
const known = (column: string) =>
  Prisma.raw(
    `CASE WHEN vouching.host_id IS NOT NULL THEN vouching.${column} WHEN ended.host_id IS NOT NULL THEN ended.${column} ELSE midnight.${column} END`,
  );

/**
 * Whether the day's segments are not enough: none covers the moment, none counts virtual machines, or a
 * faulty time began before the day.
 */
const IS_INCOMPLETE = Prisma.sql`(vouching.host_id IS NULL AND ended.host_id IS NULL OR v.host_id IS NULL AND w.host_id IS NULL
  OR coalesce(vouching.faulty, ended.faulty))`;

/**
 * The same from history. Within a segment that continues past the moment single snapshots are no longer
 * distinguished: `last_observed_at` is then the segment's first one, the newest that is certain. It is never
 * a time at which nothing was heard.
 */
export function observedThen(moment: Date, hosts: AskedHosts): Prisma.Sql {
  const at = timestamp(moment);
  const where = (isAsked: Prisma.Sql) => ({ host: HOST, isAsked });
  return Prisma.sql`
    SELECT h.id, h.enrolled_at, h.enrolled_hostname, h.enrolled_fqdn,
      CASE WHEN moved.host_id IS NULL THEN h.fabric_id ELSE coalesce(moved.fabric_id, h.fabric_id) END AS fabric_id,
      CASE WHEN moved.host_id IS NULL THEN h.owner ELSE moved.owner END AS owner, s.profile_id,
      r.reporting,
      CASE r.reporting WHEN 'never' THEN h.enrolled_at WHEN 'silent' THEN s.covered_until ELSE s.since END AS since,
      CASE WHEN s.faulty THEN coalesce(stored.confirmed_at, midnight.attested_at) WHEN s.confirmed_at <= ${at} THEN s.confirmed_at
        ELSE s.from_at END AS last_observed_at, s.from_at AS stretch_from,
      s.clock_offset_ms, CASE WHEN v.host_id IS NOT NULL THEN v.total WHEN w.host_id IS NOT NULL THEN w.total
        ELSE midnight.vms_total END AS shielded_vms
    FROM host h
    LEFT JOIN (${vouchingStates(moment, hosts)}) vouching ON vouching.host_id = h.id
    LEFT JOIN (${vouchingVms(moment, hosts)}) v ON v.host_id = h.id
    LEFT JOIN (${assignedThen(at)}) moved ON moved.host_id = h.id
    LEFT JOIN LATERAL (${newestStateOfDay(moment, where(Prisma.sql`vouching.host_id IS NULL`))}) ended ON true
    LEFT JOIN LATERAL (${newestVmsOfDay(moment, where(Prisma.sql`v.host_id IS NULL`))}) w ON true
    LEFT JOIN LATERAL (${knownAtMidnight(moment, where(IS_INCOMPLETE))}) midnight ON true
    CROSS JOIN LATERAL (SELECT ${known('from_at')} AS from_at, ${known('confirmed_at')} AS confirmed_at,
      ${known('covered_until')} AS covered_until, ${known('faulty')} AS faulty, ${known('profile_id')} AS profile_id,
      ${known('since')} AS since, ${known('clock_offset_ms')} AS clock_offset_ms) s
    LEFT JOIN LATERAL (${lastStoredOfDay(moment, where(Prisma.sql`s.faulty`))}) stored ON true
    CROSS JOIN LATERAL (SELECT CASE
      WHEN s.from_at IS NULL THEN 'never'
      WHEN s.faulty THEN 'faulty'
      WHEN ${at} >= s.covered_until THEN 'silent'
      ELSE 'onTime'
    END AS reporting) r
    WHERE ${inFleet(Prisma.sql`h`, at, hosts)}`;
}
