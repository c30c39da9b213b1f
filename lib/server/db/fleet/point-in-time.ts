import { Prisma } from '@/lib/server/db/client';

/**
 * The moment of a fleet question. `live` judges the hot rows by a clock; `at` answers from history what is
 * known now about that time. For the present both agree, except for `late`.
 */
export type When = { live: Date } | { at: Date };

export const momentOf = (when: When): Date => ('live' in when ? when.live : when.at);

/** PostgreSQL has no year 0 in the form that Date prints, and no host is that old. */
const EARLIEST = new Date('0001-01-01T00:00:00.000Z');

export const notTooEarly = (time: Date): Date => (time < EARLIEST ? EARLIEST : time);

export function timestamp(time: Date): Prisma.Sql {
  return Prisma.sql`${notTooEarly(time)}::timestamptz`;
}

/** The UTC day of a time, as a constant: PostgreSQL could not choose partitions by a day computed in SQL. */
export function dayAt(time: Date): Prisma.Sql {
  return Prisma.sql`${notTooEarly(time).toISOString().slice(0, 10)}::date`;
}

/** One row for each time, in their order. */
export const timesAsRows = (times: readonly Date[]): Prisma.Sql =>
  Prisma.sql`unnest(${times.map((time) => time.toISOString())}::text[]::timestamptz[])`;
