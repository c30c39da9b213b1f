import { Prisma } from '@/lib/server/db/client';
import { timestamp } from './when';

/** Where a reporting host's newest segment lies: the day itself, or the one before with its overhang. */
const RECENT_MS = 2 * 24 * 60 * 60_000;

type Segments = {
  table: Prisma.Sql;
  columns: readonly string[];
  /** Which of a host's segments count. */
  counts: (segment: Prisma.Sql) => Prisma.Sql;
  /** Which hosts are asked for at all. */
  hosts: (hostId: Prisma.Sql) => Prisma.Sql;
};

const every = () => Prisma.sql`TRUE`;

export const STATES: Segments = {
  table: Prisma.sql`state_segment`,
  columns: ['from_at', 'confirmed_at', 'covered_until', 'faulty', 'profile_id', 'since', 'clock_offset_ms'],
  counts: every,
  hosts: every,
};

/** What a host had last stored before it turned faulty. Hosts that were never rejected never did. */
export const STORED: Segments = {
  table: Prisma.sql`state_segment`,
  columns: ['confirmed_at'],
  counts: (segment) => Prisma.sql`NOT ${segment}.faulty`,
  hosts: (hostId) =>
    Prisma.sql`${hostId} IN (SELECT host_id FROM host_live WHERE last_rejected_at IS NOT NULL)`,
};

export const VMS: Segments = {
  table: Prisma.sql`vm_segment`,
  columns: ['total'],
  counts: every,
  hosts: every,
};

/** The fleet at a moment, or one host of it: from enrolment to retirement. */
export function inFleet(host: Prisma.Sql, at: Prisma.Sql, hostId: string | null): Prisma.Sql {
  const isAsked = hostId === null ? Prisma.sql`TRUE` : Prisma.sql`${host}.id = ${hostId}::uuid`;
  return Prisma.sql`${isAsked} AND ${host}.enrolled_at <= ${at} AND (${host}.retired_at IS NULL OR ${host}.retired_at > ${at})`;
}

const NEWER = Prisma.raw('newer');
const OLDER = Prisma.raw('older');
const OTHER = Prisma.raw('other');

/**
 * The newest segment of each host up to a moment, by host_id. Partitions are by day: the last two days are
 * read as a set, and the older ones, one host after another, only for hosts that these do not know. A probe
 * of every partition for every host took over ten times as long; OFFSET 0 keeps the planner from it.
 */
export function newestSegments(
  { table, columns, counts, hosts }: Segments,
  moment: Date,
  hostId: string | null,
): Prisma.Sql {
  const at = timestamp(moment);
  const recent = timestamp(new Date(moment.getTime() - RECENT_MS));
  const listed = (alias: string) => Prisma.raw(columns.map((column) => `${alias}.${column}`).join(', '));
  const isRecent = Prisma.sql`newer.from_at <= ${at} AND newer.from_at > ${recent} AND ${counts(NEWER)}`;
  return Prisma.sql`
    (SELECT DISTINCT ON (newer.host_id) newer.host_id, ${listed('newer')} FROM ${table} newer
      WHERE ${isRecent} AND ${hosts(Prisma.raw('newer.host_id'))}
      ORDER BY newer.host_id, newer.from_at DESC)
    UNION ALL
    (SELECT unknown.id, ${listed('found')} FROM (
        SELECT other.id FROM host other
        WHERE ${inFleet(OTHER, at, hostId)} AND ${hosts(Prisma.raw('other.id'))}
          AND NOT EXISTS (SELECT FROM ${table} newer WHERE newer.host_id = other.id AND ${isRecent})
        OFFSET 0) unknown
      CROSS JOIN LATERAL (SELECT * FROM ${table} older WHERE older.host_id = unknown.id
        AND older.from_at <= ${recent} AND ${counts(OLDER)} ORDER BY older.from_at DESC LIMIT 1) found)`;
}
