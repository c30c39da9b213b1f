import type { ChangeKind } from '@/lib/domain/changes';
import type { HostFilter } from '@/lib/domain/host-filter';
import { type Traits, WAVE_GAP_MS, WAVE_LONGEST_MS } from '@/lib/domain/waves';
import type { FabricScope } from '@/lib/server/context';
import { rowsOf } from '@/lib/server/db/checked-rows';
import { type Db, Prisma } from '@/lib/server/db/client';
import { all, conditionOf, isOneOf, withinScope } from '@/lib/server/db/fleet/filter/filter-sql';
import { timestamp } from '@/lib/server/db/fleet/point-in-time';
import { changeRelation, type Span } from './changes';

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

/** `grouped`: rows of changes that follow each other for one reason in one fabric, of those that ended within a time as waves. */
function chains({ fabrics, filter, kinds, reasons, hosts, from, to }: WaveQuestion) {
  const reach = new Date(from.getTime() - WAVE_LONGEST_MS - WAVE_GAP_MS);
  const isAsked =
    reasons === null ? Prisma.sql`c.reason IS NOT NULL` : isOneOf(Prisma.sql`c.reason`, reasons);
  const turned = Prisma.sql`${isAsked} AND c.at >= ${timestamp(reach)} AND c.at <= ${timestamp(to)}
    AND ${isOneOf(Prisma.sql`c.kind`, kinds)}`;
  const where = [withinScope(fabrics), ...CHANGE_FILTER_WORDS.map((word) => conditionOf(filter, word))];
  const chain = Prisma.sql`PARTITION BY fabric_id, reason ORDER BY at, id`;
  return {
    chained: Prisma.sql`
      turned AS (
        SELECT id, at, host_id, fabric_id, reason, at - lag(at) OVER (${chain}) <= ${milliseconds(WAVE_GAP_MS)} AS follows
        FROM ${changeRelation(turned)} WHERE ${all(where)}),
      chained AS (SELECT *, count(*) FILTER (WHERE follows IS NOT TRUE) OVER (${chain}) AS chain FROM turned)`,
    grouped: Prisma.sql`FROM chained GROUP BY fabric_id, reason, chain
      HAVING count(DISTINCT host_id) >= ${hosts}::int AND max(at) >= ${timestamp(from)}
        AND max(at) - min(at) <= ${milliseconds(WAVE_LONGEST_MS)}`,
  };
}

/** Columns of a wave; `ids` are its changes in their order, so that the last is the newest. */
const WAVE = Prisma.sql`fabric_id, reason, min(at) AS started_at, max(at) AS ended_at, count(DISTINCT host_id)::int AS hosts,
  array_agg(id ORDER BY at, id) AS ids`;
const NEWEST_OF_WAVE = Prisma.sql`JOIN change c ON c.id = w.ids[cardinality(w.ids)]`;
/** The largest first, as waves `w`. */
const BY_SIZE = Prisma.sql`w.hosts DESC, w.ended_at DESC, w.reason COLLATE "C", w.fabric_id`;

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

/** The waves that ended within a time, the largest first, without their members. */
export function countWaves(
  db: Db,
  { limit, ...question }: WaveQuestion & { limit: number },
): Promise<WaveCount[]> {
  const { chained, grouped } = chains(question);
  return waveCounts(db)`
    WITH ${chained}, waves AS (SELECT * FROM (SELECT ${WAVE} ${grouped}) w ORDER BY ${BY_SIZE} LIMIT ${limit}::int)
    SELECT w.fabric_id::text AS "fabricId", f.name AS fabric, w.reason, w.started_at AS "startedAt", w.ended_at AS "endedAt", w.hosts,
      s.cluster, c.detail
    FROM waves w JOIN fabric f ON f.id = w.fabric_id ${NEWEST_OF_WAVE}
    CROSS JOIN LATERAL (
      SELECT CASE WHEN count(p.cluster) = count(*) AND count(DISTINCT p.cluster) = 1 THEN min(p.cluster) END AS cluster
      FROM change m LEFT JOIN host_profile p ON p.id = m.profile_id WHERE m.id = ANY(w.ids)) s
    ORDER BY ${BY_SIZE}`;
}

export type WaveRows = Pick<WaveCount, 'fabricId' | 'reason' | 'startedAt' | 'hosts' | 'detail'> & {
  /** When and what its newest change was. */
  endedAt: Date;
  kind: string;
  /** Which of the changes that were asked about are of it. */
  asked: string[];
  /** Its changes in their order: of each its id, its host and its time in milliseconds. One text, since rows of their own take long. */
  members: string;
};

const waveRows = rowsOf<WaveRows>('waves with their changes', {
  fabricId: 'text',
  reason: 'text',
  startedAt: 'time',
  endedAt: 'time',
  hosts: 'number',
  kind: 'text',
  detail: 'json',
  asked: 'texts',
  members: 'text',
});

/** The same with their changes, and which of `asked` these are: of the largest waves, so many changes at most in all. */
export function readWaves(
  db: Db,
  { asked, changes, ...question }: WaveQuestion & { asked: readonly string[]; changes: number },
): Promise<WaveRows[]> {
  const { chained, grouped } = chains(question);
  return waveRows(db)`
    WITH ${chained}, found AS (
      SELECT ${WAVE}, coalesce(array_agg(id::text) FILTER (WHERE id = ANY(${[...asked]}::uuid[])), '{}') AS asked,
        string_agg(concat_ws(' ', id, host_id, (extract(epoch FROM at) * 1000)::bigint), ',' ORDER BY at, id) AS members
      ${grouped}),
    waves AS (SELECT *, sum(cardinality(ids)) OVER (ORDER BY ${BY_SIZE}, ids[1]) AS so_far FROM found w)
    SELECT w.fabric_id::text AS "fabricId", w.reason, w.started_at AS "startedAt", w.ended_at AS "endedAt", w.hosts, c.kind, c.detail,
      w.asked, w.members
    FROM waves w ${NEWEST_OF_WAVE} WHERE so_far <= ${changes}::int ORDER BY ${BY_SIZE}`;
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

type Asked = {
  /** Changes, wave by wave. */
  lists: readonly (readonly string[])[];
  /** Whether what their hosts had is asked for, which their profiles say. */
  traits: boolean;
};

/** What all of these changes say, and all of their hosts had then, list by list; null where it differs or is not known. */
export async function commonOfChanges(db: Db, { lists, traits }: Asked): Promise<WaveCommon[]> {
  if (lists.length === 0) return [];
  const texts = lists.map((ids) => ids.join(' '));
  const from = Prisma.sql`CASE jsonb_typeof(c.detail->'from') WHEN 'string' THEN c.detail->>'from' END`;
  const trait = (column: Prisma.Sql) => (traits ? same(column) : Prisma.sql`NULL::text`);
  return commons(db)`
    SELECT (w.place - 1)::int AS place, ${same(from)} AS "from", ${trait(Prisma.sql`p.cluster`)} AS cluster,
      ${trait(Prisma.sql`p.model`)} AS model, ${trait(Prisma.sql`p.firmware_version`)} AS firmware
    FROM unnest(${texts}::text[]) WITH ORDINALITY AS w(ids, place)
    CROSS JOIN LATERAL unnest(string_to_array(w.ids, ' ')::uuid[]) AS m(id)
    JOIN change c ON c.id = m.id LEFT JOIN host_profile p ON p.id = c.profile_id
    GROUP BY w.place ORDER BY w.place`;
}
