import type { Db } from '@/lib/server/db/client';

/** Those of the hosts that are in the fleet, by id. None of them can leave it before the transaction ends. */
export async function lockLiveHosts(tx: Db, ids: readonly string[]) {
  // Locks hosts in the order of ids, so that two calls never wait for each other.
  await tx.$executeRaw`SELECT id FROM host WHERE id = ANY(${[...ids]}::uuid[]) ORDER BY id FOR UPDATE`;
  return tx.host.findMany({
    where: { id: { in: [...ids] }, retiredAt: null },
    select: { id: true, fabricId: true, nameKey: true, owner: true },
    orderBy: { id: 'asc' },
  });
}
