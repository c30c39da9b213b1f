import type { ChangeKind } from '@/lib/domain/change-kinds';
import type { HostFilter } from '@/lib/domain/host-filter';
import {
  LEAST_HOSTS,
  LEAST_RECOVERED,
  RECOVERED,
  WAVE_GAP_MS,
  WAVE_LONGEST_MS,
  waveId,
} from '@/lib/domain/waves';
import type { FabricScope } from '@/lib/server/context';
import { type RowOf, rowsOf, typed } from '@/lib/server/db/checked-rows';
import { type Db, Prisma } from '@/lib/server/db/client';
import { all, conditionOf, isOneOf, withinScope } from '@/lib/server/db/fleet/filter/filter-sql';
import { timesAsRows, timestamp } from '@/lib/server/db/fleet/point-in-time';
import { isOfKind } from './change-kind';
import {
  asRows,
  CHANGE_COLUMN_KINDS,
  CHANGE_COLUMNS,
  changeRelation,
  type FleetChange,
  fabricSince,
  isWithin,
  type Span,
  type WaveSpan,
} from './changes';
import { withOtherHosts } from './other-hosts';

// `findWaves` (lib/domain/waves.ts) in SQL: a day or a month has too many changes for a process to read row by row.

/** The words of a host that its changes know for their time, and by which waves can be filtered. */
export const CHANGE_FILTER_WORDS = ['fabric', 'cluster', 'model', 'firmware'] as const;

type WaveQuestion = Span & {
  fabrics: FabricScope;
  filter: Pick<HostFilter, (typeof CHANGE_FILTER_WORDS)[number]>;
  kinds: readonly ChangeKind[];
  /** Only waves for these reasons; null for any. */
  reasons: readonly string[] | null;
  /** The least number of hosts. */
  hosts: number;
};

const milliseconds = (ms: number) => Prisma.sql`${ms}::int * interval '1 millisecond'`;

const gap = milliseconds(WAVE_GAP_MS);

/** The filter on changes of waves, besides time and reason. */
type Asked = Pick<WaveQuestion, 'fabrics' | 'filter' | 'kinds'>;

const isAsked = ({ fabrics, filter }: Asked) =>
  all([withinScope(fabrics), ...CHANGE_FILTER_WORDS.map((word) => conditionOf(filter, word))]);

/**
 * Common table expressions that end in `waves`, the waves among these changes, which are `found`. Changes
 * within the same half hour always belong together, so half hours are sorted instead of changes: for 21,000
 * changes that took 50 ms, sorting the changes 215.
 */
const wavesAmong = (changes: Prisma.Sql, hosts: number): Prisma.Sql => Prisma.sql`
    halves AS (
      SELECT fabric_id, reason, min(at) AS started_at, max(at) AS ended_at, array_agg(host_id) AS host_ids,
        bool_and(kind = ${RECOVERED}) AS recovered
      FROM ${changes} GROUP BY fabric_id, reason, date_bin(${gap}, at, 'epoch')),
    followed AS (
      SELECT *, started_at - lag(ended_at) OVER (PARTITION BY fabric_id, reason ORDER BY started_at) <= ${gap} AS follows FROM halves),
    chained AS MATERIALIZED (
      SELECT *, count(*) FILTER (WHERE follows IS NOT TRUE) OVER (ORDER BY fabric_id, reason, started_at) AS chain FROM followed),
    sizes AS (
      SELECT chain, count(*)::int AS hosts FROM (SELECT DISTINCT chain, host_id FROM chained, unnest(host_ids) AS host_id) turned
      GROUP BY chain HAVING count(*) >= ${hosts}::int),
    waves AS (
      SELECT fabric_id, reason, min(started_at) AS started_at, max(ended_at) AS ended_at, min(hosts) AS hosts
      FROM chained JOIN sizes USING (chain) GROUP BY fabric_id, reason, chain
      HAVING max(ended_at) - min(started_at) <= ${milliseconds(WAVE_LONGEST_MS)}
        AND (min(hosts) >= ${LEAST_RECOVERED}::int OR NOT bool_and(recovered)))`;

/** A chain that reaches beyond this on either side of a change is too long to be a wave. */
export const WAVE_REACH_MS = WAVE_LONGEST_MS + WAVE_GAP_MS;

/** The changes that contain every wave that ended at this time or later as a whole. */
function changesFor({ reasons, from, to, ...asked }: Omit<WaveQuestion, 'hosts'>): Prisma.Sql {
  const reach = new Date(from.getTime() - WAVE_REACH_MS);
  const hasReason =
    reasons === null ? Prisma.sql`c.reason IS NOT NULL` : isOneOf(Prisma.sql`c.reason`, reasons);
  const turned = Prisma.sql`${hasReason} AND ${isWithin({ from: reach, to })} AND ${isOfKind(asked.kinds)}`;
  return Prisma.sql`${changeRelation(turned, fabricSince(reach))} WHERE ${isAsked(asked)}`;
}

/** The changes of wave `w`: all of its fabric and reason from its first to its last. */
const changesOfWave = (asked: Asked, where = Prisma.sql`TRUE`) => Prisma.sql`(
  SELECT found.* FROM ${changeRelation(Prisma.sql`c.reason = w.reason AND c.at >= w.started_at AND c.at <= w.ended_at
    AND ${isOfKind(asked.kinds)} AND ${where}`)}
  WHERE fabric_id = w.fabric_id AND ${isAsked(asked)})`;

/** The id of a wave that was only counted. */
export const idOfWave = ({ startedAt, fabricId, reason }: WaveSpan) =>
  waveId({ at: startedAt.getTime(), fabricId, reason });

const waveCounts = rowsOf('waves of a time', {
  fabricId: 'text',
  reason: 'text',
  startedAt: 'time',
  endedAt: 'time',
  fabric: 'text',
  hosts: 'number',
  /** The newest change of the wave, and its content. */
  newestId: 'text',
  kind: 'text',
  detail: typed<Record<string, unknown>>('json'),
});
export type WaveCount = RowOf<typeof waveCounts>;

/** The waves that ended within a time, largest first, without their members. */
export function countWaves(
  db: Db,
  { limit, ...question }: WaveQuestion & { limit: number },
): Promise<WaveCount[]> {
  const bySize = Prisma.sql`w.hosts DESC, w.ended_at DESC, w.reason COLLATE "C", w.fabric_id`;
  const isNewest = Prisma.sql`c.at = w.ended_at`;
  return waveCounts(db)`
    WITH ${wavesAmong(changesFor(question), question.hosts)},
    largest AS MATERIALIZED (SELECT * FROM waves w WHERE w.ended_at >= ${timestamp(question.from)} ORDER BY ${bySize} LIMIT ${limit}::int)
    SELECT w.fabric_id::text AS "fabricId", f.name AS fabric, w.reason, w.started_at AS "startedAt", w.ended_at AS "endedAt", w.hosts,
      c.id::text AS "newestId", c.kind, c.detail
    FROM largest w JOIN fabric f ON f.id = w.fabric_id
    CROSS JOIN LATERAL (SELECT id, kind, detail FROM ${changesOfWave(question, isNewest)} newest ORDER BY id DESC LIMIT 1) c
    ORDER BY ${bySize}`;
}

/** A time within which changes of a reason are read. */
export type Reach = Span & { reason: string };

const spans = rowsOf('waves around changes', {
  fabricId: 'text',
  reason: 'text',
  startedAt: 'time',
  endedAt: 'time',
  hosts: 'number',
});

/**
 * The waves within these times, which must not overlap for the same reason. A wave at the edge of a time may
 * be cut off.
 */
export async function wavesWithin(
  db: Db,
  fabrics: FabricScope,
  reaches: readonly Reach[],
): Promise<(WaveSpan & { hosts: number })[]> {
  if (reaches.length === 0) return [];
  const earliest = new Date(Math.min(...reaches.map(({ from }) => from.getTime())));
  const changes = Prisma.sql`
    ROWS FROM (unnest(${reaches.map(({ reason }) => reason)}::text[]), ${timesAsRows(reaches.map(({ from }) => from))}, ${timesAsRows(reaches.map(({ to }) => to))})
      AS asked(asked_reason, asked_from, asked_to)
    CROSS JOIN LATERAL ${changeRelation(
      Prisma.sql`c.reason = asked_reason AND c.at >= asked_from AND c.at <= asked_to`,
      fabricSince(earliest),
    )} WHERE ${withinScope(fabrics)}`;
  return spans(db)`
    WITH ${wavesAmong(changes, LEAST_HOSTS)}
    SELECT fabric_id::text AS "fabricId", reason, started_at AS "startedAt", ended_at AS "endedAt", hosts
    FROM waves ORDER BY started_at, reason COLLATE "C", fabric_id`;
}

const earliestOf = (some: readonly WaveSpan[]) =>
  new Date(Math.min(...some.map(({ startedAt }) => startedAt.getTime())));

/**
 * Defines `among`: the changes of these waves, each with the place of its wave. An event that turned hosts of
 * several fabrics makes as many simultaneous waves, so their changes are read once and then assigned, instead
 * of once for each wave.
 */
function changesAmong(some: readonly WaveSpan[], columns: Prisma.Sql): Prisma.Sql {
  const from = earliestOf(some);
  const to = new Date(Math.max(...some.map(({ endedAt }) => endedAt.getTime())));
  const reasons = [...new Set(some.map(({ reason }) => reason))];
  const where = Prisma.sql`${isOneOf(Prisma.sql`c.reason`, reasons)} AND ${isWithin({ from, to })}`;
  return Prisma.sql`
    of_reasons AS MATERIALIZED (
      SELECT id, host_id, at, reason, fabric_id, ${columns} FROM ${changeRelation(where, fabricSince(from))}),
    among AS (
      SELECT (w.place - 1)::int AS place, c.* FROM ${asRows(some)} JOIN of_reasons c
        ON c.reason = w.reason AND c.fabric_id = w.fabric_id AND c.at >= w.started_at AND c.at <= w.ended_at)`;
}

/** Defines `first`: the first change of each host in its wave. */
export const firstAmong = (
  some: readonly WaveSpan[],
  columns: Prisma.Sql,
) => Prisma.sql`${changesAmong(some, columns)},
    first AS (SELECT DISTINCT ON (place, host_id) * FROM among ORDER BY place, host_id, at, id)`;

const firsts = rowsOf('first changes of waves', {
  place: 'number',
  hostId: 'text',
  hostname: 'text',
  at: 'time',
  from: 'text?',
  cluster: 'text?',
  model: 'text?',
  firmware: 'text?',
});

/** The first change of a host of a wave, with what the wave's row shows. */
export type FirstOfWave = RowOf<typeof firsts>;

/** The `from` of a change if it is text, whatever is stored. */
const cameFrom = (detail: Prisma.Sql) =>
  Prisma.sql`CASE jsonb_typeof(${detail}->'from') WHEN 'string' THEN ${detail}->>'from' END`;

/** No earlier change of the host of `m` belongs to the wave. */
const isFirst = Prisma.sql`NOT EXISTS (
  SELECT FROM ${changeRelation(Prisma.sql`c.host_id = m.host_id AND c.reason = w.reason AND c.at >= w.started_at AND (c.at, c.id) < (m.at, m.id)`)}
  WHERE fabric_id = w.fabric_id)`;

const FIRST_COLUMNS = Prisma.sql`host_id::text AS "hostId", hostname, at, ${cameFrom(Prisma.sql`detail`)} AS "from",
  cluster, model, firmware_version AS firmware`;

/** The first changes of large waves, read from their beginning up to the limit. */
const firstOfLarge = (db: Db, some: readonly WaveSpan[], limit: number) =>
  firsts(db)`
    SELECT (w.place - 1)::int AS place, ${FIRST_COLUMNS}
    FROM ${asRows(some)} CROSS JOIN LATERAL (
      SELECT m.* FROM (SELECT * FROM ${changeRelation(Prisma.sql`c.reason = w.reason AND c.at >= w.started_at AND c.at <= w.ended_at`)}) m
      WHERE m.fabric_id = w.fabric_id AND ${isFirst} ORDER BY m.at, m.id LIMIT ${limit}::int) first
    ORDER BY place, at, id`;

const firstOfAll = (db: Db, some: readonly WaveSpan[]) =>
  firsts(db)`
    WITH ${firstAmong(some, Prisma.sql`detail`)}
    SELECT place, ${FIRST_COLUMNS}
    FROM (SELECT place, id AS first_id FROM first) n JOIN ${changeRelation(Prisma.sql`TRUE`)} ON found.id = first_id
    ORDER BY place, at, id`;

/**
 * The first change of each host, up to a limit for each wave, in order: a large wave shows only these.
 * Sorting 21,000 changes of 10,000 hosts by host took 95 ms, reading their beginning 12. If a wave has fewer
 * hosts than the limit, its beginning is the whole wave: 20,000 changes of 20 hosts took 390 ms that way, and
 * 63 sorted.
 */
export async function firstOfWaves(
  db: Db,
  some: readonly (WaveSpan & { hosts: number })[],
  limit: number,
): Promise<FirstOfWave[]> {
  const numbered = some.map((wave, place) => ({ ...wave, place }));
  const large = numbered.filter(({ hosts }) => hosts > limit);
  const small = numbered.filter(({ hosts }) => hosts <= limit);
  const placed = async (waves: typeof numbered, found: Promise<FirstOfWave[]>) =>
    (await found).map((first) => ({ ...first, place: waves[first.place]?.place ?? first.place }));
  const found = await Promise.all([
    large.length === 0 ? [] : placed(large, firstOfLarge(db, large, limit)),
    small.length === 0 ? [] : placed(small, firstOfAll(db, small)),
  ]);
  return found.flat().sort((a, b) => a.place - b.place);
}

const members = rowsOf('changes of waves', { ...CHANGE_COLUMN_KINDS, place: 'number' });

/** Every visible change of these waves, wave by wave and in order. */
export async function changesOfWaves(
  db: Db,
  fabrics: FabricScope,
  some: readonly WaveSpan[],
): Promise<(FleetChange & { place: number })[]> {
  if (some.length === 0) return [];
  const found = await members(db)`
    WITH ${changesAmong(some, Prisma.sql`kind`)}
    SELECT m.place, ${CHANGE_COLUMNS}
    FROM (SELECT place, id AS member_id FROM among) m
    JOIN ${changeRelation(Prisma.sql`TRUE`, fabricSince(earliestOf(some)))} ON found.id = m.member_id
    WHERE ${withinScope(fabrics)} ORDER BY place, at, found.id`;
  return withOtherHosts(db, fabrics, found);
}

const turnedTexts = rowsOf('hosts of waves', { place: 'number', turned: 'text' });

/** The first change of each host of a wave. */
export type TurnedHost = { hostId: string; at: number; changeId: string };

/**
 * When each host of a wave turned first, in that order, wave by wave. Each wave comes as one text, because
 * separate rows take long.
 */
export async function turnedInWaves(db: Db, some: readonly WaveSpan[]): Promise<TurnedHost[][]> {
  if (some.length === 0) return [];
  const found = await turnedTexts(db)`
    WITH ${firstAmong(some, Prisma.sql`kind`)}
    SELECT place, string_agg(concat_ws(' ', host_id, (extract(epoch FROM at) * 1000)::bigint, id), ',' ORDER BY at, id) AS turned
    FROM first GROUP BY place`;
  const texts = new Map(found.map(({ place, turned }) => [place, turned]));
  return some.map((_, place) =>
    (texts.get(place) ?? '').split(',').flatMap((text) => {
      const [hostId, at, changeId] = text.split(' ');
      return hostId && at && changeId ? [{ hostId, at: Number(at), changeId }] : [];
    }),
  );
}

const commons = rowsOf('what waves have in common', {
  place: 'number',
  from: 'text?',
  cluster: 'text?',
  model: 'text?',
  firmware: 'text?',
});
export type WaveCommon = RowOf<typeof commons>;

const same = (text: Prisma.Sql) =>
  Prisma.sql`CASE WHEN count(${text}) = count(*) AND min(${text} COLLATE "C") = max(${text} COLLATE "C") THEN min(${text} COLLATE "C") END`;

/**
 * What the first changes of all hosts of a wave have in common, and what these hosts had then; null if it
 * differs or is unknown. The latter is read only on request, because it needs their profiles.
 */
export async function commonOfWaves(
  db: Db,
  some: readonly WaveSpan[],
  { traits }: { traits: boolean },
): Promise<WaveCommon[]> {
  if (some.length === 0) return [];
  const had = Prisma.raw(
    traits
      ? 'cluster, model, firmware_version'
      : 'NULL::text AS cluster, NULL::text AS model, NULL::text AS firmware_version',
  );
  return commons(db)`
    WITH ${firstAmong(some, Prisma.sql`detail, ${had}`)}
    SELECT place, ${same(cameFrom(Prisma.sql`detail`))} AS "from", ${same(Prisma.sql`cluster`)} AS cluster,
      ${same(Prisma.sql`model`)} AS model, ${same(Prisma.sql`firmware_version`)} AS firmware
    FROM first GROUP BY place ORDER BY place`;
}

const clusters = rowsOf('clusters of waves', { place: 'number', cluster: 'text?' });

/**
 * The cluster of all changes of each wave; null if there are several, or all changes have been superseded
 * meanwhile.
 */
export async function clustersOfWaves(
  db: Db,
  some: readonly WaveSpan[],
  asked: Asked,
): Promise<(string | null)[]> {
  const found = await clusters(db)`
    SELECT (w.place - 1)::int AS place, ${same(Prisma.sql`m.cluster`)} AS cluster
    FROM ${asRows(some)} CROSS JOIN LATERAL ${changesOfWave(asked)} m GROUP BY w.place ORDER BY w.place`;
  const ofPlaces = new Map(found.map(({ place, cluster }) => [place, cluster]));
  return some.map((_, place) => ofPlaces.get(place) ?? null);
}
