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

/** Includes hosts that have left the fleet, because their history is kept. */
export async function findLifetime(db: Db, id: string, fabrics: FabricScope): Promise<HostLifetime | null> {
  const rows = await lifetimes(db)`
    SELECT h.id::text AS id, coalesce(p.hostname, h.enrolled_hostname) AS hostname, f.name AS fabric,
      h.enrolled_at AS "enrolledAt", h.retired_at AS "retiredAt"
    FROM host h JOIN fabric f ON f.id = h.fabric_id LEFT JOIN host_profile p ON p.id = h.profile_id
    WHERE h.id = ${id}::uuid AND ${withinScope(fabrics)}`;
  return rows[0] ?? null;
}

const successors = rowsOf('successors', { id: 'text?' });

/** The id of the host into which this one was merged; null if it left for another reason. */
export async function findSuccessor(db: Db, hostId: string, retiredAt: Date): Promise<string | null> {
  // A host into which another was merged earlier has such a change too, at an earlier time.
  const rows = await successors(db)`
    SELECT detail->>'otherHostId' AS id FROM change
    WHERE host_id = ${hostId}::uuid AND kind = 'merged' AND at = ${retiredAt} LIMIT 1`;
  return rows[0]?.id ?? null;
}
