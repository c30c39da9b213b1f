import type { HostSort, SortOrder } from '@/lib/contracts/words/host-query';
import { Prisma } from '@/lib/server/db/client';
import { COLUMNS, SEVERITY_KEY } from '@/lib/server/db/fleet/columns';
import { parseRfc3339 } from '@/lib/util/rfc3339';

/** The sort key; fleet_host has an index on each except `last_observed_at`, which changes with every snapshot. */
function sortOf(sort: HostSort) {
  if (sort === 'severity') return { key: SEVERITY_KEY, type: 'text' as const, isNullable: false };
  const { name, type, isNullable = false, sort: other } = COLUMNS[sort];
  return { key: Prisma.raw(name), type, ...other, isNullable };
}

type SortColumn = ReturnType<typeof sortOf>;

/** Whether a value from a cursor is possible for this sort. */
export function isSortValue(sort: HostSort, value: string): boolean {
  const { type } = sortOf(sort);
  if (type === 'integer') return /^-?\d{1,9}$/.test(value);
  // Nothing was observed before 1970, and PostgreSQL has no year 0.
  if (type === 'time') return (parseRfc3339(value) ?? -1) >= 0;
  return !value.includes('\0');
}

/** The place of a row in this order, as text. */
export function positionText(sort: HostSort): Prisma.Sql {
  const { key, type } = sortOf(sort);
  if (type !== 'time') return Prisma.sql`(${key})::text`;
  return Prisma.sql`to_char(${key} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
}

function bound(type: SortColumn['type'], value: string): Prisma.Sql {
  if (type === 'integer') return Prisma.sql`${value}::text::integer`;
  return type === 'text' ? Prisma.sql`${value}::text COLLATE "C"` : Prisma.sql`${value}::text::timestamptz`;
}

export type Sorting = {
  sort: HostSort;
  order: SortOrder;
  /** Reads from the end of the list to its beginning, as for the previous page. */
  isBackwards?: boolean;
};

/** The row next to which a page begins: its sort value as text (null if it has none) and its id. */
export type Position = { value: string | null; id: string };

const isAscending = ({ order, isBackwards = false }: Sorting) => (order === 'asc') !== isBackwards;

/**
 * Rows without a value come last in either order; equal values are ordered by id. Backwards everything is
 * reversed.
 */
export function orderBy(sorting: Sorting, key = sortOf(sorting.sort).key): Prisma.Sql {
  const { isBackwards = false, sort } = sorting;
  const direction = Prisma.raw(isAscending(sorting) ? 'ASC' : 'DESC');
  // Only for nullable keys: an index does not know that a key has no NULL.
  const nulls = sortOf(sort).isNullable
    ? Prisma.raw(isBackwards ? 'NULLS FIRST' : 'NULLS LAST')
    : Prisma.empty;
  return Prisma.sql`ORDER BY ${key} ${direction} ${nulls}, id ${Prisma.raw(isBackwards ? 'DESC' : 'ASC')}`;
}

/** The order for any relation that has the sort key. */
export const orderOf = (sorting: Sorting) => ({
  key: sortOf(sorting.sort).key,
  by: (key: Prisma.Sql) => orderBy(sorting, key),
});

/** The condition that a row comes after a position in this order. */
export function isAfterPosition(sorting: Sorting, { value, id }: Position): Prisma.Sql {
  const { isBackwards = false, sort } = sorting;
  const { key, isNullable, type } = sortOf(sort);
  const isBeyondId = Prisma.sql`id ${Prisma.raw(isBackwards ? '<' : '>')} ${id}::uuid`;
  if (value === null) {
    const isBeyond = Prisma.sql`${key} IS NULL AND ${isBeyondId}`;
    return isBackwards ? Prisma.sql`(${key} IS NOT NULL OR (${isBeyond}))` : isBeyond;
  }
  const from = bound(type, value);
  const beyond = Prisma.raw(isAscending(sorting) ? '>' : '<');
  const isBeyond = Prisma.sql`${key} ${beyond} ${from} OR (${key} = ${from} AND ${isBeyondId})`;
  if (isNullable && !isBackwards) return Prisma.sql`(${isBeyond} OR ${key} IS NULL)`;
  // The first condition follows from the second, but tells the index where to begin.
  return Prisma.sql`(${key} ${beyond}= ${from} AND (${isBeyond}))`;
}
