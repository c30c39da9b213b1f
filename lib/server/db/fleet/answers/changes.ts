import { type ChangeFilter, JUDGEMENT_KINDS } from '@/lib/domain/change-filter';
import { type ChangeKind, REPLACED_KINDS } from '@/lib/domain/changes';
import type { FilterValues, HostFilter } from '@/lib/domain/host-filter';
import { type Precedent, type Traits, WAVE_GAP_MS, WAVE_LONGEST_MS } from '@/lib/domain/waves';
import type { FabricScope } from '@/lib/server/context';
import { type Kinds, rowsOf } from '@/lib/server/db/checked-rows';
import { type Db, Prisma } from '@/lib/server/db/client';
import {
  all,
  chosen,
  conditionOf,
  isOneOf,
  listsOneOf,
  withinScope,
} from '@/lib/server/db/fleet/filter/filter-sql';
import { notTooEarly, timestamp } from '@/lib/server/db/fleet/point-in-time';
import type { FleetQuestion } from '@/lib/server/db/fleet/question';
import { answering, countedMatches } from './matching-hosts';
import { withOtherHosts } from './other-hosts';

/** A change that still holds, with its host as it was then. */
export type FleetChange = Traits & {
  id: string;
  at: Date;
  recordedAt: Date;
  kind: string;
  detail: Record<string, unknown>;
  reason: string | null;
  hostId: string;
  hostname: string;
  fabricId: string;
  fabric: string;
  /** What `q` looks through, in lower case. */
  search: string;
};

/**
 * Changes of the hosts in the fleet, which they are from enrolment to retirement, in the fabric of that time. Those
 * of one reason or one time are found by an index before anything is joined to them.
 */
export const changeRelation = (where: Prisma.Sql) => Prisma.sql`
  (SELECT c.id, c.at, c.recorded_at, c.kind, c.detail, c.reason, c.host_id,
      coalesce(p.hostname, h.enrolled_hostname) AS hostname,
      coalesce(p.search, lower(concat_ws(E'\n', h.enrolled_hostname, h.enrolled_fqdn))) AS search, p.cluster, p.model, p.firmware_version,
      f.id AS fabric_id, f.name AS fabric
    FROM change c
    JOIN host h ON h.id = c.host_id
    LEFT JOIN host_profile p ON p.id = c.profile_id
    LEFT JOIN LATERAL (SELECT a.fabric_id FROM host_assignment a WHERE a.host_id = h.id AND a.valid_from <= c.at
      ORDER BY a.valid_from DESC, a.id DESC LIMIT 1) a ON true
    JOIN fabric f ON f.id = coalesce(a.fabric_id, h.fabric_id)
    WHERE c.superseded_at IS NULL AND c.at >= h.enrolled_at AND (h.retired_at IS NULL OR c.at <= h.retired_at)
      AND ${where}) AS found`;

const CHANGE_COLUMNS = Prisma.sql`id::text AS id, at, recorded_at AS "recordedAt", kind, detail, reason, host_id::text AS "hostId",
  hostname, search, cluster, model, firmware_version AS firmware, fabric_id::text AS "fabricId", fabric`;

const KINDS: Kinds<FleetChange> = {
  id: 'text',
  at: 'time',
  recordedAt: 'time',
  kind: 'text',
  detail: 'json',
  reason: 'text',
  hostId: 'text',
  hostname: 'text',
  search: 'text',
  cluster: 'text',
  model: 'text',
  firmware: 'text',
  fabricId: 'text',
  fabric: 'text',
};
const pageRows = rowsOf<FleetChange>('page of changes', KINDS);
const rowsOfReasons = rowsOf<FleetChange & { reason: string }>('changes of reasons', KINDS);

export type ChangeQuestion = {
  fabrics: FabricScope;
  filter: ChangeFilter;
  since: Date | null;
  /** Before this time. */
  until: Date | null;
  /** Changes of this time and before it. */
  asOf: Date;
  after: { at: Date; id: string } | null;
  limit: number;
};

/** What a change is about, as lib/domain/change-filter.ts has it; what earlier versions wrote may lack a list. */
const CAUSES_TOLD = Prisma.sql`CASE WHEN ${isOneOf(Prisma.sql`kind`, JUDGEMENT_KINDS)}
  THEN coalesce(detail->'gained', '[]') || coalesce(detail->'fixed', '[]') ELSE detail->'causes' END`;

/** What a filter asks of a change's host and of its causes; its kind is asked of the index before. */
const askedOf = ({ fabric, cluster, q, cause }: ChangeFilter): Prisma.Sql[] => [
  ...(['fabric', 'cluster', 'q'] as const).map((word) => conditionOf({ fabric, cluster, q }, word)),
  ...(cause ? chosen(cause, (causes) => listsOneOf(CAUSES_TOLD, causes)) : []),
];

function changesAsked({
  fabrics,
  filter,
  since,
  until,
  asOf,
  after,
}: Omit<ChangeQuestion, 'limit'>): Prisma.Sql {
  const when = [
    Prisma.sql`c.at <= ${timestamp(asOf)}`,
    ...(since === null ? [] : [Prisma.sql`c.at >= ${timestamp(since)}`]),
    ...(until === null ? [] : [Prisma.sql`c.at < ${timestamp(until)}`]),
    ...(after === null ? [] : [Prisma.sql`(c.at, c.id) < (${timestamp(after.at)}, ${after.id}::uuid)`]),
    ...(filter.kind ? chosen(filter.kind, (kinds) => isOneOf(Prisma.sql`c.kind`, kinds)) : []),
  ];
  const where = [withinScope(fabrics), ...askedOf(filter)];
  return Prisma.sql`${changeRelation(all(when))} WHERE ${all(where)}`;
}

/** One page, the newest first. */
export async function pageOfChanges(db: Db, { limit, ...question }: ChangeQuestion): Promise<FleetChange[]> {
  const found = await pageRows(db)`
    SELECT ${CHANGE_COLUMNS} FROM ${changesAsked(question)}
    ORDER BY at DESC, id DESC LIMIT ${limit}::int`;
  return withOtherHosts(db, question.fabrics, found);
}

const changeCounts = rowsOf<{ count: number }>('count of changes', { count: 'number' });

/** How many there are, so many at most. */
export async function countOfChanges(db: Db, { limit, ...question }: ChangeQuestion): Promise<number> {
  const [row] = await changeCounts(db)`
    SELECT count(*)::int AS count FROM (SELECT 1 FROM ${changesAsked(question)} LIMIT ${limit}::int) asked`;
  return row?.count ?? 0;
}

const kindCounts = rowsOf<{ kind: string; count: number }>('count of changes by kind', {
  kind: 'text',
  count: 'number',
});

/** How many there are of each kind; so many are counted at most, and then not all of them. */
export function countsByKind(
  db: Db,
  { limit, ...question }: ChangeQuestion,
): Promise<{ kind: string; count: number }[]> {
  return kindCounts(db)`
    SELECT kind, count(*)::int AS count FROM (SELECT kind FROM ${changesAsked(question)} LIMIT ${limit}::int) asked
    GROUP BY kind ORDER BY kind`;
}

/** One of the newest changes of a host within a time, and how often it turned in it. */
export type HostActivity = FleetChange & { switches: number; switchedSince: Date | null };

const activityRows = rowsOf<HostActivity>('hosts with changes', {
  ...KINDS,
  switches: 'number',
  switchedSince: 'time',
});

type ActivityQuestion = Span & {
  fabrics: FabricScope;
  filter: { fabric?: FilterValues };
  /** The kinds by which a host turns: the newest of these is told before anything else of it. */
  turns: readonly ChangeKind[];
  /** Those of them that are counted. */
  switches: readonly ChangeKind[];
  /** The most changes of each host. */
  changes: number;
  limit: number;
};

/** The newest changes of each host within a time: few rows of it, however often it changed. */
export function activeHosts(
  db: Db,
  { fabrics, filter, turns, switches, changes, from, to, limit }: ActivityQuestion,
): Promise<HostActivity[]> {
  const when = Prisma.sql`c.at >= ${timestamp(from)} AND c.at <= ${timestamp(to)}`;
  const where = [withinScope(fabrics), conditionOf({ fabric: filter.fabric }, 'fabric')];
  const isSwitch = isOneOf(Prisma.sql`kind`, switches);
  return activityRows(db)`
    SELECT ${CHANGE_COLUMNS}, switches, "switchedSince" FROM (
      SELECT *, row_number() OVER (PARTITION BY host_id ORDER BY ${isOneOf(Prisma.sql`kind`, turns)} DESC, at DESC, id DESC) AS nth,
        (count(*) FILTER (WHERE ${isSwitch}) OVER (PARTITION BY host_id))::int AS switches,
        min(at) FILTER (WHERE ${isSwitch}) OVER (PARTITION BY host_id) AS "switchedSince"
      FROM ${changeRelation(when)} WHERE ${all(where)}) found
    WHERE nth <= ${changes}::int ORDER BY at DESC, id DESC LIMIT ${limit}::int`;
}

type Span = { from: Date; to: Date };

/** Every change of these reasons within a time: what waves are found in. */
export function changesOfReasons(
  db: Db,
  fabrics: FabricScope,
  { reasons, from, to, limit }: Span & { reasons: readonly string[]; limit: number },
): Promise<(FleetChange & { reason: string })[]> {
  const where = Prisma.sql`c.reason = ANY(${[...reasons]}::text[]) AND c.at >= ${timestamp(from)} AND c.at <= ${timestamp(to)}`;
  return rowsOfReasons(db)`
    SELECT ${CHANGE_COLUMNS} FROM ${changeRelation(where)} WHERE ${withinScope(fabrics)} ORDER BY at DESC, id DESC LIMIT ${limit}::int`;
}

export type TurnedCount = { failed: number; silent: number; recovered: number };

const turnedCounts = rowsOf<TurnedCount>('hosts that turned', {
  failed: 'number',
  silent: 'number',
  recovered: 'number',
});

/** How many hosts failed, fell silent and recovered within a time. One that did both is counted by both. */
export async function countTurned(
  db: Db,
  { fabrics, filter, from, to }: Span & { fabrics: FabricScope; filter: { fabric?: FilterValues } },
): Promise<TurnedCount> {
  const when = Prisma.sql`c.at > ${timestamp(from)} AND c.at <= ${timestamp(to)}`;
  const where = [withinScope(fabrics), conditionOf({ fabric: filter.fabric }, 'fabric')];
  const hosts = (...kinds: ChangeKind[]) =>
    Prisma.sql`(count(DISTINCT host_id) FILTER (WHERE ${isOneOf(Prisma.sql`kind`, kinds)}))::int`;
  const [row] = await turnedCounts(db)`
    SELECT ${hosts('transition', 'regression')} AS failed, ${hosts('silent')} AS silent, ${hosts('recovery', 'back')} AS recovered
    FROM ${changeRelation(when)} WHERE ${all(where)}`;
  return row ?? { failed: 0, silent: 0, recovered: 0 };
}

export type WaveCount = {
  fabricId: string;
  fabric: string;
  reason: string;
  startedAt: Date;
  endedAt: Date;
  hosts: number;
  /** Null where its hosts are of several. */
  cluster: string | null;
  /** What its newest change says. */
  detail: Record<string, unknown>;
};

const waveCounts = rowsOf<WaveCount>('waves of a time', {
  fabricId: 'text',
  fabric: 'text',
  reason: 'text',
  startedAt: 'time',
  endedAt: 'time',
  hosts: 'number',
  cluster: 'text',
  detail: 'json',
});

/** What of a host its changes know, as it was then: by these words waves can be asked for. */
export const CHANGE_FILTER_WORDS = ['fabric', 'cluster', 'model', 'firmware'] as const;

type WaveQuestion = Span & {
  fabrics: FabricScope;
  filter: Pick<HostFilter, (typeof CHANGE_FILTER_WORDS)[number]>;
  kinds: readonly ChangeKind[];
  /** The least number of hosts. */
  hosts: number;
  limit: number;
};

/**
 * The waves that ended within a time, the largest first, without their members: what `findWaves` finds (lib/domain/waves.ts),
 * by the database, since a month has more changes than a process should read for a line each.
 */
export function countWaves(
  db: Db,
  { fabrics, filter, kinds, hosts, from, to, limit }: WaveQuestion,
): Promise<WaveCount[]> {
  const reach = new Date(from.getTime() - WAVE_LONGEST_MS - WAVE_GAP_MS);
  const turned = Prisma.sql`c.reason IS NOT NULL AND c.at >= ${timestamp(reach)} AND c.at <= ${timestamp(to)}
    AND ${isOneOf(Prisma.sql`c.kind`, kinds)}`;
  const where = [withinScope(fabrics), ...CHANGE_FILTER_WORDS.map((word) => conditionOf(filter, word))];
  const chain = Prisma.sql`PARTITION BY fabric_id, reason ORDER BY at, id`;
  return waveCounts(db)`
    WITH turned AS (
      SELECT *, at - lag(at) OVER (${chain}) <= ${WAVE_GAP_MS}::int * interval '1 millisecond' AS follows
      FROM ${changeRelation(turned)} WHERE ${all(where)}),
    chained AS (SELECT *, count(*) FILTER (WHERE follows IS NOT TRUE) OVER (${chain}) AS chain FROM turned)
    SELECT fabric_id::text AS "fabricId", min(fabric) AS fabric, reason, min(at) AS "startedAt", max(at) AS "endedAt",
      count(DISTINCT host_id)::int AS hosts,
      CASE WHEN count(cluster) = count(*) AND count(DISTINCT cluster) = 1 THEN min(cluster) END AS cluster,
      (array_agg(detail ORDER BY at DESC, id DESC))[1] AS detail
    FROM chained GROUP BY fabric_id, reason, chain
    HAVING count(DISTINCT host_id) >= ${hosts}::int AND max(at) >= ${timestamp(from)}
      AND max(at) - min(at) <= ${WAVE_LONGEST_MS}::int * interval '1 millisecond'
    ORDER BY hosts DESC, "endedAt" DESC, reason COLLATE "C", fabric_id LIMIT ${limit}::int`;
}

/** What was replaced on these hosts within a time. */
export async function replacementsOn(
  db: Db,
  hostIds: readonly string[],
  { from, to }: Span,
): Promise<Precedent[]> {
  const found = await db.change.findMany({
    where: {
      hostId: { in: [...hostIds] },
      kind: { in: [...REPLACED_KINDS] },
      at: { gte: notTooEarly(from), lte: to },
      supersededAt: null,
    },
    select: { hostId: true, at: true, kind: true, detail: true },
  });
  return found.map(({ hostId, at, kind, detail }) => {
    const { from: was, to: is } = detail as { from: string | null; to: string | null };
    return { hostId, at: at.getTime(), kind: kind as ChangeKind, from: was, to: is };
  });
}

/** Why and when these hosts turned within a time. */
export function turnsOfHosts(
  db: Db,
  { hostIds, kinds, from, to }: Span & { hostIds: readonly string[]; kinds: readonly ChangeKind[] },
): Promise<{ reason: string | null; at: Date }[]> {
  return db.change.findMany({
    where: {
      hostId: { in: [...hostIds] },
      kind: { in: [...kinds] },
      at: { gte: notTooEarly(from), lte: to },
      supersededAt: null,
    },
    select: { reason: true, at: true },
  });
}

export type TraitCount = {
  fabricId: string;
  cluster: string | null;
  model: string | null;
  firmware: string | null;
  hosts: number;
};

const traits = rowsOf<TraitCount>('traits', {
  fabricId: 'text',
  cluster: 'text',
  model: 'text',
  firmware: 'text',
  hosts: 'number',
});

/** How many hosts of each fabric have which traits together. */
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
