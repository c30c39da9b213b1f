import { rowsOf } from '@/lib/server/db/checked-rows';
import type { Db } from '@/lib/server/db/client';

/**
 * PostgreSQL identifies advisory locks of a database by number only. All of ours are listed here, so that no
 * two have the same number.
 */
export const LOCKS = {
  /** Entries of the audit log form one chain in the order of their commits. */
  auditChain: 7_105_106_001n,
  /** One server at a time records its heartbeat, so that an absence is recorded once. */
  heartbeat: 4_811_307n,
  /** One server at a time fills the past; others skip it meanwhile. */
  fillPast: 4_811_308n,
  /** One server at a time updates the counts; nobody else writes them. */
  upkeep: 72_707_370n,
  /** Consecutive numbers: a second caller waits for the first. */
  exceptionNumbers: 7_105_106_013n,
  reportNumbers: 4_811_313n,
  /** Plan numbers; the lock also keeps two plans from taking the same restart. */
  planNumbers: 7_105_106_021n,
  /** Unique names: two simultaneous writers would not see each other's. */
  fabricNames: 4_811_314n,
  viewNames: 4_811_315n,
  /** Held by a session instead of a transaction: one server at a time migrates. */
  migration: 72_707_369n,
} as const;

export type Lock = keyof typeof LOCKS;

/** Waits for the lock and holds it until the transaction ends. */
export async function holdLock(tx: Db, lock: Lock): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(${LOCKS[lock]}::bigint)`;
}

const tried = rowsOf('advisory lock', { isOurs: 'boolean' });

/** Takes the lock until the transaction ends, or returns false at once if somebody else has it. */
export async function tryLock(tx: Db, lock: Lock): Promise<boolean> {
  const rows = await tried(tx)`SELECT pg_try_advisory_xact_lock(${LOCKS[lock]}::bigint) AS "isOurs"`;
  return rows[0]?.isOurs === true;
}
