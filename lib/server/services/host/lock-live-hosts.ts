import type { Db } from '@/lib/server/db/client';

/** Those of the hosts that have not left the fleet, by id: none of them leaves it before the transaction ends. */
export async function lockLiveHosts(tx: Db, ids: readonly string[]) {
  // Hosts are locked in order, so that two of these calls never wait for each other.
  await tx.$executeRaw`SELECT id FROM host WHERE id = ANY(${[...ids]}::uuid[]) ORDER BY id FOR UPDATE`;
  return tx.host.findMany({
    where: { id: { in: [...ids] }, retiredAt: null },
    select: { id: true, fabricId: true, nameKey: true, owner: true },
    orderBy: { id: 'asc' },
  });
}
