import { asksOfEachHost } from '@/lib/domain/host-filter';
import { SILENT_INTERVALS } from '@/lib/domain/reporting';
import { Prisma } from '@/lib/server/db/client';
import { timestamp } from '@/lib/server/db/fleet/point-in-time';
import type { AccessPath } from '@/lib/server/db/fleet/read-model/stored-hosts';
import { DAY_MS } from '@/lib/util/durations';
import { isOfPast, matchingParts, type PreparedQuestion, united } from './matching-hosts';

/**
 * Up to this many matches are sorted. With more, walking an index in the order of the list finds a page
 * sooner; only the live fleet has such indexes.
 */
const GATHERED_AT_MOST = 20_000;

export type First = {
  /** An ORDER BY over the columns of the fleet. */
  orderBy: Prisma.Sql;
  /** The condition that a host comes after the previous page. */
  isBeyond: Prisma.Sql;
  limit: number;
  /** The total number of matches. */
  total: number;
  /** The order within a fabric, if an index has it. */
  inFabric: Prisma.Sql | null;
};

/** The ids of the first matching hosts, found before anything else is read: first of each part, then of all. */
export function firstHosts(question: PreparedQuestion, first: First): Prisma.Sql {
  const isOrdered = first.total > GATHERED_AT_MOST && !isOfPast(question);
  const firstOf = (part: Prisma.Sql) => {
    if (!isOrdered) return gathered(part, first);
    const { inFabric } = first;
    if (inFabric === null) return inOrder(part, first, Prisma.sql`TRUE`);
    return inOrderOfFabrics(question, part, { ...first, orderBy: inFabric });
  };
  const parts = matchingParts(question, isOrdered ? 'inOrder' : gatheringPath(question));
  return Prisma.sql`SELECT id FROM (${united(parts.map(firstOf))}) fleet ${first.orderBy} LIMIT ${first.limit}::int`;
}

/**
 * How hosts to be sorted are read: hosts found by text or id one by one, and all hosts without a preferred
 * path.
 */
function gatheringPath({ filter }: PreparedQuestion): AccessPath {
  return !asksOfEachHost(filter) && Object.keys(filter).length > 0 ? 'byGroups' : 'any';
}

/**
 * OFFSET 0 makes PostgreSQL read all matches: the planner would otherwise expect to find enough early in the
 * list's order.
 */
const gathered = (part: Prisma.Sql, { isBeyond }: First) =>
  Prisma.sql`(SELECT * FROM (${part}) fleet WHERE ${isBeyond} OFFSET 0)`;

const inOrder = (part: Prisma.Sql, { isBeyond, orderBy, limit }: First, isWanted: Prisma.Sql) =>
  Prisma.sql`(SELECT * FROM (${part}) fleet WHERE ${isWanted} AND ${isBeyond} ${orderBy} LIMIT ${limit}::int)`;

function inOrderOfFabrics({ readModel }: PreparedQuestion, part: Prisma.Sql, first: First): Prisma.Sql {
  const fabricIds = readModel?.fabricIds ?? null;
  const isAsked = fabricIds === null ? Prisma.sql`TRUE` : Prisma.sql`each.id = ANY(${fabricIds}::uuid[])`;
  return Prisma.sql`SELECT hosts.* FROM fabric each
    CROSS JOIN LATERAL ${inOrder(part, first, Prisma.sql`fleet.fabric_id = each.id`)} hosts WHERE ${isAsked}`;
}

/** How many hot rows are tried: if nearly the whole fleet is in the list, these fill many a page. */
const HOT_ROWS = 1_000;
/**
 * No host is told a longer interval than a day (GF_REPORT_INTERVAL_SECONDS), so a host with an older snapshot
 * is silent.
 */
const LONGEST_VOUCHED_MS = SILENT_INTERVALS * DAY_MS;

/**
 * Candidates for the first hosts by last observation: rows of ids, and whether no other host can come before
 * them.
 */
export type HotRows = { rows: Prisma.Sql; isCertain: Prisma.Sql };

type Looking = { orderBy: Prisma.Sql; isBeyond: Prisma.Sql };

/** Looks at all hot rows. */
export const firstOfAll = ({ orderBy, isBeyond }: Looking, most = HOT_ROWS): HotRows => ({
  rows: Prisma.sql`SELECT id FROM (SELECT host_id AS id, last_observed_at FROM host_live) fleet
    WHERE last_observed_at IS NOT NULL AND ${isBeyond} ${orderBy} LIMIT ${most}::int`,
  isCertain: Prisma.sql`TRUE`,
});

/**
 * Looks at the oldest hosts that do not send, according to their groups, and whose last snapshot can no
 * longer vouch for any interval: every other host was observed later.
 */
export function firstOfSilent(
  { orderBy, isBeyond }: Looking,
  clock: Date,
  vouchedMs = LONGEST_VOUCHED_MS,
): HotRows {
  const isSilent = Prisma.sql`g.reporting IN ('silent', 'faulty')`;
  const silent = Prisma.sql`SELECT s.host_id FROM fleet_group g
    CROSS JOIN LATERAL (SELECT host_id FROM fleet_host WHERE group_id = g.id OFFSET 0) s
    WHERE ${isSilent} LIMIT ${GATHERED_AT_MOST}::int`;
  return {
    rows: Prisma.sql`SELECT id FROM (SELECT s.host_id AS id, l.last_observed_at FROM (${silent}) s
      CROSS JOIN LATERAL (SELECT last_observed_at FROM host_live WHERE host_id = s.host_id OFFSET 0) l) fleet
      WHERE last_observed_at < ${timestamp(new Date(clock.getTime() - vouchedMs))} AND ${isBeyond}
      ${orderBy} LIMIT ${HOT_ROWS}::int`,
    isCertain: Prisma.sql`(SELECT coalesce(sum(g.hosts), 0) FROM fleet_group g WHERE ${isSilent}) <= ${GATHERED_AT_MOST}::int`,
  };
}

/**
 * The first hosts by last observation. No index can have this order, because it changes with every snapshot:
 * so the matches are looked for among some hot rows. `whole` says whether these fill a page; if not, the
 * result is unknown.
 */
export function firstObserved(
  question: PreparedQuestion,
  { orderBy, isBeyond, limit }: First,
  { rows, isCertain }: HotRows,
): Prisma.Sql {
  const [stored, ...judged] = matchingParts(question, 'any');
  const columns = Prisma.raw('id, last_observed_at');
  // One by one, because the planner would read the whole fleet.
  const among = Prisma.sql`SELECT each.id, each.last_observed_at FROM hot CROSS JOIN LATERAL
    (SELECT ${columns} FROM (${stored}) fleet WHERE id = hot.id OFFSET 0) each ${orderBy} LIMIT ${limit}::int`;
  const others = judged.map((part) => Prisma.sql`SELECT ${columns} FROM (${part}) fleet WHERE ${isBeyond}`);
  const parts = [Prisma.sql`SELECT ${columns} FROM among`, ...others];
  return Prisma.sql`WITH hot AS MATERIALIZED (${rows}), among AS MATERIALIZED (${among})
    SELECT id, (SELECT count(*) FROM among) = ${limit}::int AND ${isCertain} AS whole
    FROM (${united(parts)}) fleet ${orderBy} LIMIT ${limit}::int`;
}

/** Whether nearly every host is in the list: only then are the first of all hosts likely to be in it. */
export const isOfWholeFleet = (
  { filter, fabrics, readModel, when }: PreparedQuestion,
  total: number,
): boolean =>
  'live' in when &&
  fabrics === 'all' &&
  readModel !== null &&
  total > GATHERED_AT_MOST &&
  Object.keys(filter).length === 0;
