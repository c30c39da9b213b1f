import { MAX_CLOCK_OFFSET_SECONDS } from '@/lib/domain/prerequisites';
import { Prisma } from '@/lib/server/db/client';
import { decisions } from './decisions';
import { observed } from './observed';
import type { AskedHosts } from './segments';
import type { When } from './when';

/** domain/risk.ts in SQL: flags are of the snapshot, the clock is judged as it was last measured. */
const risksOf = (state: Prisma.Sql) => Prisma.sql`
      CASE WHEN ${state} <> 'Passed' OR p.id IS NULL THEN '{}'
        WHEN abs(b.clock_offset_ms) > ${MAX_CLOCK_OFFSET_SECONDS * 1000}::int THEN p.risk_flags || 'clockInSync'::text
        ELSE p.risk_flags END`;

/**
 * The fleet at a moment as one relation with fixed column names: the only code that knows where rows come
 * from. Asked for some hosts, it costs no more than these. What people decided is joined last, because it is judged against state and causes:
 * - compliance, in product.md's order: unverified (Silent), compliant (Passed), excepted (every cause is
 *   covered by an exception in force), nonCompliant;
 * - exception: `excepted` is exactly that compliance, so that the count and the rows behind it are one set.
 *   A partly covered host is not excepted. A Passed host has nothing to explain and shows `none`; a Silent
 *   one shows an acknowledgement or an ended exception, since neither claims to cover its silence.
 */
export function fleetRows(when: When, hosts: AskedHosts = null): Prisma.Sql {
  const { covered, onceCovered, acknowledged } = decisions(when);
  return Prisma.sql`
    SELECT d.*, k.compliance,
      CASE
        WHEN d.state = 'Passed' THEN 'none'
        WHEN k.compliance = 'excepted' THEN 'excepted'
        WHEN acknowledged.host_id IS NOT NULL THEN 'acknowledged'
        WHEN once_covered.host_id IS NOT NULL AND covered.host_id IS NULL THEN 'ended'
        ELSE 'none'
      END AS exception
    FROM (${described(observed(when, hosts))}) d
    LEFT JOIN (${covered}) covered ON covered.host_id = d.id
    LEFT JOIN (${onceCovered}) once_covered ON once_covered.host_id = d.id
    LEFT JOIN (${acknowledged}) acknowledged ON acknowledged.host_id = d.id
    CROSS JOIN LATERAL (SELECT CASE
      WHEN d.state = 'Silent' THEN 'unverified'
      WHEN d.state = 'Passed' THEN 'compliant'
      WHEN cardinality(d.causes) > 0 AND d.causes <@ covered.causes THEN 'excepted'
      ELSE 'nonCompliant'
    END AS compliance) k`;
}

/**
 * Rows of `observed` with what their profiles say. Columns of a base that it has besides are put first, as `more`
 * names them with the alias b.
 */
export function described(base: Prisma.Sql, more: Prisma.Sql = Prisma.empty): Prisma.Sql {
  return Prisma.sql`
    SELECT ${more} b.id, b.enrolled_at, b.fabric_id, f.name AS fabric, b.owner, b.profile_id,
      coalesce(p.hostname, b.enrolled_hostname) AS hostname,
      CASE WHEN p.id IS NULL THEN b.enrolled_fqdn ELSE p.fqdn END AS fqdn,
      p.cluster, p.os, p.model, p.firmware_version, coalesce(p.mode, 'Unknown') AS mode,
      b.reporting, b.since, b.last_observed_at, b.clock_offset_ms, b.shielded_vms,
      s.state, p.attestation_status,
      CASE WHEN s.state = 'Silent' OR p.id IS NULL THEN '{}' ELSE p.failing_checks END AS failing_checks,
      CASE WHEN s.state IN ('Silent', 'Passed') OR p.id IS NULL THEN '{}'::text[] ELSE p.causes END AS causes,
      p.agent_version, ${risksOf(Prisma.sql`s.state`)} AS risks,
      ${searched(Prisma.sql`b.owner`)} AS search
    FROM (${base}) b
    LEFT JOIN fabric f ON f.id = b.fabric_id
    LEFT JOIN host_profile p ON p.id = b.profile_id
    CROSS JOIN LATERAL (SELECT
      CASE WHEN b.reporting IN ('onTime', 'late') THEN coalesce(p.judged_state, 'Unknown') ELSE 'Silent' END AS state
    ) s`;
}

/** What `q` looks through: the profile `p`, or what the host `b` said when it enrolled, and its owner. */
export const searched = (owner: Prisma.Sql) =>
  Prisma.sql`concat_ws(E'\n', coalesce(p.search, lower(concat_ws(E'\n', b.enrolled_hostname, b.enrolled_fqdn))), lower(${owner}))`;
