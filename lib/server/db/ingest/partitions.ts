import type { Db } from '@/lib/server/db/client';

type Parent = 'snapshot_receipt' | 'state_segment' | 'vm_segment' | 'snapshot_document';

/** Days (YYYY-MM-DD) whose partitions this process knows to stand. Only the process that drops them forgets. */
const standing = new Set<string>();

/**
 * Makes the partitions that these times need. Outside the ingest transaction: making one takes a lock
 * that no batch should hold to its end, and a batch that fails must not undo it.
 */
export async function ensurePartitions(
  db: Db,
  parents: readonly Parent[],
  times: readonly number[],
): Promise<void> {
  const days = new Set(times.map((time) => new Date(time).toISOString().slice(0, 10)));
  for (const parent of parents) {
    for (const day of days) {
      const unit = parent === 'snapshot_document' ? `${day.slice(0, 7)}-01` : day;
      const key = `${parent} ${unit}`;
      if (standing.has(key)) continue;
      await db.$queryRaw`SELECT gf_ensure_partition(${parent}, ${unit}::date)::text AS made`;
      standing.add(key);
    }
  }
}

/** Drops what is wholly before `before` and says what it dropped. */
export async function dropPartitions(db: Db, parent: Parent, before: Date): Promise<string[]> {
  const rows = await db.$queryRaw<{ name: string }[]>`
    SELECT gf_drop_partitions(${parent}, ${before}::date) AS name`;
  if (rows.length > 0) standing.clear();
  return rows.map(({ name }) => name);
}
