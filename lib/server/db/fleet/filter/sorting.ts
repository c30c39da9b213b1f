import type { HostSort, SortOrder } from '@/lib/contracts/words/host-query';
import { Prisma } from '@/lib/server/db/client';
import { COLUMNS, SEVERITY_KEY } from '@/lib/server/db/fleet/columns';
import { parseRfc3339 } from '@/lib/util/rfc3339';

/** What a sort compares; fleet_host has an index on each but `last_observed_at`, which moves with every snapshot. */
function sortOf(sort: HostSort) {
  if (sort === 'severity') return { key: SEVERITY_KEY, type: 'text' as const, isNullable: false };
  const { name, type, isNullable = false, sort: other } = COLUMNS[sort];
  return { key: Prisma.raw(name), type, ...other, isNullable };
}

type SortColumn = ReturnType<typeof sortOf>;

/** Whether a value that came back in a cursor can be one of this sort. */
export function isSortValue(sort: HostSort, value: string): boolean {
  const { type } = sortOf(sort);
  if (type === 'integer') return /^-?\d{1,9}$/.test(value);
  // Nothing was observed before 1970, and PostgreSQL has no year 0.
  if (type === 'time') return (parseRfc3339(value) ?? -1) >= 0;
  return !value.includes('\0');
}

/** Where a row is in this order, as text. */
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
  /** Read from the end of the list to its beginning, as the page before another one is. */
  isBackwards?: boolean;
};

/** The row that a page begins beside: its sort value as text (null where the row has none) and its id. */
export type Position = { value: string | null; id: string };

const isAscending = ({ order, isBackwards = false }: Sorting) => (order === 'asc') !== isBackwards;

/** Rows without a value come last in either order; equal values go by id. Backwards it is all the other way round. */
export function orderBy(sorting: Sorting, key = sortOf(sorting.sort).key): Prisma.Sql {
  const { isBackwards = false, sort } = sorting;
  const direction = Prisma.raw(isAscending(sorting) ? 'ASC' : 'DESC');
  // Said only where it says something: an index does not know that nothing is without a value.
  const nulls = sortOf(sort).isNullable
    ? Prisma.raw(isBackwards ? 'NULLS FIRST' : 'NULLS LAST')
    : Prisma.empty;
  return Prisma.sql`ORDER BY ${key} ${direction} ${nulls}, id ${Prisma.raw(isBackwards ? 'DESC' : 'ASC')}`;
}

/** The same, of whatever has what the sort compares. */
export const orderOf = (sorting: Sorting) => ({
  key: sortOf(sorting.sort).key,
  by: (key: Prisma.Sql) => orderBy(sorting, key),
});

/** What comes after a row in this order. */
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
  // The first condition follows from the second; it is where an index begins to read.
  return Prisma.sql`(${key} ${beyond}= ${from} AND (${isBeyond}))`;
}
