import { HOST_FILTER_WORDS } from '@/lib/domain/host-filter';
import { type Db, Prisma } from '@/lib/server/db/client';
import type { FleetQuestion } from './question';
import { fleetRows } from './rows';
import { conditionOf, type FilterWord, withinScope } from './where';

export type FacetWord = Exclude<FilterWord, 'q'>;

export const FACET_WORDS = HOST_FILTER_WORDS.filter((word): word is FacetWord => word !== 'q');

/** The values that one row has under each word; a row without any counts under none. */
const VALUES: Readonly<Record<FacetWord, Prisma.Sql>> = {
  fabric: Prisma.sql`ARRAY[fabric]`,
  cluster: Prisma.sql`ARRAY[cluster]`,
  state: Prisma.sql`ARRAY[state]`,
  check: Prisma.sql`failing_checks`,
  cause: Prisma.sql`causes`,
  reporting: Prisma.sql`ARRAY[reporting]`,
  os: Prisma.sql`ARRAY[os]`,
  mode: Prisma.sql`ARRAY[mode]`,
  model: Prisma.sql`ARRAY[model]`,
  firmware: Prisma.sql`ARRAY[firmware_version]`,
  agent: Prisma.sql`ARRAY[agent_version]`,
  risk: Prisma.sql`risks`,
  exception: Prisma.sql`ARRAY[exception]`,
  owner: Prisma.sql`ARRAY[owner]`,
};

const POSITION = new Map(HOST_FILTER_WORDS.map((word, index) => [word, index + 1]));

/** `refused` holds, per row, the positions of the words that the row does not meet. */
const refusedBy = ({ filter }: FleetQuestion) => {
  const tests = HOST_FILTER_WORDS.filter((word) => filter[word] !== undefined).map(
    (word) =>
      Prisma.sql`CASE WHEN ${conditionOf(filter, word)} THEN NULL ELSE ${POSITION.get(word)}::int END`,
  );
  if (tests.length === 0) return Prisma.sql`'{}'::int[]`;
  return Prisma.sql`array_remove(ARRAY[${Prisma.join(tests)}], NULL)`;
};

const countsOf = (word: FacetWord) => Prisma.sql`
  SELECT ${word}::text AS word, value,
    count(*) FILTER (WHERE refused <@ ARRAY[${POSITION.get(word)}::int])::int AS count
  FROM judged CROSS JOIN unnest(${VALUES[word]}) AS value WHERE value IS NOT NULL GROUP BY value`;

/**
 * How many hosts each value would show: a word's own choices are ignored, all others respected. Values that
 * the others hide stay listed, with 0.
 */
export function countFacets(
  db: Db,
  question: FleetQuestion,
): Promise<{ word: FacetWord; value: string; count: number }[]> {
  return db.$queryRaw(Prisma.sql`
    WITH judged AS MATERIALIZED (
      SELECT fabric, cluster, state, failing_checks, causes, reporting, os, mode, model, firmware_version, exception, owner,
        agent_version, risks,
        ${refusedBy(question)} AS refused
      FROM (${fleetRows(question.when)}) fleet WHERE ${withinScope(question.fabrics)})
    ${Prisma.join(FACET_WORDS.map(countsOf), ' UNION ALL ')}`);
}
