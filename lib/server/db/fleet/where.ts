import { type FilterValues, HOST_FILTER_WORDS, type HostFilter } from '@/lib/domain/host-filter';
import type { FabricScope } from '@/lib/server/context';
import { Prisma } from '@/lib/server/db/client';

export type FilterWord = keyof HostFilter;

/** PostgreSQL text cannot hold NUL, so that nothing stored equals or contains such a value. */
const storable = (values: readonly string[]) => values.filter((value) => !value.includes('\0'));

/** A list is one array parameter: its length is no new statement, and nothing of it is ever SQL. */
const list = (values: readonly string[]) => Prisma.sql`${storable(values)}::text[]`;

/** A single value as an equality, after which an index still gives its rows in order. */
const isOneOf = (column: Prisma.Sql) => (values: readonly string[]) => {
  const [value, ...others] = storable(values);
  if (value !== undefined && others.length === 0) return Prisma.sql`${column} = ${value}::text`;
  return Prisma.sql`${column} = ANY(${list(values)})`;
};

/** Literal: what LIKE would read as a pattern is escaped. The column is lower-cased text, one field a line. */
function contains(values: readonly string[]): Prisma.Sql {
  const needles = values.filter((value) => !value.includes('\n')).map((value) => value.toLowerCase());
  const patterns = needles.map((needle) => `%${needle.replaceAll(/[\\%_]/g, '\\$&')}%`);
  return Prisma.sql`search LIKE ANY(${list(patterns)})`;
}

const MATCHES: Readonly<Record<FilterWord, (values: readonly string[]) => Prisma.Sql>> = {
  fabric: (values) => Prisma.sql`(fabric = ANY(${list(values)}) OR fabric_id::text = ANY(${list(values)}))`,
  cluster: isOneOf(Prisma.sql`cluster`),
  state: isOneOf(Prisma.sql`state`),
  check: (values) => Prisma.sql`failing_checks && ${list(values)}`,
  cause: (values) => Prisma.sql`causes && ${list(values)}`,
  reporting: isOneOf(Prisma.sql`reporting`),
  os: isOneOf(Prisma.sql`os`),
  mode: isOneOf(Prisma.sql`mode`),
  model: isOneOf(Prisma.sql`model`),
  firmware: isOneOf(Prisma.sql`firmware_version`),
  agent: isOneOf(Prisma.sql`agent_version`),
  risk: (values) => Prisma.sql`risks && ${list(values)}`,
  exception: isOneOf(Prisma.sql`exception`),
  owner: isOneOf(Prisma.sql`owner`),
  q: contains,
};

function compile(word: FilterWord, { include, exclude }: FilterValues): Prisma.Sql[] {
  const conditions: Prisma.Sql[] = [];
  const matches = MATCHES[word];
  // IS NOT TRUE: a host that has no cluster is not in cluster X.
  if (include.length > 0) conditions.push(Prisma.sql`(${matches(include)})`);
  if (exclude.length > 0) conditions.push(Prisma.sql`(${matches(exclude)}) IS NOT TRUE`);
  return conditions;
}

const all = (conditions: readonly Prisma.Sql[]) =>
  conditions.length === 0 ? Prisma.sql`TRUE` : Prisma.join([...conditions], ' AND ');

/** What each word of the filter asks of a row, apart: a facet ignores its own word and respects the others. */
export function conditionOf(filter: HostFilter, word: FilterWord): Prisma.Sql {
  const values = filter[word];
  return values === undefined ? Prisma.sql`TRUE` : all(compile(word, values));
}

/** What lies outside the actor's fabrics does not exist. */
export function withinScope(fabrics: FabricScope): Prisma.Sql {
  return fabrics === 'all' ? Prisma.sql`TRUE` : Prisma.sql`fabric_id = ANY(${[...fabrics]}::uuid[])`;
}

/** The one compiler of filters, over the column names of fleetRows. */
export function where({ filter, fabrics }: { filter: HostFilter; fabrics: FabricScope }): Prisma.Sql {
  const conditions = HOST_FILTER_WORDS.flatMap((word) => {
    const values = filter[word];
    return values === undefined ? [] : compile(word, values);
  });
  return all([withinScope(fabrics), ...conditions]);
}
