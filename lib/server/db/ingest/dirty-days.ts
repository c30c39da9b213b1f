import type { Db } from '@/lib/server/db/client';

/**
 * A host whose past changed on `fromDay` (its midnight, UTC), so that everything derived for later midnights
 * is invalid.
 */
export type DirtyHost = { hostId: string; fromDay: Date };

const dayText = (day: Date) => day.toISOString().slice(0, 10);

/**
 * Deletes the host's checkpoints after that day, so that readers use its segments, and leaves a mark for the
 * job that fills them again. Must be called in the transaction that changes the segments.
 */
export async function markHistoryDirty(tx: Db, hosts: readonly DirtyHost[]): Promise<void> {
  if (hosts.length === 0) return;
  const ids = hosts.map(({ hostId }) => hostId);
  const days = hosts.map(({ fromDay }) => dayText(fromDay));
  const oldest = [...days].sort()[0];
  await tx.$executeRaw`
    DELETE FROM host_checkpoint c USING unnest(${ids}::uuid[], ${days}::date[]) AS v(host_id, from_day)
    WHERE c.host_id = v.host_id AND c.day > v.from_day AND c.day > ${oldest}::date`;
  await tx.$executeRaw`
    INSERT INTO history_dirty (host_id, from_day) SELECT * FROM unnest(${ids}::uuid[], ${days}::date[])`;
}
