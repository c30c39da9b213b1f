import { DIFFERENCES } from '@/lib/contracts/words/changes';
import { rowsOf } from '@/lib/server/db/checked-rows';
import { type Db, inOneView, Prisma } from '@/lib/server/db/client';
import { COLUMNS, type FleetRow } from '@/lib/server/db/fleet/columns';
import type { FleetQuestion } from '@/lib/server/db/fleet/question';
import { matchingHosts, prepare } from './matching-hosts';

type Difference = (typeof DIFFERENCES)[number];

/** What is compared of a host. */
type Side = Pick<FleetRow, Word>;

export type Differing = {
  id: string;
  before: Side | null;
  after: Side | null;
  differs: Difference[];
  /** Where it stands in the list. */
  position: string;
};

type Word = Exclude<Difference, 'added' | 'gone'>;
const WORDS = DIFFERENCES.filter((word): word is Word => word !== 'added' && word !== 'gone');

const columnOf = (word: Word, alias: Prisma.Sql) => Prisma.sql`${alias}.${Prisma.raw(COLUMNS[word].name)}`;

const side = (alias: Prisma.Sql) => Prisma.sql`CASE WHEN ${alias}.id IS NOT NULL THEN jsonb_build_object(
  ${Prisma.join(WORDS.map((word) => Prisma.sql`${word}::text, ${columnOf(word, alias)}`))}) END`;

const BEFORE = Prisma.sql`b`;
const AFTER = Prisma.sql`a`;

const DIFFERS = Prisma.sql`array_remove(CASE
  WHEN b.id IS NULL THEN ARRAY['added'::text] WHEN a.id IS NULL THEN ARRAY['gone'::text]
  ELSE ARRAY[${Prisma.join(
    WORDS.map(
      (word) =>
        Prisma.sql`CASE WHEN ${columnOf(word, BEFORE)} IS DISTINCT FROM ${columnOf(word, AFTER)} THEN ${word}::text END`,
    ),
  )}] END, NULL)`;

/** The fleet before and after. */
type Sides = readonly [FleetQuestion, FleetQuestion];

/**
 * The fleet at one time beside the fleet at another, host by host; those that differ in nothing are left out. To be
 * asked on the view of the database on which it was prepared.
 */
async function differing(db: Db, [one, other]: Sides): Promise<Prisma.Sql> {
  const [before, after] = [await prepare(db, one), await prepare(db, other)];
  return Prisma.sql`
    (SELECT * FROM (SELECT coalesce(a.id, b.id) AS id, ${side(BEFORE)} AS before, ${side(AFTER)} AS after, ${DIFFERS} AS differs,
        left(lower(coalesce(a.hostname, b.hostname)), 200) COLLATE "C" AS position
      FROM (SELECT * FROM ${matchingHosts(before)}) b FULL JOIN (SELECT * FROM ${matchingHosts(after)}) a ON a.id = b.id) both_sides
    WHERE cardinality(differs) > 0) AS differing`;
}

type Page = { after: { position: string; id: string } | null; limit: number };

const differences = rowsOf<Differing>('page of differences', {
  id: 'text',
  before: 'json',
  after: 'json',
  differs: 'texts',
  position: 'text',
});

/** One page in the order of names. */
export async function pageOfDifferences(
  db: Db,
  sides: Sides,
  { after: last, limit }: Page,
): Promise<Differing[]> {
  const beyond =
    last === null
      ? Prisma.sql`TRUE`
      : Prisma.sql`(position, id) > (${last.position}::text COLLATE "C", ${last.id}::uuid)`;
  return inOneView(db, async (view) => {
    const hosts = await differing(view, sides);
    return differences(view)`
      SELECT id::text AS id, before, after, differs, position FROM ${hosts} WHERE ${beyond}
      ORDER BY position, differing.id LIMIT ${limit}::int`;
  });
}

type Counted = { total: number; counts: Record<Difference, number> };
const countsOfDifferences = rowsOf<Counted>('counts of differences', { total: 'number', counts: 'json' });

/** How many hosts differ, and in which ways. */
export async function countDifferences(db: Db, sides: Sides): Promise<Counted> {
  const counts = DIFFERENCES.map(
    (word) => Prisma.sql`${word}::text, count(*) FILTER (WHERE ${word}::text = ANY(differs))`,
  );
  const [row] = await inOneView(db, async (view) => {
    const hosts = await differing(view, sides);
    return countsOfDifferences(view)`
      SELECT count(*)::int AS total, jsonb_build_object(${Prisma.join(counts)}) AS counts
      FROM ${hosts}`;
  });
  return row as Counted;
}
