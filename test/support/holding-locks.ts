import type { Db, DbRoot } from '@/lib/server/db/client';

const AS_LONG_AS_A_TEST_MS = 300_000;

/**
 * A transaction that holds its locks for as long as the test needs them. Prisma would end it after five seconds, and on a busy
 * machine what is to wait for the locks may not have come so far by then.
 */
export const holdingLocks = <T>(db: DbRoot, work: (tx: Db) => Promise<T>): Promise<T> =>
  db.$transaction(work, { timeout: AS_LONG_AS_A_TEST_MS, maxWait: AS_LONG_AS_A_TEST_MS });
