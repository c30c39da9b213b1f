import type { FabricScope } from '@/lib/server/context';
import { type RowOf, rowsOf } from '@/lib/server/db/checked-rows';
import { type Db, Prisma } from '@/lib/server/db/client';
import { timestamp } from '@/lib/server/db/fleet/point-in-time';

const absences = rowsOf('absences', { from: 'time', to: 'time', notHeard: 'number' });
type Absence = RowOf<typeof absences>;

/**
 * The last time without a running instance in which known hosts should have sent but did not: those that are
 * late or silent by now. A snapshot that is not due is not missed, and a host whose snapshot was rejected has
 * sent one.
 */
export async function lastAbsence(
  db: Db,
  fabrics: FabricScope,
  now: Date,
  graceIntervals: number,
): Promise<Absence | null> {
  const own = fabrics === 'all' ? Prisma.sql`TRUE` : Prisma.sql`h.fabric_id = ANY(${[...fabrics]}::uuid[])`;
  const [row] = await absences(db)`
    SELECT a.from_at AS "from", a.to_at AS "to", (SELECT count(*)::int FROM host_live l JOIN host h ON h.id = l.host_id
      WHERE h.retired_at IS NULL AND ${own} AND l.last_observed_at < a.to_at AND l.silent_after > a.from_at
        AND l.late_after <= ${timestamp(now)} AND (l.last_rejected_at IS NULL OR l.last_rejected_at < a.to_at)
        AND ${timestamp(now)} < a.to_at + ${graceIntervals}::int * l.told_interval * interval '1 second') AS "notHeard"
    FROM server_absence a WHERE a.to_at <= ${timestamp(now)} ORDER BY a.to_at DESC LIMIT 1`;
  return row === undefined || row.notHeard === 0 ? null : row;
}
