import { rowsOf } from '@/lib/server/db/checked-rows';
import { type Db, Prisma } from '@/lib/server/db/client';

/** A host's newest count of virtual machines at a time. */
export const vmsBy = (host: Prisma.Sql, at: Prisma.Sql): Prisma.Sql =>
  Prisma.sql`SELECT s.total FROM vm_segment s WHERE s.host_id = ${host} AND s.from_at <= ${at} ORDER BY s.from_at DESC LIMIT 1`;

const HOST = Prisma.raw('v.host_id');
const AT = Prisma.raw('v.at');

const counts = rowsOf('VMs of changes', { id: 'text', vms: 'number' });

type Asked = { id: string; hostId: string; at: Date };

/** How many shielded VMs each host held when it changed, by change; changes without a known count are left out. */
export async function vmsOfChanges(db: Db, changes: readonly Asked[]): Promise<ReadonlyMap<string, number>> {
  if (changes.length === 0) return new Map();
  const rows = await counts(db)`
    SELECT v.id::text AS id, g.total AS vms
    FROM unnest(${changes.map(({ id }) => id)}::uuid[], ${changes.map(({ hostId }) => hostId)}::uuid[],
      ${changes.map(({ at }) => at.toISOString())}::timestamptz[]) AS v(id, host_id, at)
    CROSS JOIN LATERAL (${vmsBy(HOST, AT)}) g WHERE g.total IS NOT NULL`;
  return new Map(rows.map(({ id, vms }) => [id, vms]));
}
