import { Prisma } from '@/lib/server/db/client';
import { timestamp } from '@/lib/server/db/fleet/point-in-time';
import { isOpenState, stateColumns } from '@/lib/server/db/ingest/open-segment';
import { DAY_MS } from '@/lib/util/durations';

/** The day that ends with a midnight, and which hosts are read: null is every host. */
export type DayOfHosts = { midnight: Date; hostIds: readonly string[] | null };

const SEGMENT = { segment: Prisma.raw('g'), live: Prisma.raw('o') };
const STATE = stateColumns(SEGMENT);

export const isAsked = (column: Prisma.Sql, { hostIds }: Pick<DayOfHosts, 'hostIds'>) =>
  hostIds === null ? Prisma.sql`TRUE` : Prisma.sql`${column} = ANY(${[...hostIds]}::uuid[])`;

export function boundsOf({ midnight }: Pick<DayOfHosts, 'midnight'>) {
  return { from: timestamp(new Date(midnight.getTime() - DAY_MS)), to: timestamp(midnight) };
}

/** The segments that began on the day, as far as they reach by now. */
export function segmentsOf(day: DayOfHosts): Prisma.Sql {
  const { from, to } = boundsOf(day);
  return Prisma.sql`
    SELECT g.host_id, g.from_at, ${STATE.confirmedAt} AS confirmed_at, ${STATE.coveredUntil} AS covered_until, g.faulty,
      g.profile_id, g.since, ${STATE.clockOffsetMs} AS clock_offset_ms
    FROM state_segment g LEFT JOIN host_live o ON ${isOpenState(SEGMENT)}
    WHERE g.from_at >= ${from} AND g.from_at < ${to} AND ${isAsked(Prisma.sql`g.host_id`, day)}`;
}

/** The checkpoints of the midnight at which the day begins. */
export function priorOf(day: DayOfHosts): Prisma.Sql {
  const { from } = boundsOf(day);
  return Prisma.sql`SELECT * FROM host_checkpoint k WHERE k.day = ${from}::date AND ${isAsked(Prisma.sql`k.host_id`, day)}`;
}
