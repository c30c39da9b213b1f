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

/** Partitions that exist in a pool's database, as far as known, until some are dropped here. */
let standing = new WeakMap<Db, Set<string>>();

/** A partition by its table and its first day: `2026-11-27`, or the first day of a month for documents. */
export type Partition = { parent: Parent; unit: string };

const unitOf = (parent: Parent, day: string) =>
  parent === 'snapshot_document' ? `${day.slice(0, 7)}-01` : day;
const keyOf = ({ parent, unit }: Partition) => `${parent} ${unit}`;

/** The partitions that these times need and that this pool does not know to exist. */
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
 * Creates partitions outside the ingest transaction: creating one takes a lock that no batch should hold to
 * its end, and a batch that fails must not undo it.
 */
export async function makePartitions(db: Db, partitions: readonly Partition[]): Promise<void> {
  for (const partition of partitions) {
    await makePartition(db, partition);
    const known = standing.get(db) ?? new Set<string>();
    standing.set(db, known.add(keyOf(partition)));
  }
}

/** Creates the partitions that these times need, if they do not exist. */
export function ensurePartitions(
  db: Db,
  parents: readonly Parent[],
  times: readonly number[],
): Promise<void> {
  return makePartitions(db, missingPartitions(db, parents, times));
}

const made = rowsOf('made partition', { made: 'text' });

/**
 * Two batches may need a new day at once. The one that waited for the lock may still have the old catalogue
 * in its cache, and then finds an existing table, which is what it wanted.
 */
async function makePartition(db: Db, { parent, unit }: Partition): Promise<void> {
  try {
    await made(db)`SELECT gf_ensure_partition(${parent}, ${unit}::date)::text AS made`;
  } catch (error) {
    if (!isDuplicateRelation(error)) throw error;
  }
}

/** Called after some were dropped through any pool: every pool of this process checks again what it needs. */
export function forgetPartitions(): void {
  standing = new WeakMap();
}

/**
 * Runs work that makes sure of its partitions and writes in one transaction. It runs once more if a known
 * partition is gone: another instance dropped it, or the database was restored from a backup. PostgreSQL has
 * the same code for a row that violates a check of its table; such a row fails again.
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

/** Drops partitions that end before the day of `before`, and returns their names. */
export async function dropPartitions(db: Db, parent: Parent, before: Date): Promise<string[]> {
  const rows = await dropped(db)`
    SELECT gf_drop_partitions(${parent}, ${before}::date) AS name`;
  if (rows.length > 0) forgetPartitions();
  return rows.map(({ name }) => name);
}
