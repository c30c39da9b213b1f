import { rowsOf } from '@/lib/server/db/checked-rows';
import type { Db } from '@/lib/server/db/client';

/** PostgreSQL knows the advisory locks of a database by number alone: all of ours stand here, so that no two of them are one. */
export const LOCKS = {
  /** Entries of the audit log form one chain, in the order of their commits. */
  auditChain: 7_105_106_001n,
  /** One server at a time says that it serves, so that an absence is seen once. */
  heartbeat: 4_811_307n,
  /** One server at a time fills the past; the others have nothing to do meanwhile. */
  fillPast: 4_811_308n,
  /** One server at a time does the upkeep of the counts; what it writes nobody else writes. */
  upkeep: 72_707_370n,
  /** Numbers that follow one another: whoever asks for one at the same time waits for the other. */
  exceptionNumbers: 7_105_106_013n,
  reportNumbers: 4_811_313n,
  /** The same, and no plan takes a restart that another one takes. */
  planNumbers: 7_105_106_021n,
  /** Names that must differ: two at once would not see each other's. */
  fabricNames: 4_811_314n,
  viewNames: 4_811_315n,
  /** Held by a session and not by a transaction: one server at a time migrates. */
  migration: 72_707_369n,
} as const;

export type Lock = keyof typeof LOCKS;

/** Waits until nobody else has it, and holds it until the transaction ends. */
export async function holdLock(tx: Db, lock: Lock): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(${LOCKS[lock]}::bigint)`;
}

const tried = rowsOf('advisory lock', { isOurs: 'boolean' });

/** Holds it until the transaction ends, and answers false at once where somebody else has it. */
export async function tryLock(tx: Db, lock: Lock): Promise<boolean> {
  const rows = await tried(tx)`SELECT pg_try_advisory_xact_lock(${LOCKS[lock]}::bigint) AS "isOurs"`;
  return rows[0]?.isOurs === true;
}
