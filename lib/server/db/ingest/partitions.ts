import { rowsOf } from '@/lib/server/db/checked-rows';
import type { Db } from '@/lib/server/db/client';
import { isCheckViolation, isDuplicateRelation } from '@/lib/server/db/failures';

type Parent =
  | 'snapshot_receipt'
  | 'state_segment'
  | 'vm_segment'
  | 'snapshot_document'
  | 'host_checkpoint'
  | 'fleet_transition'
  | 'fleet_past';

/** Partitions that a pool's database is known to have, until some are dropped here. */
let standing = new WeakMap<Db, Set<string>>();

/** A partition by its table and the first day that it holds: `2026-11-27`, or of a month for documents. */
export type Partition = { parent: Parent; unit: string };

const unitOf = (parent: Parent, day: string) =>
  parent === 'snapshot_document' ? `${day.slice(0, 7)}-01` : day;
const keyOf = ({ parent, unit }: Partition) => `${parent} ${unit}`;

/** The partitions that these times need and that this pool does not know to stand yet. */
export function missingPartitions(db: Db, parents: readonly Parent[], times: readonly number[]): Partition[] {
  const known = standing.get(db) ?? new Set<string>();
  const days = new Set(times.map((time) => new Date(time).toISOString().slice(0, 10)));
  const missing = new Map<string, Partition>();
  for (const parent of parents) {
    for (const day of days) {
      const partition = { parent, unit: unitOf(parent, day) };
      if (!known.has(keyOf(partition))) missing.set(keyOf(partition), partition);
    }
  }
  return [...missing.values()];
}

/**
 * Outside the ingest transaction: making a partition takes a lock that no batch should hold to its end, and a
 * batch that fails must not undo it.
 */
export async function makePartitions(db: Db, partitions: readonly Partition[]): Promise<void> {
  for (const partition of partitions) {
    await makePartition(db, partition);
    const known = standing.get(db) ?? new Set<string>();
    standing.set(db, known.add(keyOf(partition)));
  }
}

/** Makes the partitions that these times need, where they do not stand yet. */
export function ensurePartitions(
  db: Db,
  parents: readonly Parent[],
  times: readonly number[],
): Promise<void> {
  return makePartitions(db, missingPartitions(db, parents, times));
}

const made = rowsOf('made partition', { made: 'text' });

/**
 * Two batches may need a new day at once. The one that waited for the other's lock can still have the
 * catalogue of before in its cache, and then meets a table that stands: which is what it asked for.
 */
async function makePartition(db: Db, { parent, unit }: Partition): Promise<void> {
  try {
    await made(db)`SELECT gf_ensure_partition(${parent}, ${unit}::date)::text AS made`;
  } catch (error) {
    if (!isDuplicateRelation(error)) throw error;
  }
}

/** After some were dropped, over whichever pool: every pool of this process makes sure again of what it needs. */
export function forgetPartitions(): void {
  standing = new WeakMap();
}

/**
 * Work that makes sure of the partitions that it writes to, and writes in one transaction. It is done once more where one
 * that was known to stand is gone: another instance dropped it, or the database was restored from a backup. PostgreSQL's
 * code says the same of a row that breaks a rule of its table; that row does so again.
 */
export async function withPartitions<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!isCheckViolation(error)) throw error;
    forgetPartitions();
    return await work();
  }
}

const dropped = rowsOf('dropped partitions', { name: 'text' });

/** Drops what is wholly before the day of `before`, and says what it dropped. */
export async function dropPartitions(db: Db, parent: Parent, before: Date): Promise<string[]> {
  const rows = await dropped(db)`
    SELECT gf_drop_partitions(${parent}, ${before}::date) AS name`;
  if (rows.length > 0) forgetPartitions();
  return rows.map(({ name }) => name);
}
