import { CHANGE_KINDS, type ChangeKind } from '@/lib/domain/changes';
import type { HostFilter } from '@/lib/domain/host-filter';
import { type Traits, WAVE_GAP_MS, WAVE_LONGEST_MS, waveId } from '@/lib/domain/waves';
import type { FabricScope } from '@/lib/server/context';
import { rowsOf } from '@/lib/server/db/checked-rows';
import { type Db, Prisma } from '@/lib/server/db/client';
import { all, conditionOf, isOneOf, withinScope } from '@/lib/server/db/fleet/filter/filter-sql';
import { timestamp } from '@/lib/server/db/fleet/point-in-time';
import { asRows, changeRelation, fabricAt, fabricSince, type Span, type WaveSpan } from './changes';

// What `findWaves` finds (lib/domain/waves.ts), by the database: a day or a month has more changes than a process should
// read for a line each.

/** What of a host its changes know, as it was then: by these words waves can be asked for. */
export const CHANGE_FILTER_WORDS = ['fabric', 'cluster', 'model', 'firmware'] as const;

type WaveQuestion = Span & {
  fabrics: FabricScope;
  filter: Pick<HostFilter, (typeof CHANGE_FILTER_WORDS)[number]>;
  kinds: readonly ChangeKind[];
  /** Waves for these reasons alone; null for any. */
  reasons: readonly string[] | null;
  /** The least number of hosts. */
  hosts: number;
};

const milliseconds = (ms: number) => Prisma.sql`${ms}::int * interval '1 millisecond'`;

const gap = milliseconds(WAVE_GAP_MS);

/** What is asked of a change by who asks for waves, beside its time and its reason. */
type Asked = Pick<WaveQuestion, 'fabrics' | 'filter' | 'kinds'>;

const isAsked = ({ fabrics, filter }: Asked) =>
  all([withinScope(fabrics), ...CHANGE_FILTER_WORDS.map((word) => conditionOf(filter, word))]);

/**
 * `waves`: those that ended within a time. Changes of one half hour follow each other whatever their order, so that half hours are
 * put in order and not changes: of 21,000 changes that took 50 ms, where to put the changes in order took 215.
 */
function waves({ reasons, hosts, from, to, ...asked }: WaveQuestion): Prisma.Sql {
  const reach = new Date(from.getTime() - WAVE_LONGEST_MS - WAVE_GAP_MS);
  const hasReason =
    reasons === null ? Prisma.sql`c.reason IS NOT NULL` : isOneOf(Prisma.sql`c.reason`, reasons);
  const turned = Prisma.sql`${hasReason} AND c.at >= ${timestamp(reach)} AND c.at <= ${timestamp(to)}
    AND ${isOneOf(Prisma.sql`c.kind`, asked.kinds)}`;
  return Prisma.sql`
    halves AS (
      SELECT fabric_id, reason, min(at) AS started_at, max(at) AS ended_at, array_agg(host_id) AS host_ids
      FROM ${changeRelation(turned, fabricSince(reach))} WHERE ${isAsked(asked)}
      GROUP BY fabric_id, reason, date_bin(${gap}, at, 'epoch')),
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
      HAVING max(ended_at) >= ${timestamp(from)} AND max(ended_at) - min(started_at) <= ${milliseconds(WAVE_LONGEST_MS)})`;
}

/** The changes of wave `w`: all of its fabric and its reason from its first to its last. */
const changesOfWave = (asked: Asked, where = Prisma.sql`TRUE`) => Prisma.sql`(
  SELECT found.* FROM ${changeRelation(Prisma.sql`c.reason = w.reason AND c.at >= w.started_at AND c.at <= w.ended_at
    AND ${isOneOf(Prisma.sql`c.kind`, asked.kinds)} AND ${where}`)}
  WHERE fabric_id = w.fabric_id AND ${isAsked(asked)})`;

/** The id of a wave that was only counted. */
export const idOfWave = ({ startedAt, fabricId, reason }: WaveSpan) =>
  waveId({ at: startedAt.getTime(), fabricId, reason });

export type WaveCount = WaveSpan & {
  fabric: string;
  hosts: number;
  /** Its newest change, and what this says. */
  newestId: string;
  kind: string;
  detail: Record<string, unknown>;
};

const waveCounts = rowsOf<WaveCount>('waves of a time', {
  fabricId: 'text',
  reason: 'text',
  startedAt: 'time',
  endedAt: 'time',
  fabric: 'text',
  hosts: 'number',
  newestId: 'text',
  kind: 'text',
  detail: 'json',
});

/** The waves that ended within a time, the largest first, without their members. */
export function countWaves(
  db: Db,
  { limit, ...question }: WaveQuestion & { limit: number },
): Promise<WaveCount[]> {
  const bySize = Prisma.sql`w.hosts DESC, w.ended_at DESC, w.reason COLLATE "C", w.fabric_id`;
  const isNewest = Prisma.sql`c.at = w.ended_at`;
  return waveCounts(db)`
    WITH ${waves(question)}, largest AS MATERIALIZED (SELECT * FROM waves w ORDER BY ${bySize} LIMIT ${limit}::int)
    SELECT w.fabric_id::text AS "fabricId", f.name AS fabric, w.reason, w.started_at AS "startedAt", w.ended_at AS "endedAt", w.hosts,
      c.id::text AS "newestId", c.kind, c.detail
    FROM largest w JOIN fabric f ON f.id = w.fabric_id
    CROSS JOIN LATERAL (SELECT id, kind, detail FROM ${changesOfWave(question, isNewest)} newest ORDER BY id DESC LIMIT 1) c
    ORDER BY ${bySize}`;
}

/** What is asked of the changes of a wave that was found among those of all kinds and hosts. */
const ANY: Asked = { fabrics: 'all', filter: {}, kinds: CHANGE_KINDS };

/** The first change of a host of a wave, as far as waves tell it. */
export type FirstOfWave = Traits & {
  place: number;
  hostId: string;
  hostname: string;
  at: Date;
  from: string | null;
};

const firsts = rowsOf<FirstOfWave>('first changes of waves', {
  place: 'number',
  hostId: 'text',
  hostname: 'text',
  at: 'time',
  from: 'text',
  cluster: 'text',
  model: 'text',
  firmware: 'text',
});

/** Text as `from` of a change, whatever is kept. */
const cameFrom = (detail: Prisma.Sql) =>
  Prisma.sql`CASE jsonb_typeof(${detail}->'from') WHEN 'string' THEN ${detail}->>'from' END`;

/** The first change of each host, so many of each wave, in their order: of a large one the others are not read. */
export async function firstOfWaves(db: Db, some: readonly WaveSpan[], limit: number): Promise<FirstOfWave[]> {
  if (some.length === 0) return [];
  // No index serves IS NOT DISTINCT FROM, so that the few changes of the host are looked through. Right after thousands of
  // hosts were enrolled, before PostgreSQL has counted them, it took those of the reason, which are all: 3.5 s instead of 15 ms.
  const isFirst = Prisma.sql`NOT EXISTS (
    SELECT FROM change e WHERE e.host_id = c.host_id AND e.reason IS NOT DISTINCT FROM w.reason AND e.superseded_at IS NULL
      AND e.at >= w.started_at AND e.at >= h.enrolled_at AND (e.at, e.id) < (c.at, c.id) AND ${fabricAt('e')} = w.fabric_id)`;
  return firsts(db)`
    SELECT (w.place - 1)::int AS place, found.host_id::text AS "hostId", hostname, at, ${cameFrom(Prisma.sql`detail`)} AS "from",
      cluster, model, firmware_version AS firmware
    FROM ${asRows(some)}
    CROSS JOIN LATERAL (SELECT id FROM ${changesOfWave(ANY, isFirst)} first ORDER BY at, id LIMIT ${limit}::int) m
    JOIN ${changeRelation(Prisma.sql`TRUE`)} ON found.id = m.id
    ORDER BY w.place, at, found.id`;
}

const turnedTexts = rowsOf<{ place: number; turned: string }>('hosts of waves', {
  place: 'number',
  turned: 'text',
});

/** When each host of a wave turned first, in this order, wave by wave. One text of each, since rows of their own take long. */
export async function turnedInWaves(
  db: Db,
  some: readonly WaveSpan[],
): Promise<{ hostId: string; at: number }[][]> {
  const found = await turnedTexts(db)`
    SELECT (w.place - 1)::int AS place, string_agg(concat_ws(' ', m.host_id, (extract(epoch FROM m.at) * 1000)::bigint), ',' ORDER BY m.at, m.id) AS turned
    FROM ${asRows(some)}
    CROSS JOIN LATERAL (
      SELECT DISTINCT ON (host_id) host_id, at, id FROM ${changesOfWave(ANY)} member ORDER BY host_id, at, id) m
    GROUP BY w.place`;
  const texts = new Map(found.map(({ place, turned }) => [place, turned]));
  return some.map((_, place) =>
    (texts.get(place) ?? '').split(',').flatMap((text) => {
      const [hostId, at] = text.split(' ');
      return hostId && at ? [{ hostId, at: Number(at) }] : [];
    }),
  );
}

export type WaveCommon = Traits & { place: number; from: string | null };

const commons = rowsOf<WaveCommon>('what waves have in common', {
  place: 'number',
  from: 'text',
  cluster: 'text',
  model: 'text',
  firmware: 'text',
});

const same = (text: Prisma.Sql) =>
  Prisma.sql`CASE WHEN count(${text}) = count(*) AND min(${text} COLLATE "C") = max(${text} COLLATE "C") THEN min(${text} COLLATE "C") END`;

/**
 * What the first changes of all hosts of a wave say, and what these had then; null where it differs or is not known. What they had
 * is not looked for where nobody asks, since their profiles say it.
 */
export async function commonOfWaves(
  db: Db,
  some: readonly WaveSpan[],
  { traits }: { traits: boolean },
): Promise<WaveCommon[]> {
  if (some.length === 0) return [];
  const had = Prisma.raw(
    traits ? 'cluster, model, firmware_version' : 'NULL AS cluster, NULL AS model, NULL AS firmware_version',
  );
  return commons(db)`
    SELECT (w.place - 1)::int AS place, ${same(cameFrom(Prisma.sql`m.detail`))} AS "from", ${same(Prisma.sql`m.cluster`)} AS cluster,
      ${same(Prisma.sql`m.model`)} AS model, ${same(Prisma.sql`m.firmware_version`)} AS firmware
    FROM ${asRows(some)}
    CROSS JOIN LATERAL (SELECT DISTINCT ON (host_id) detail, ${had} FROM ${changesOfWave(ANY)} member ORDER BY host_id, at, id) m
    GROUP BY w.place ORDER BY w.place`;
}

const clusters = rowsOf<{ place: number; cluster: string | null }>('clusters of waves', {
  place: 'number',
  cluster: 'text',
});

/** The cluster of all changes of each wave; null where they are of several, or have all been superseded meanwhile. */
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
