import type { FabricScope } from '@/lib/server/context';
import { type RowOf, rowsOf } from '@/lib/server/db/checked-rows';
import type { Db } from '@/lib/server/db/client';
import { withinScope } from '@/lib/server/db/fleet/filter/filter-sql';

const lifetimes = rowsOf('lifetimes', {
  id: 'text',
  hostname: 'text',
  fabric: 'text',
  enrolledAt: 'time',
  retiredAt: 'time?',
});
export type HostLifetime = RowOf<typeof lifetimes>;

/** Hosts that have left the fleet, too: their past is kept. */
export async function findLifetime(db: Db, id: string, fabrics: FabricScope): Promise<HostLifetime | null> {
  const rows = await lifetimes(db)`
    SELECT h.id::text AS id, coalesce(p.hostname, h.enrolled_hostname) AS hostname, f.name AS fabric,
      h.enrolled_at AS "enrolledAt", h.retired_at AS "retiredAt"
    FROM host h JOIN fabric f ON f.id = h.fabric_id LEFT JOIN host_profile p ON p.id = h.profile_id
    WHERE h.id = ${id}::uuid AND ${withinScope(fabrics)}`;
  return rows[0] ?? null;
}

const successors = rowsOf('successors', { id: 'text?' });

/** The id of the host that one left the fleet for; null where it was no merge that took it out. */
export async function findSuccessor(db: Db, hostId: string, retiredAt: Date): Promise<string | null> {
  // One that another was merged into earlier has such a change as well, of an earlier time.
  const rows = await successors(db)`
    SELECT detail->>'otherHostId' AS id FROM change
    WHERE host_id = ${hostId}::uuid AND kind = 'merged' AND at = ${retiredAt} LIMIT 1`;
  return rows[0]?.id ?? null;
}
