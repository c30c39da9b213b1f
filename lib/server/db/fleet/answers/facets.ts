import { validate as isUuid } from 'uuid';
import {
  asksOfEachHost,
  FACET_WORDS,
  type FacetWord,
  HOST_FILTER_WORDS,
  type HostFilter,
  type HostWord,
  splitFilter,
} from '@/lib/domain/host-filter';
import { type RowOf, rowsOf, typed } from '@/lib/server/db/checked-rows';
import { type Db, Prisma } from '@/lib/server/db/client';
import { columnOf, conditionOf, withinScope } from '@/lib/server/db/fleet/filter/filter-sql';
import type { FleetQuestion } from '@/lib/server/db/fleet/question';
import {
  answering,
  countedFleet,
  eachCounted,
  matchingParts,
  type PreparedQuestion,
  united,
} from './matching-hosts';

/** One bit for each word. */
const bitOf = (word: HostWord): number => 2 ** HOST_FILTER_WORDS.indexOf(word);

/** The bits of the filter words that a row does not meet. */
const refusedBy = (filter: HostFilter) => {
  const asked = FACET_WORDS.filter((word) => filter[word] !== undefined);
  const tests = asked.map(
    (word) => Prisma.sql`CASE WHEN ${conditionOf(filter, word)} THEN 0 ELSE ${bitOf(word)}::int END`,
  );
  return tests.length === 0 ? Prisma.sql`0` : Prisma.join(tests, ' | ');
};

/**
 * Every host of the scope, with the words that it does not meet. For a search or one host, the hosts found
 * there are counted; all other hosts only provide the listed values.
 */
function judgedRows(question: PreparedQuestion): Prisma.Sql {
  const { filter, fabrics } = question;
  const refused = refusedBy(filter);
  const fleet = (refusal: Prisma.Sql) =>
    Prisma.sql`SELECT fleet.*, ${refusal} AS refused FROM (${countedFleet(question)}) fleet WHERE ${withinScope(fabrics)}`;
  if (!asksOfEachHost(filter)) return fleet(refused);
  const { fabric } = filter;
  const unsought = Prisma.sql`${bitOf('q')}::int | ${refusedBy(fabric ? { fabric } : {})}`;
  // Includes other fabrics, because their facet shows how many hosts they would add.
  const readModel = question.readModel && { ...question.readModel, fabricIds: null };
  const found = united(matchingParts({ ...question, readModel, filter: splitFilter(filter).own }));
  return Prisma.sql`${fleet(unsought)} UNION ALL
    SELECT fleet.*, ${refused} AS refused FROM (${eachCounted(Prisma.sql`(${found}) fleet`)}) fleet`;
}

const hostsShownBy = (word: FacetWord) =>
  Prisma.sql`coalesce(sum(hosts) FILTER (WHERE refused & ${~bitOf(word)}::int = 0), 0)::int`;

/**
 * Counts all hosts of the chosen fabrics, or of every fabric in the fabric facet itself. Hosts found by a
 * search occur twice in the rows and are counted once.
 */
function hostsOfFrame(word: FacetWord, filter: HostFilter): Prisma.Sql {
  const wanted = asksOfEachHost(filter) ? bitOf('q') : 0;
  const looked = wanted + (word === 'fabric' ? 0 : bitOf('fabric'));
  return Prisma.sql`coalesce(sum(hosts) FILTER (WHERE refused & ${looked}::int = ${wanted}::int), 0)::int`;
}

/** The counts for fabrics that were chosen by id, which are listed beside the names. */
function countsOfChosenIds(filter: HostFilter): Prisma.Sql[] {
  const { fabric } = filter;
  const chosen = [...(fabric?.include ?? []), ...(fabric?.exclude ?? [])].filter((value) => isUuid(value));
  if (chosen.length === 0) return [];
  return [
    Prisma.sql`SELECT 'fabric', fabric_id::text, ${hostsShownBy('fabric')}, ${hostsOfFrame('fabric', filter)} FROM judged
      WHERE fabric_id::text = ANY(${chosen}::text[]) GROUP BY fabric_id`,
  ];
}

const countsOf = (word: FacetWord, filter: HostFilter) => {
  const column = columnOf(word);
  const name = Prisma.raw(column.name);
  const isList = column.type === 'texts';
  const of = isList ? Prisma.sql`value` : name;
  const rows = isList ? Prisma.sql`judged CROSS JOIN unnest(${name}) AS value` : Prisma.sql`judged`;
  return Prisma.sql`
    SELECT ${word}::text AS word, ${of} AS value, ${hostsShownBy(word)} AS count, ${hostsOfFrame(word, filter)} AS all_hosts
    FROM ${rows} WHERE ${of} IS NOT NULL GROUP BY ${of} HAVING sum(hosts) > 0`;
};

const facetCounts = rowsOf('facets', {
  word: typed<FacetWord>('text'),
  value: 'text',
  count: 'number',
  all_hosts: 'number',
});
type FacetCount = RowOf<typeof facetCounts>;

/**
 * How many hosts each value would show: the word's own choices are ignored, all others apply. Values that the
 * others hide stay listed with 0.
 */
export function countFacets(db: Db, question: FleetQuestion): Promise<FacetCount[]> {
  const { filter } = question;
  const counts = [...FACET_WORDS.map((word) => countsOf(word, filter)), ...countsOfChosenIds(filter)];
  return answering(
    db,
    { ...question, deciding: 'all' },
    (prepared, view) =>
      facetCounts(view)`WITH judged AS MATERIALIZED (${judgedRows(prepared)}) ${united(counts)}`,
  );
}
