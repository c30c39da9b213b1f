import type { ChangeFilter } from '@/lib/domain/change-filter';
import { type ChangeKind, JUDGEMENT_KINDS, REPLACED_KINDS } from '@/lib/domain/change-kinds';
import type { FilterValues } from '@/lib/domain/host-filter';
import type { Precedent } from '@/lib/domain/waves';
import type { FabricScope } from '@/lib/server/context';
import { type RowOf, rowsOf, typed } from '@/lib/server/db/checked-rows';
import { type Db, Prisma } from '@/lib/server/db/client';
import {
  all,
  chosen,
  conditionOf,
  isOneOf,
  listsOneOf,
  withinScope,
} from '@/lib/server/db/fleet/filter/filter-sql';
import { notTooEarly, timesAsRows, timestamp } from '@/lib/server/db/fleet/point-in-time';
import type { FleetQuestion } from '@/lib/server/db/fleet/question';
import { searchText } from '@/lib/server/db/fleet/search-text';
import { isOfKind, KIND_TO_READ } from './change-kind';
import { answering, countedMatches } from './matching-hosts';
import { withOtherHosts } from './other-hosts';

/**
 * The host's fabric at the time of a change. If the host was not reassigned since, it is the present one: one
 * look-up in the index tells. For 21,000 changes this took 34 ms, reading the assignment of that time of each
 * 114.
 */
const FABRIC_THEN = Prisma.sql`CASE
  WHEN NOT EXISTS (SELECT FROM host_assignment a WHERE a.host_id = h.id AND a.valid_from > c.at) THEN h.fabric_id
  ELSE coalesce((SELECT a.fabric_id FROM host_assignment a WHERE a.host_id = h.id AND a.valid_from <= c.at
    ORDER BY a.valid_from DESC, a.id DESC LIMIT 1), h.fabric_id) END`;

/** The host's owner at the time of a change, which is stored beside its fabric. */
const OWNER_THEN = Prisma.sql`CASE
  WHEN NOT EXISTS (SELECT FROM host_assignment a WHERE a.host_id = h.id AND a.valid_from > c.at) THEN h.owner
  ELSE (SELECT a.owner FROM host_assignment a WHERE a.host_id = h.id AND a.valid_from <= c.at
    ORDER BY a.valid_from DESC, a.id DESC LIMIT 1) END`;

const OWNER_READ_ONCE = Prisma.sql`CASE WHEN moved.host_id IS NULL THEN h.owner ELSE ${OWNER_THEN} END`;

/**
 * The hosts that were ever reassigned, read once: a search without a match in 44,550 changes took 103 ms with
 * an index look-up for each, and 57 this way (the least of 16, by turns). It is a join and not a list of ids,
 * because PostgreSQL searches a long list row by row.
 */
const MOVED_HOSTS = Prisma.sql`LEFT JOIN (SELECT a.host_id FROM host_assignment a JOIN host e ON e.id = a.host_id
  WHERE a.valid_from > e.enrolled_at GROUP BY a.host_id) moved ON moved.host_id = h.id`;

const searchThen = (owner: Prisma.Sql) =>
  searchText({ hostname: Prisma.sql`h.enrolled_hostname`, fqdn: Prisma.sql`h.enrolled_fqdn`, owner });

/**
 * The fabric for changes since a time. Few hosts are reassigned within a day: their ids are read once, so
 * that nothing is looked up for all others.
 */
export const fabricSince = (from: Date) => Prisma.sql`CASE
  WHEN h.id NOT IN (SELECT a.host_id FROM host_assignment a JOIN host e ON e.id = a.host_id
    WHERE a.valid_from > ${timestamp(from)} AND a.valid_from > e.enrolled_at) THEN h.fabric_id
  ELSE ${FABRIC_THEN} END`;

/**
 * Changes of hosts while they were in the fleet, from enrolment to retirement, with the fabric of that time.
 * Changes of one reason or one time are found by an index before any join. Fabric and profile are read only
 * if one of their columns is selected, so select none of them for counting or sorting only. For a text search
 * the reassigned hosts are read once.
 */
export const changeRelation = (
  where: Prisma.Sql,
  fabric: Prisma.Sql = FABRIC_THEN,
  isSearched = false,
) => Prisma.sql`
  (SELECT c.id, c.at, c.recorded_at, ${KIND_TO_READ} AS kind, c.detail, c.reason, c.host_id,
      coalesce(p.hostname, h.enrolled_hostname) AS hostname,
      ${searchThen(isSearched ? OWNER_READ_ONCE : OWNER_THEN)} AS search, p.cluster, p.model, p.firmware_version,
      ${fabric} AS fabric_id, (SELECT f.name FROM fabric f WHERE f.id = ${fabric}) AS fabric
    FROM change c
    JOIN host h ON h.id = c.host_id
    LEFT JOIN host_profile p ON p.id = c.profile_id
    ${isSearched ? MOVED_HOSTS : Prisma.empty}
    WHERE c.superseded_at IS NULL AND c.at >= h.enrolled_at AND (h.retired_at IS NULL OR c.at <= h.retired_at)
      AND ${where}) AS found`;

export type Span = { from: Date; to: Date };

export const isWithin = ({ from, to }: Span) =>
  Prisma.sql`c.at >= ${timestamp(from)} AND c.at <= ${timestamp(to)}`;

export const CHANGE_COLUMNS = Prisma.sql`id::text AS id, at, recorded_at AS "recordedAt", kind, detail, reason, host_id::text AS "hostId",
  hostname, search, cluster, model, firmware_version AS firmware, fabric_id::text AS "fabricId", fabric`;

export const CHANGE_COLUMN_KINDS = {
  id: 'text',
  at: 'time',
  recordedAt: 'time',
  kind: 'text',
  detail: typed<Record<string, unknown>>('json'),
  reason: 'text?',
  hostId: 'text',
  hostname: 'text',
  /** The text that `q` searches, in lower case. */
  search: 'text',
  cluster: 'text?',
  model: 'text?',
  firmware: 'text?',
  fabricId: 'text',
  fabric: 'text',
} as const;
const pageRows = rowsOf('page of changes', CHANGE_COLUMN_KINDS);

/** A change that still holds, with its host as it was then. */
export type FleetChange = RowOf<typeof pageRows>;

export type ChangeQuestion = {
  fabrics: FabricScope;
  filter: ChangeFilter;
  since: Date | null;
  /** Only changes before this time. */
  until: Date | null;
  /** Only changes up to this time, itself included. */
  asOf: Date;
  after: { at: Date; id: string } | null;
  /** If absent, changes of any host. */
  hostIds?: readonly string[];
  /** Waves whose changes are left out. */
  passedOver?: readonly WaveSpan[];
  limit: number;
};

/** Identifies a wave: no other wave of its fabric and reason has changes within its time. */
export type WaveSpan = { fabricId: string; reason: string; startedAt: Date; endedAt: Date };

/** The causes of a change, as in lib/domain/change-filter.ts; changes by earlier versions may lack a list. */
const CAUSES_TOLD = Prisma.sql`CASE WHEN ${isOneOf(Prisma.sql`kind`, JUDGEMENT_KINDS)}
  THEN coalesce(detail->'gained', '[]') || coalesce(detail->'fixed', '[]') ELSE detail->'causes' END`;

/** The filter's conditions on a change's host and its causes; the index tests the kind before. */
const askedOf = ({ fabric, cluster, q, cause }: ChangeFilter): Prisma.Sql[] => [
  ...(['fabric', 'cluster', 'q'] as const).map((word) => conditionOf({ fabric, cluster, q }, word)),
  ...(cause ? chosen(cause, (causes) => listsOneOf(CAUSES_TOLD, causes)) : []),
];

/** These waves as rows `w`, each with its place in the list. */
export function asRows(some: readonly WaveSpan[]): Prisma.Sql {
  return Prisma.sql`ROWS FROM (
      unnest(${some.map(({ fabricId }) => fabricId)}::uuid[]), unnest(${some.map(({ reason }) => reason)}::text[]),
      ${timesAsRows(some.map(({ startedAt }) => startedAt))}, ${timesAsRows(some.map(({ endedAt }) => endedAt))})
    WITH ORDINALITY AS w(fabric_id, reason, started_at, ended_at, place)`;
}

const isOfNone = (waves: readonly WaveSpan[]): Prisma.Sql =>
  Prisma.sql`NOT EXISTS (SELECT FROM ${asRows(waves)}
    WHERE w.reason = found.reason AND found.at BETWEEN w.started_at AND w.ended_at AND w.fabric_id = found.fabric_id)`;

function changesAsked({
  fabrics,
  filter,
  since,
  until,
  asOf,
  after,
  hostIds,
  passedOver = [],
}: Omit<ChangeQuestion, 'limit'>): Prisma.Sql {
  const when = [
    Prisma.sql`c.at <= ${timestamp(asOf)}`,
    ...(since === null ? [] : [Prisma.sql`c.at >= ${timestamp(since)}`]),
    ...(until === null ? [] : [Prisma.sql`c.at < ${timestamp(until)}`]),
    ...(after === null ? [] : [Prisma.sql`(c.at, c.id) < (${timestamp(after.at)}, ${after.id}::uuid)`]),
    ...(hostIds === undefined ? [] : [Prisma.sql`c.host_id = ANY(${[...hostIds]}::uuid[])`]),
    ...(filter.kind ? chosen(filter.kind, isOfKind) : []),
  ];
  const where = [
    withinScope(fabrics),
    ...askedOf(filter),
    ...(passedOver.length === 0 ? [] : [isOfNone(passedOver)]),
  ];
  return Prisma.sql`${changeRelation(all(when), FABRIC_THEN, filter.q !== undefined)} WHERE ${all(where)}`;
}

/** One page, newest first. */
export async function pageOfChanges(db: Db, { limit, ...question }: ChangeQuestion): Promise<FleetChange[]> {
  const found = await pageRows(db)`
    SELECT ${CHANGE_COLUMNS} FROM ${changesAsked(question)}
    ORDER BY at DESC, id DESC LIMIT ${limit}::int`;
  return withOtherHosts(db, question.fabrics, found);
}

const changeCounts = rowsOf('count of changes', { count: 'number' });

const rowsOfIds = rowsOf('changes of ids', CHANGE_COLUMN_KINDS);

/** The changes with these ids that the caller may see. */
export async function changesOfIds(
  db: Db,
  fabrics: FabricScope,
  ids: readonly string[],
): Promise<FleetChange[]> {
  if (ids.length === 0) return [];
  const found = await rowsOfIds(db)`
    SELECT ${CHANGE_COLUMNS} FROM ${changeRelation(Prisma.sql`c.id = ANY(${[...ids]}::uuid[])`)} WHERE ${withinScope(fabrics)}`;
  return withOtherHosts(db, fabrics, found);
}

/** The number of changes, up to the limit. */
export async function countOfChanges(db: Db, { limit, ...question }: ChangeQuestion): Promise<number> {
  const [row] = await changeCounts(db)`
    SELECT count(*)::int AS count FROM (SELECT 1 FROM ${changesAsked(question)} LIMIT ${limit}::int) asked`;
  return row?.count ?? 0;
}

const kindCounts = rowsOf('count of changes by kind', { kind: 'text', count: 'number' });

/** The number of changes of each kind; beyond the limit the counts are incomplete. */
export function countsByKind(
  db: Db,
  { limit, ...question }: ChangeQuestion,
): Promise<{ kind: string; count: number }[]> {
  return kindCounts(db)`
    SELECT kind, count(*)::int AS count FROM (SELECT kind FROM ${changesAsked(question)} LIMIT ${limit}::int) asked
    GROUP BY kind ORDER BY kind`;
}

/**
 * One of the newest changes of a host within a time. How often the host turned, and since when, is counted
 * only if it turned often; otherwise it may be 0.
 */
export type HostActivity = Pick<FleetChange, 'id' | 'hostId' | 'fabricId' | 'at' | 'kind' | 'reason'> & {
  /** What the host became: a state, a version or a name. */
  to: string | null;
  switches: number;
  switchedSince: Date | null;
};

type Packed = [string, string, string, number, string, string | null, string | null, number, number | null];

/** All changes in one value, because a thousand rows took the server 8 ms more. */
const activityLists = rowsOf('hosts with changes', { changes: typed<Packed[]>('json') });

const toActivity = ([id, hostId, fabricId, at, kind, reason, to, switches, since]: Packed): HostActivity => ({
  ...{ id, hostId, fabricId, at: new Date(at), kind, reason, to, switches },
  switchedSince: since === null ? null : new Date(since),
});

type ActivityQuestion = Span & {
  fabrics: FabricScope;
  filter: { fabric?: FilterValues };
  /** The kinds that are turns: the newest turn comes before any other change. */
  turns: readonly ChangeKind[];
  /** The turns that are counted if a host has many of them. */
  switches: readonly ChangeKind[];
  often: number;
  /** The most changes of each host. */
  changes: number;
  limit: number;
};

/**
 * The newest changes of each host within a time: few rows, however often it changed. Changes are sorted and
 * counted by host only if one host has many, because that costs most.
 */
export async function activeHosts(
  db: Db,
  { fabrics, filter, turns, switches, often, changes, limit, ...span }: ActivityQuestion,
): Promise<HostActivity[]> {
  const where = all([withinScope(fabrics), conditionOf({ fabric: filter.fabric }, 'fabric')]);
  const isSwitch = isOneOf(Prisma.sql`kind`, switches);
  const columns = Prisma.sql`id, host_id, fabric_id, at, kind, reason, detail`;
  const newest = Prisma.sql`ORDER BY at DESC, id DESC LIMIT ${limit}::int`;
  const ms = (time: string) => Prisma.sql`(extract(epoch FROM ${Prisma.raw(time)}) * 1000)::bigint`;
  const [row] = await activityLists(db)`
    WITH busy AS MATERIALIZED (
      SELECT host_id FROM change c WHERE superseded_at IS NULL AND ${isWithin(span)}
      GROUP BY host_id HAVING count(*) > ${changes}::int OR count(*) FILTER (WHERE ${isSwitch}) >= ${often}::int),
    quiet AS (
      SELECT ${columns}, 0 AS switches, NULL::timestamptz AS switched_since
      FROM ${changeRelation(Prisma.sql`${isWithin(span)} AND c.host_id NOT IN (SELECT host_id FROM busy)`)} WHERE ${where} ${newest}),
    ranked AS (
      SELECT ${columns}, row_number() OVER (PARTITION BY host_id ORDER BY ${isOneOf(Prisma.sql`kind`, turns)} DESC, at DESC, id DESC) AS nth,
        (count(*) FILTER (WHERE ${isSwitch}) OVER (PARTITION BY host_id))::int AS switches,
        min(at) FILTER (WHERE ${isSwitch}) OVER (PARTITION BY host_id) AS switched_since
      FROM ${changeRelation(Prisma.sql`${isWithin(span)} AND c.host_id = ANY(ARRAY(SELECT host_id FROM busy))`)} WHERE ${where}),
    active AS (
      SELECT * FROM quiet
      UNION ALL SELECT ${columns}, switches, switched_since FROM ranked WHERE nth <= ${changes}::int
      ${newest})
    SELECT coalesce(json_agg(json_build_array(id, host_id, fabric_id, ${ms('at')}, kind, reason, CASE jsonb_typeof(detail->'to') WHEN 'string' THEN detail->>'to' END, switches, ${ms('switched_since')})
      ORDER BY at DESC, id DESC), '[]') AS changes
    FROM active`;
  return (row?.changes ?? []).map(toActivity);
}

const replacements = rowsOf('replacements', {
  hostId: 'text',
  at: 'time',
  kind: 'text',
  from: 'text?',
  to: 'text?',
});

/** What was replaced on these hosts within a time, while they were in visible fabrics. */
export async function replacementsOn(
  db: Db,
  fabrics: FabricScope,
  { hostIds, from, to }: Span & { hostIds: readonly string[] },
): Promise<Precedent[]> {
  if (hostIds.length === 0) return [];
  const since = notTooEarly(from);
  // One array, because a wave may have thousands of hosts: as many parameters took longer than the answer.
  const where = Prisma.sql`c.host_id = ANY(${[...hostIds]}::uuid[]) AND ${isOneOf(Prisma.sql`c.kind`, REPLACED_KINDS)}
    AND ${isWithin({ from: since, to })}`;
  const found = await replacements(db)`
    SELECT host_id::text AS "hostId", at, kind, detail->>'from' AS "from", detail->>'to' AS "to"
    FROM ${changeRelation(where, fabricSince(since))} WHERE ${withinScope(fabrics)}`;
  return found.map(({ at, kind, ...replaced }) => ({
    ...replaced,
    at: at.getTime(),
    kind: kind as ChangeKind,
  }));
}

const turns = rowsOf('turns of hosts', { reason: 'text?', at: 'time' });

/** Why and when these hosts turned within a time. */
export function turnsOfHosts(
  db: Db,
  { hostIds, kinds, ...span }: Span & { hostIds: readonly string[]; kinds: readonly ChangeKind[] },
): Promise<{ reason: string | null; at: Date }[]> {
  return turns(db)`
    SELECT c.reason, c.at FROM change c
    WHERE c.host_id = ANY(${[...hostIds]}::uuid[]) AND c.superseded_at IS NULL AND ${isOfKind(kinds)} AND ${isWithin(span)}`;
}

const traits = rowsOf('traits', {
  fabricId: 'text',
  cluster: 'text?',
  model: 'text?',
  firmware: 'text?',
  hosts: 'number',
});
export type TraitCount = RowOf<typeof traits>;

/** How many hosts of each fabric have which combination of traits. */
export function countTraits(db: Db, question: FleetQuestion): Promise<TraitCount[]> {
  return answering(
    db,
    question,
    (prepared, view) =>
      traits(view)`
      SELECT fabric_id::text AS "fabricId", cluster, model, firmware_version AS firmware, sum(hosts)::int AS hosts
      FROM ${countedMatches(prepared)} GROUP BY fabric_id, cluster, model, firmware_version HAVING sum(hosts) > 0`,
  );
}
