import type { Figures } from '@/lib/contracts/compare';
import { COMPARED, DIFFERENCES } from '@/lib/contracts/words/changes';
import { OUTCOMES, type Outcome } from '@/lib/domain/compared';
import type { FilterValues } from '@/lib/domain/host-filter';
import { type RowOf, rowsOf, typed } from '@/lib/server/db/checked-rows';
import { type Db, inOneView, Prisma } from '@/lib/server/db/client';
import { COLUMNS, type FleetRow } from '@/lib/server/db/fleet/columns';
import { all, chosen, contains, list } from '@/lib/server/db/fleet/filter/filter-sql';
import type { FleetQuestion } from '@/lib/server/db/fleet/question';
import { matchingHosts, prepare } from './matching-hosts';

type Difference = (typeof DIFFERENCES)[number];

/** What is compared or shown for a host at one of the two times. */
const TOLD = [...COMPARED, 'attestationStatus', 'fqdn', 'shieldedVms'] as const;
type Told = (typeof TOLD)[number];
type Side = Pick<FleetRow, Told>;

/** Which of the differing hosts the question asks for. */
export type Narrowed = {
  q?: string | undefined;
  cluster?: FilterValues | undefined;
  fact?: readonly Difference[] | undefined;
};

const columnOf = (word: Told, alias: Prisma.Sql) => Prisma.sql`${alias}.${Prisma.raw(COLUMNS[word].name)}`;

const side = (alias: Prisma.Sql) => Prisma.sql`CASE WHEN ${alias}.id IS NOT NULL THEN jsonb_build_object(
  ${Prisma.join(TOLD.map((word) => Prisma.sql`${word}::text, ${columnOf(word, alias)}`))}) END`;

const BEFORE = Prisma.sql`b`;
const AFTER = Prisma.sql`a`;

const DIFFERS = Prisma.sql`array_remove(CASE
  WHEN b.id IS NULL THEN ARRAY['added'::text] WHEN a.id IS NULL THEN ARRAY['gone'::text]
  ELSE ARRAY[${Prisma.join(
    COMPARED.map(
      (word) =>
        Prisma.sql`CASE WHEN ${columnOf(word, BEFORE)} IS DISTINCT FROM ${columnOf(word, AFTER)} THEN ${word}::text END`,
    ),
  )}] END, NULL)`;

/**
 * The outcome for a host. A host that joined is worse only if it is not able. One that still fails is better
 * if some causes are gone and none came, and worse if the state or a cause is new.
 */
const OUTCOME = Prisma.sql`CASE
  WHEN a.id IS NULL THEN 'other'
  WHEN a.state = 'Silent' THEN CASE WHEN b.state = 'Silent' THEN 'other' ELSE 'silent' END
  WHEN a.state = 'Passed' THEN CASE WHEN b.id IS NULL OR b.state = 'Passed' THEN 'other' ELSE 'better' END
  WHEN b.id IS NULL OR a.state <> b.state OR NOT a.causes <@ b.causes THEN 'worse'
  WHEN NOT a.causes @> b.causes THEN 'better'
  ELSE 'other'
END`;

/** The fleet before and after. */
export type Sides = readonly [FleetQuestion, FleetQuestion];

/**
 * The fleet at two times, joined by host: `b` before and `a` after, with hosts of either time. It must be
 * queried in the view in which it was prepared.
 */
async function bothSides(db: Db, [one, other]: Sides): Promise<Prisma.Sql> {
  const [before, after] = [await prepare(db, one), await prepare(db, other)];
  return Prisma.sql`(SELECT * FROM ${matchingHosts(before)}) b
    FULL JOIN (SELECT * FROM ${matchingHosts(after)}) a ON a.id = b.id`;
}

/** The columns by which hosts are counted and filtered. */
const ASKED = Prisma.sql`${DIFFERS} AS differs, ${OUTCOME} AS outcome,
  coalesce(a.shielded_vms, b.shielded_vms, 0) AS vms, array_remove(ARRAY[b.cluster, a.cluster], NULL) AS clusters,
  lower(concat_ws(E'\\n', b.hostname, a.hostname, b.cluster, a.cluster)) AS search`;

const IS_DIFFERENT = Prisma.sql`cardinality(differs) > 0`;

function asked({ q, cluster, fact }: Narrowed): Prisma.Sql {
  const clusters = cluster ? chosen(cluster, (some) => Prisma.sql`clusters && ${list(some)}`) : [];
  return all([
    IS_DIFFERENT,
    ...(q ? [contains([q])] : []),
    ...clusters,
    ...(fact && fact.length > 0 ? [Prisma.sql`differs && ${list(fact)}`] : []),
  ]);
}

/** All differing hosts, from which a condition and an order select. */
async function differing(db: Db, sides: Sides): Promise<Prisma.Sql> {
  return Prisma.sql`(SELECT coalesce(a.id, b.id) AS id, ${side(BEFORE)} AS before, ${side(AFTER)} AS after, ${ASKED},
      left(lower(coalesce(a.hostname, b.hostname)), 200) COLLATE "C" AS position
    FROM ${await bothSides(db, sides)}) AS differing`;
}

type Page = { after: { position: string; id: string } | null; limit: number };

const differences = rowsOf('page of differences', {
  id: 'text',
  outcome: typed<Outcome>('text'),
  shieldedVms: 'number',
  before: typed<Side | null>('json'),
  after: typed<Side | null>('json'),
  differs: typed<Difference[]>('texts'),
  /** The host's place in the list. */
  position: 'text',
});
export type Differing = RowOf<typeof differences>;
const ROW = Prisma.sql`id::text AS id, outcome, vms AS "shieldedVms", before, after, differs, position`;

/** One page in the order of names. */
export async function pageOfDifferences(
  db: Db,
  sides: Sides,
  { after: last, limit, ...narrowed }: Page & Narrowed,
): Promise<Differing[]> {
  const beyond =
    last === null
      ? Prisma.sql`TRUE`
      : Prisma.sql`(position, id) > (${last.position}::text COLLATE "C", ${last.id}::uuid)`;
  return inOneView(db, async (view) => {
    const hosts = await differing(view, sides);
    return differences(view)`
      SELECT ${ROW} FROM ${hosts} WHERE ${asked(narrowed)} AND ${beyond}
      ORDER BY position, differing.id LIMIT ${limit}::int`;
  });
}

/** The differences that weigh most, up to a number. */
export async function heaviestDifferences(
  db: Db,
  sides: Sides,
  { limit, ...narrowed }: Narrowed & { limit: number },
): Promise<Differing[]> {
  return inOneView(db, async (view) => {
    const hosts = await differing(view, sides);
    return differences(view)`
      SELECT ${ROW} FROM ${hosts} WHERE ${asked(narrowed)}
      ORDER BY array_position(${[...OUTCOMES]}::text[], outcome), vms DESC, position, differing.id LIMIT ${limit}::int`;
  });
}

const MOST_CLUSTERS = 200;

export type ClusterCount = { value: string; count: number };
const countsOfDifferences = rowsOf('counts of differences', {
  total: 'number',
  counts: typed<Record<Difference, number>>('json'),
  outcomes: typed<Record<Outcome, { hosts: number; vms: number }>>('json'),
  figures: typed<Figures>('json'),
  facets: typed<{ clusters: ClusterCount[]; facts: Record<Difference, number> }>('json'),
});
export type Counted = RowOf<typeof countsOfDifferences>;

const inEachWay = (condition: Prisma.Sql) =>
  Prisma.sql`jsonb_build_object(${Prisma.join(
    DIFFERENCES.map(
      (word) =>
        Prisma.sql`${word}::text, count(*) FILTER (WHERE ${condition} AND ${word}::text = ANY(differs))`,
    ),
  )})`;

const byOutcome = (condition: Prisma.Sql) =>
  Prisma.sql`jsonb_build_object(${Prisma.join(
    OUTCOMES.map((word) => {
      const those = Prisma.sql`FILTER (WHERE ${condition} AND outcome = ${word}::text)`;
      return Prisma.sql`${word}::text, jsonb_build_object('hosts', count(*) ${those}, 'vms', coalesce(sum(vms) ${those}, 0))`;
    }),
  )})`;

/** The fleet at one of the times, by the state and the virtual machines that its hosts had then. */
const fleetThen = (state: Prisma.Sql, vms: Prisma.Sql) => Prisma.sql`jsonb_build_object(
  'hosts', count(${state}), 'able', count(*) FILTER (WHERE ${state} = 'Passed'),
  'vmsBlocked', coalesce(sum(${vms}) FILTER (WHERE ${state} NOT IN ('Passed', 'Silent')), 0),
  'vmsUnverified', coalesce(sum(${vms}) FILTER (WHERE ${state} = 'Silent'), 0))`;

const FIGURES = Prisma.sql`jsonb_build_object('hosts', count(*), 'unchanged', count(*) FILTER (WHERE NOT ${IS_DIFFERENT}),
  ${Prisma.join(
    OUTCOMES.map(
      (word) =>
        Prisma.sql`${word}::text, count(*) FILTER (WHERE ${IS_DIFFERENT} AND outcome = ${word}::text)`,
    ),
  )},
  'before', ${fleetThen(Prisma.sql`state_before`, Prisma.sql`vms_before`)},
  'after', ${fleetThen(Prisma.sql`state_after`, Prisma.sql`vms_after`)})`;

/** The clusters of differing hosts: a host's cluster at the later time, or its earlier one if it left. */
const CLUSTERS = Prisma.sql`(SELECT coalesce(jsonb_agg(jsonb_build_object('value', value, 'count', count)
    ORDER BY count DESC, value COLLATE "C"), '[]')
  FROM (SELECT clusters[cardinality(clusters)] AS value, count(*) AS count FROM compared
    WHERE ${IS_DIFFERENT} AND cardinality(clusters) > 0
    GROUP BY 1 ORDER BY count(*) DESC, (clusters[cardinality(clusters)]) COLLATE "C" LIMIT ${MOST_CLUSTERS}::int) of_cluster)`;

/** How many hosts differ, in which ways and with which outcome, and the whole fleet at both times. */
export async function countDifferences(db: Db, sides: Sides, narrowed: Narrowed = {}): Promise<Counted> {
  const isAsked = asked(narrowed);
  const [row] = await inOneView(db, async (view) => {
    const hosts = await bothSides(view, sides);
    return countsOfDifferences(view)`
      WITH compared AS MATERIALIZED (SELECT ${ASKED}, b.state AS state_before, a.state AS state_after,
        b.shielded_vms AS vms_before, a.shielded_vms AS vms_after FROM ${hosts})
      SELECT (count(*) FILTER (WHERE ${isAsked}))::int AS total, ${inEachWay(isAsked)} AS counts,
        ${byOutcome(isAsked)} AS outcomes, ${FIGURES} AS figures,
        jsonb_build_object('clusters', ${CLUSTERS}, 'facts', ${inEachWay(IS_DIFFERENT)}) AS facets
      FROM compared`;
  });
  return row as Counted;
}
