import { Prisma } from '@/lib/server/db/client';

/** One host, several, those that a query returns as `id`, or the whole fleet. */
export type AskedHosts = string | readonly string[] | { found: Prisma.Sql } | null;

export function isAskedHost(column: Prisma.Sql, hosts: AskedHosts): Prisma.Sql {
  if (hosts === null) return Prisma.sql`TRUE`;
  if (typeof hosts === 'object' && 'found' in hosts) return Prisma.sql`${column} IN (${hosts.found})`;
  return typeof hosts === 'string'
    ? Prisma.sql`${column} = ${hosts}::uuid`
    : Prisma.sql`${column} = ANY(${[...hosts]}::uuid[])`;
}

/** The hosts in the fleet at a moment, from enrolment to retirement, or some of them. */
export function inFleet(host: Prisma.Sql, at: Prisma.Sql, hosts: AskedHosts): Prisma.Sql {
  return Prisma.sql`${isAskedHost(Prisma.sql`${host}.id`, hosts)} AND ${host}.enrolled_at <= ${at} AND (${host}.retired_at IS NULL OR ${host}.retired_at > ${at})`;
}
