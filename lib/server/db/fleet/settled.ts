import { DAY_MS, dayOf } from '@/lib/domain/history';
import { Prisma } from '@/lib/server/db/client';
import { searched } from './rows';
import type { ReadModel } from './touched';
import { momentOf, timestamp, type When } from './when';

/**
 * The read models of the fleet (docs/decisions/read-models.md): rows of hosts as they were judged before, and the
 * words that equal hosts share. Of the live fleet these are `fleet_host` and `fleet_group`, of closed days
 * `fleet_past` and `fleet_past_group`. Since the last closed day the live ones say how hosts were that have not changed
 * since. What is `touched` is not, or may no longer be, as it stands there; every
 * question leaves it out and judges it anew (rows.ts).
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

/** Digest of a group's words, of a row that has them all. */
export const keyOf = (alias: string): Prisma.Sql =>
  Prisma.sql`sha256(convert_to(ROW(${columnsOf(alias)})::text, 'UTF8'))`;

/** Nobody decided anything about these hosts, or they are touched: state alone says it then. */
const COMPLIANCE = Prisma.sql`CASE g.state WHEN 'Silent' THEN 'unverified' WHEN 'Passed' THEN 'compliant'
  ELSE 'nonCompliant' END AS compliance, 'none' AS exception`;

export const isTouched = (column: Prisma.Sql, touched: readonly string[]): Prisma.Sql =>
  Prisma.sql`${column} = ANY(${touched}::uuid[])`;

/**
 * How rows of the live read model are come by: in an order that it has an index of, or group by group, where a
 * filter leaves few hosts of a large fleet. How few the planner cannot tell: it counts on many causes a group and
 * many hosts a cause, and read all hosts for some thousand.
 */
export type Way = 'any' | 'inOrder' | 'byGroups';

/** Said only where it says something: of a million rows even nothing takes its time. */
export const isUntouched = (column: Prisma.Sql, touched: readonly string[]): Prisma.Sql =>
  touched.length === 0 ? Prisma.sql`TRUE` : Prisma.sql`NOT ${isTouched(column, touched)}`;

type Settled = {
  when: When;
  model: ReadModel;
  touched: readonly string[];
  way?: Way;
};

/**
 * Rows as fleetRows gives them, with their group, of the hosts that are not touched. What a question does not ask for is not
 * joined.
 */
export const settledRows = ({ when, model, touched, way = 'any' }: Settled): Prisma.Sql =>
  model === 'past' ? pastRows(momentOf(when), touched) : liveRows(when, touched, way);

/** Equal hosts as one row with their number and their virtual machines, less what is touched. */
export const settledGroups = ({ when, model, touched }: Settled): Prisma.Sql =>
  model === 'past' ? pastGroups(momentOf(when), touched) : liveGroups(touched);

const LIVE_COLUMNS = Prisma.sql`s.host_id AS id, s.group_id, s.enrolled_at, s.profile_id, s.hostname, s.fqdn, s.since, s.shielded_vms,
  l.clock_offset_ms, f.name AS fabric, x.search,
  g.owner, g.reporting, g.attestation_status, g.failing_checks, g.causes, g.mode, g.os, g.model, g.firmware_version,
  g.agent_version, g.risks`;

/** At an earlier time the newest that is certain by then, as history has it (observed-at.ts). */
const lastObserved = (when: When) =>
  'live' in when
    ? Prisma.sql`l.last_observed_at`
    : Prisma.sql`CASE WHEN l.last_observed_at <= ${timestamp(when.at)} THEN l.last_observed_at ELSE l.segment_from END AS last_observed_at`;

const HOSTS_OF_GROUPS: Readonly<Record<Way, Prisma.Sql>> = {
  any: Prisma.sql`fleet_host s LEFT JOIN fleet_group g ON g.id = s.group_id`,
  inOrder: Prisma.sql`fleet_host s LEFT JOIN fleet_group g ON g.id = s.group_id`,
  // OFFSET 0: not to be made a join of two whole tables.
  byGroups: Prisma.sql`fleet_group g CROSS JOIN LATERAL (SELECT * FROM fleet_host WHERE group_id = g.id OFFSET 0) s`,
};

/**
 * In order, fabric, state and cluster are read from the host's own row, where indexes have them in the order of
 * lists; otherwise filters choose groups first.
 */
function liveRows(when: When, touched: readonly string[], way: Way): Prisma.Sql {
  const words = Prisma.raw(
    ['fabric_id', 'state', 'cluster'].map((name) => `${way === 'inOrder' ? 's' : 'g'}.${name}`).join(', '),
  );
  return Prisma.sql`
    SELECT ${LIVE_COLUMNS}, ${lastObserved(when)}, ${words}, ${COMPLIANCE}
    FROM ${HOSTS_OF_GROUPS[way]}
    LEFT JOIN fabric f ON f.id = s.fabric_id
    LEFT JOIN host_live l ON l.host_id = s.host_id
    LEFT JOIN fleet_search x ON x.host_id = s.host_id
    WHERE ${isUntouched(Prisma.sql`s.host_id`, touched)}`;
}

const WORDS_OF_GROUP = Prisma.sql`${columnsOf('g')}, f.name AS fabric, ${COMPLIANCE}`;

/** Each group that hosts may be in, by its id. */
export function groupsById(when: When, model: ReadModel): Prisma.Sql {
  if (model !== 'past')
    return Prisma.sql`SELECT g.id, ${WORDS_OF_GROUP} FROM fleet_group g LEFT JOIN fabric f ON f.id = g.fabric_id`;
  return Prisma.sql`SELECT g.id, ${WORDS_OF_GROUP} FROM fleet_past_group g LEFT JOIN fabric f ON f.id = g.fabric_id
    WHERE g.id IN (SELECT s.group_id FROM fleet_past s WHERE ${holds(momentOf(when), [])})`;
}

function liveGroups(touched: readonly string[]): Prisma.Sql {
  return Prisma.sql`
    SELECT ${WORDS_OF_GROUP}, g.hosts, g.vms FROM fleet_group g LEFT JOIN fabric f ON f.id = g.fabric_id
    UNION ALL
    SELECT ${WORDS_OF_GROUP}, -1, -coalesce(s.shielded_vms, 0)::bigint
    FROM fleet_host s JOIN fleet_group g ON g.id = s.group_id LEFT JOIN fabric f ON f.id = g.fabric_id
    WHERE ${isTouched(Prisma.sql`s.host_id`, touched)}`;
}

/** The stretch of each host that holds the moment; the day's bounds choose the partition. */
function holds(moment: Date, touched: readonly string[]): Prisma.Sql {
  const midnight = timestamp(new Date(dayOf(moment.getTime()) * DAY_MS));
  const at = timestamp(moment);
  return Prisma.sql`s.from_at >= ${midnight} AND s.from_at <= ${at} AND s.to_at > ${at}
    AND ${isUntouched(Prisma.sql`s.host_id`, touched)}`;
}

function pastRows(moment: Date, touched: readonly string[]): Prisma.Sql {
  return Prisma.sql`
    SELECT s.host_id AS id, s.group_id, b.enrolled_at, s.profile_id, s.hostname,
      CASE WHEN p.id IS NULL THEN b.enrolled_fqdn ELSE p.fqdn END AS fqdn, s.since, s.shielded_vms,
      CASE WHEN s.confirmed_at <= ${timestamp(moment)} THEN s.confirmed_at ELSE s.observed_at END AS last_observed_at,
      s.clock_offset_ms, ${searched(Prisma.sql`g.owner`)} AS search, ${WORDS_OF_GROUP}
    FROM fleet_past s
    LEFT JOIN fleet_past_group g ON g.id = s.group_id
    LEFT JOIN fabric f ON f.id = g.fabric_id
    LEFT JOIN host b ON b.id = s.host_id
    LEFT JOIN host_profile p ON p.id = s.profile_id
    WHERE ${holds(moment, touched)}`;
}

function pastGroups(moment: Date, touched: readonly string[]): Prisma.Sql {
  return Prisma.sql`
    SELECT ${WORDS_OF_GROUP}, n.hosts, n.vms
    FROM (SELECT s.group_id, count(*) AS hosts, coalesce(sum(s.shielded_vms), 0)::bigint AS vms FROM fleet_past s
      WHERE ${holds(moment, touched)} GROUP BY s.group_id) n
    JOIN fleet_past_group g ON g.id = n.group_id
    LEFT JOIN fabric f ON f.id = g.fabric_id`;
}
