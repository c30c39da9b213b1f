import { validate as isUuid } from 'uuid';
import {
  type FilterValues,
  HOST_FILTER_WORDS,
  HOST_WORDS,
  type HostFilter,
  type HostWord,
  soughtWords,
} from '@/lib/domain/host-filter';
import type { FabricScope } from '@/lib/server/context';
import { Prisma } from '@/lib/server/db/client';
import { COLUMNS, type Column } from '@/lib/server/db/fleet/columns';

/** PostgreSQL text cannot hold NUL, so no stored text equals or contains such a value. */
const storable = (values: readonly string[]) => values.filter((value) => !value.includes('\0'));

/** A list is one array parameter: its length does not change the statement, and its values are never SQL. */
export const list = (values: readonly string[]) => Prisma.sql`${storable(values)}::text[]`;

/** A single value becomes an equality, with which an index still returns its rows in order. */
export function isOneOf(column: Prisma.Sql, values: readonly string[]): Prisma.Sql {
  const [value, ...others] = storable(values);
  if (value !== undefined && others.length === 0) return Prisma.sql`${column} = ${value}::text`;
  return Prisma.sql`${column} = ANY(${list(values)})`;
}

/** Whether a JSON list contains one of these texts. */
export const listsOneOf = (json: Prisma.Sql, values: readonly string[]): Prisma.Sql =>
  Prisma.sql`jsonb_exists_any(${json}, ${list(values)})`;

/**
 * Escapes what LIKE would read as a pattern. A single word is a list too, because the trigram index is used
 * that way.
 */
const holdsOneOf = (words: readonly string[]): Prisma.Sql =>
  Prisma.sql`search LIKE ANY(${list(words.map((word) => `%${word.replaceAll(/[\\%_]/g, '\\$&')}%`))})`;

/**
 * Whether the text contains all words of one of these values. The column is lower-cased text, one field per
 * line.
 */
export function contains(values: readonly string[]): Prisma.Sql {
  const texts = storable(values).filter((value) => !value.includes('\n'));
  const sought = texts.map(soughtWords);
  const single = sought.filter(({ length }) => length === 1).flat();
  const several = sought.filter(({ length }) => length > 1);
  const conditions = several.map((words) => Prisma.sql`(${all(words.map((word) => holdsOneOf([word])))})`);
  if (single.length > 0 || several.length === 0) conditions.unshift(holdsOneOf(single));
  return Prisma.sql`(${Prisma.join(conditions, ' OR ')})`;
}

/** The column of a filter word. */
export const columnOf = (word: HostWord): Column => COLUMNS[HOST_WORDS[word].field];

function matching(word: HostWord, values: readonly string[]): Prisma.Sql {
  const { name, type } = columnOf(word);
  if (word === 'fabric')
    return Prisma.sql`(fabric = ANY(${list(values)}) OR fabric_id::text = ANY(${list(values)}))`;
  if (word === 'q') return contains(values);
  if (word === 'id') return Prisma.sql`id = ANY(${values.filter((value) => isUuid(value))}::uuid[])`;
  if (type === 'texts') return Prisma.sql`${Prisma.raw(name)} && ${list(values)}`;
  return isOneOf(Prisma.raw(name), values);
}

/** The conditions for included and excluded values. */
export function chosen(
  { include, exclude }: FilterValues,
  matches: (values: readonly string[]) => Prisma.Sql,
): Prisma.Sql[] {
  const conditions: Prisma.Sql[] = [];
  if (include.length > 0) conditions.push(Prisma.sql`(${matches(include)})`);
  // IS NOT TRUE, because a host without a cluster is not in cluster X.
  if (exclude.length > 0) conditions.push(Prisma.sql`(${matches(exclude)}) IS NOT TRUE`);
  return conditions;
}

const compile = (word: HostWord, values: FilterValues) => chosen(values, (some) => matching(word, some));

export const all = (conditions: readonly Prisma.Sql[]): Prisma.Sql =>
  conditions.length === 0 ? Prisma.sql`TRUE` : Prisma.join([...conditions], ' AND ');

/** The condition of each word separately: a facet ignores its own word and applies the others. */
export function conditionOf(filter: HostFilter, word: HostWord): Prisma.Sql {
  const values = filter[word];
  return values === undefined ? Prisma.sql`TRUE` : all(compile(word, values));
}

/** Things outside a caller's fabrics do not exist for that caller. */
export function withinScope(fabrics: FabricScope): Prisma.Sql {
  return fabrics === 'all' ? Prisma.sql`TRUE` : Prisma.sql`fabric_id = ANY(${[...fabrics]}::uuid[])`;
}

/** The only compiler of filters, over the columns of the fleet. */
export function where({ filter, fabrics }: { filter: HostFilter; fabrics: FabricScope }): Prisma.Sql {
  const conditions = HOST_FILTER_WORDS.flatMap((word) => {
    const values = filter[word];
    return values === undefined ? [] : compile(word, values);
  });
  return all([withinScope(fabrics), ...conditions]);
}
