import { dayOf } from '@/lib/domain/history';
import { Prisma } from '@/lib/server/db/client';
import {
  ALL_COLUMNS,
  type Column,
  GROUPED_COLUMNS,
  groupExpression,
  namesOf,
  SHARED_COLUMNS,
  selected,
} from '@/lib/server/db/fleet/columns';
import { momentOf, timestamp, type When } from '@/lib/server/db/fleet/point-in-time';
import { DAY_MS } from '@/lib/util/durations';

/**
 * The read models of the fleet (docs/decisions/read-models.md): rows of hosts as they were judged before, and
 * the columns that equal hosts share. For the live fleet these are `fleet_host` and `fleet_group`, for closed
 * days `fleet_past` and `fleet_past_group`. For times since the last closed day, the live ones are right for
 * hosts that have not changed since. A stored row may be wrong for a stale host (stale-hosts.ts): every
 * question leaves it out and judges the host again (relation/fleet-rows.ts).
 */

/**
 * Which read model answers: the live one, that of closed days, or the live one for a time after the last
 * closed day.
 */
export type ReadModel = 'live' | 'past' | 'recent';

/** The digest of a group, from a row with all grouped columns. */
export const keyOf = (alias: string): Prisma.Sql =>
  Prisma.sql`sha256(convert_to(ROW(${namesOf(GROUPED_COLUMNS, alias)})::text, 'UTF8'))`;

export const isOf = (column: Prisma.Sql, hostIds: readonly string[]): Prisma.Sql =>
  Prisma.sql`${column} = ANY(${hostIds}::uuid[])`;

/** Left out if there are no ids: even a trivial condition takes time on a million rows. */
export const isNotOf = (column: Prisma.Sql, hostIds: readonly string[]): Prisma.Sql =>
  hostIds.length === 0 ? Prisma.sql`TRUE` : Prisma.sql`NOT ${isOf(column, hostIds)}`;

/**
 * How rows of the live read model are read: in an order that an index has, or by group if a filter leaves few
 * hosts of a large fleet. The planner cannot know how few these are: it assumes many causes in each group and
 * many hosts with each cause, and so read all hosts to find a few thousand.
 */
export type AccessPath = 'any' | 'inOrder' | 'byGroups';

type Asked = { when: When; model: ReadModel; staleIds: readonly string[]; accessPath?: AccessPath };

/**
 * Rows as fleetRows gives them, with their group, of all hosts that are not stale. Unneeded columns are not
 * joined.
 */
export const storedHosts = ({ when, model, staleIds, accessPath = 'any' }: Asked): Prisma.Sql =>
  model === 'past' ? pastHosts(when, staleIds) : liveHosts(when, staleIds, accessPath);

/** Equal hosts as one row with their number and their virtual machines, without the stale ones. */
export const storedGroups = ({ when, model, staleIds }: Asked): Prisma.Sql =>
  model === 'past' ? pastGroups(when, staleIds) : liveGroups(staleIds);

const HOSTS_OF_GROUPS: Readonly<Record<AccessPath, Prisma.Sql>> = {
  any: Prisma.sql`fleet_host s LEFT JOIN fleet_group g ON g.id = s.group_id`,
  inOrder: Prisma.sql`fleet_host s LEFT JOIN fleet_group g ON g.id = s.group_id`,
  // OFFSET 0 keeps the planner from joining two whole tables.
  byGroups: Prisma.sql`fleet_group g CROSS JOIN LATERAL (SELECT * FROM fleet_host WHERE group_id = g.id OFFSET 0) s`,
};

/** A column of one host, from its own row in a read model or its group. */
function storedColumn(column: Column, model: 'live' | 'past', when: When): Prisma.Sql {
  if (column.host === undefined) return groupExpression(column);
  const expression = column.host[model];
  return typeof expression === 'function' ? expression(when) : expression;
}

/**
 * Ordered reads use the host's own row, because indexes have it in the order of lists; otherwise filters
 * select groups first.
 */
function liveHosts(when: When, staleIds: readonly string[], accessPath: AccessPath): Prisma.Sql {
  const isReadInOrder = ({ isGrouped, isOnHost }: Column) =>
    accessPath === 'inOrder' && isGrouped && isOnHost;
  const columns = selected(ALL_COLUMNS, (column) =>
    isReadInOrder(column) ? Prisma.raw(`s.${column.name}`) : storedColumn(column, 'live', when),
  );
  return Prisma.sql`
    SELECT s.group_id, ${columns}
    FROM ${HOSTS_OF_GROUPS[accessPath]}
    LEFT JOIN fabric f ON f.id = s.fabric_id
    LEFT JOIN host_live l ON l.host_id = s.host_id
    LEFT JOIN fleet_search x ON x.host_id = s.host_id
    WHERE ${isNotOf(Prisma.sql`s.host_id`, staleIds)}`;
}

const WORDS = selected(SHARED_COLUMNS, groupExpression);

/** Each group that hosts may be in, by its id. */
export function groupsById(when: When, model: ReadModel): Prisma.Sql {
  if (model !== 'past')
    return Prisma.sql`SELECT g.id, ${WORDS} FROM fleet_group g LEFT JOIN fabric f ON f.id = g.fabric_id`;
  return Prisma.sql`SELECT g.id, ${WORDS} FROM fleet_past_group g LEFT JOIN fabric f ON f.id = g.fabric_id
    WHERE g.id IN (SELECT s.group_id FROM fleet_past s WHERE ${holds(when, [])})`;
}

function liveGroups(staleIds: readonly string[]): Prisma.Sql {
  return Prisma.sql`
    SELECT ${WORDS}, g.hosts, g.vms FROM fleet_group g LEFT JOIN fabric f ON f.id = g.fabric_id
    UNION ALL
    SELECT ${WORDS}, -1, -coalesce(s.shielded_vms, 0)::bigint
    FROM fleet_host s JOIN fleet_group g ON g.id = s.group_id LEFT JOIN fabric f ON f.id = g.fabric_id
    WHERE ${isOf(Prisma.sql`s.host_id`, staleIds)}`;
}

/** The stretch of each host that contains the moment; the bounds of the day select the partition. */
function holds(when: When, staleIds: readonly string[]): Prisma.Sql {
  const moment = momentOf(when);
  const midnight = timestamp(new Date(dayOf(moment.getTime()) * DAY_MS));
  const at = timestamp(moment);
  return Prisma.sql`s.from_at >= ${midnight} AND s.from_at <= ${at} AND s.to_at > ${at}
    AND ${isNotOf(Prisma.sql`s.host_id`, staleIds)}`;
}

function pastHosts(when: When, staleIds: readonly string[]): Prisma.Sql {
  return Prisma.sql`
    SELECT s.group_id, ${selected(ALL_COLUMNS, (column) => storedColumn(column, 'past', when))}
    FROM fleet_past s
    LEFT JOIN fleet_past_group g ON g.id = s.group_id
    LEFT JOIN fabric f ON f.id = g.fabric_id
    LEFT JOIN host b ON b.id = s.host_id
    LEFT JOIN host_profile p ON p.id = s.profile_id
    WHERE ${holds(when, staleIds)}`;
}

function pastGroups(when: When, staleIds: readonly string[]): Prisma.Sql {
  return Prisma.sql`
    SELECT ${WORDS}, n.hosts, n.vms
    FROM (SELECT s.group_id, count(*) AS hosts, coalesce(sum(s.shielded_vms), 0)::bigint AS vms FROM fleet_past s
      WHERE ${holds(when, staleIds)} GROUP BY s.group_id) n
    JOIN fleet_past_group g ON g.id = n.group_id
    LEFT JOIN fabric f ON f.id = g.fabric_id`;
}
