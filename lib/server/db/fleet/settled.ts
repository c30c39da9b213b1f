import { Prisma } from '@/lib/server/db/client';

/**
 * The read model of the live fleet (docs/decisions/read-models.md): `fleet_host` has a row for each host as it
 * was last judged, `fleet_group` the words that equal hosts share. What is `touched` is not, or may no longer
 * be, as it stands there; every question leaves it out and judges it anew (rows.ts).
 */

/** What makes hosts equal: every word that can be filtered or counted by, in the order that digests them. */
export const GROUP_WORDS = [
  'fabric_id',
  'owner',
  'cluster',
  'state',
  'reporting',
  'attestation_status',
  'failing_checks',
  'causes',
  'mode',
  'os',
  'model',
  'firmware_version',
  'agent_version',
  'risks',
] as const;

export function columnsOf(alias: string, names: readonly string[] = GROUP_WORDS): Prisma.Sql {
  return Prisma.raw(names.map((name) => `${alias}.${name}`).join(', '));
}

/** Nobody decided anything about these hosts, or they are touched: state alone says it then. */
const COMPLIANCE = Prisma.sql`CASE g.state WHEN 'Silent' THEN 'unverified' WHEN 'Passed' THEN 'compliant'
  ELSE 'nonCompliant' END AS compliance, 'none' AS exception`;

export const isTouched = (column: Prisma.Sql, touched: readonly string[]): Prisma.Sql =>
  Prisma.sql`${column} = ANY(${touched}::uuid[])`;

/** The columns of fleetRows. */
const ROW_COLUMNS = Prisma.sql`s.host_id AS id, s.enrolled_at, s.profile_id, s.hostname, s.fqdn, s.since, s.shielded_vms,
  l.last_observed_at, l.clock_offset_ms, f.name AS fabric, x.search,
  g.owner, g.reporting, g.attestation_status, g.failing_checks, g.causes, g.mode, g.os, g.model, g.firmware_version,
  g.agent_version, g.risks`;

/**
 * Rows as fleetRows gives them, of the hosts that are not touched. `ordered` reads fabric, state and cluster
 * from the host's own row, where indexes have them in the order of lists; otherwise filters choose groups
 * first. What a question does not ask for is not joined.
 */
export function settledRows(touched: readonly string[], ordered: boolean): Prisma.Sql {
  const words = Prisma.raw(
    ['fabric_id', 'state', 'cluster'].map((name) => `${ordered ? 's' : 'g'}.${name}`).join(', '),
  );
  return Prisma.sql`
    SELECT ${ROW_COLUMNS}, ${words}, ${COMPLIANCE}
    FROM fleet_host s
    JOIN fleet_group g ON g.id = s.group_id
    LEFT JOIN fabric f ON f.id = s.fabric_id
    LEFT JOIN host_live l ON l.host_id = s.host_id
    LEFT JOIN fleet_search x ON x.host_id = s.host_id
    WHERE NOT ${isTouched(Prisma.sql`s.host_id`, touched)}`;
}

/** Equal hosts as one row with their number and their virtual machines, less what is touched. */
export function settledGroups(touched: readonly string[]): Prisma.Sql {
  const words = Prisma.sql`${columnsOf('g')}, f.name AS fabric, ${COMPLIANCE}`;
  return Prisma.sql`
    SELECT ${words}, g.hosts, g.vms FROM fleet_group g LEFT JOIN fabric f ON f.id = g.fabric_id
    UNION ALL
    SELECT ${words}, -1, -coalesce(s.shielded_vms, 0)::bigint
    FROM fleet_host s JOIN fleet_group g ON g.id = s.group_id LEFT JOIN fabric f ON f.id = g.fabric_id
    WHERE ${isTouched(Prisma.sql`s.host_id`, touched)}`;
}
