import { setTimeout as pause } from 'node:timers/promises';
import { PrismaPg } from '@prisma/adapter-pg';
import type { Pool } from 'pg';
import { ANSWER_MS, createBoundedPool, STATEMENT_MS, withStatementsOf } from '@/lib/server/db/bounded-pool';
import { commitLevelOf, withSettings } from '@/lib/server/db/connection';
import { createStatementNames, hasPool, poolOf, rememberPool } from '@/lib/server/db/direct';
import { isDeadlock, isStatementTimeout } from '@/lib/server/db/failures';
import { Prisma, PrismaClient } from '@/prisma/generated/client';

export { Prisma } from '@/prisma/generated/client';

/** What verbs receive: the client inside or outside a transaction. */
export type Db = Prisma.TransactionClient;
export type DbRoot = PrismaClient;

type Options = {
  /** The most connections. */
  max: number;
  /** The best plan of a fleet question changes with its filter; a generic plan took a search from 0.5 ms to 4 s. */
  customPlans?: boolean;
  connectionTimeoutMs?: number;
  /** How long PostgreSQL may be silent before the connection is destroyed. */
  answerMs?: number | undefined;
  /**
   * Set for batches of snapshots: their statements are parsed and planned once per connection, along indexes.
   * Statistics of partitions that began a minute ago would make PostgreSQL scan them instead.
   */
  batches?: boolean;
};

const ALONG_INDEXES = {
  plan_cache_mode: 'force_generic_plan',
  enable_seqscan: 'off',
  enable_hashjoin: 'off',
  enable_mergejoin: 'off',
};

export type PoolUse = { most: number; open: number; idle: number; waiting: number };

/** The present use of a client's connections. */
export function poolUse(db: DbRoot): PoolUse {
  const pool = poolOf(db);
  const { totalCount: open = 0, idleCount: idle = 0, waitingCount: waiting = 0 } = pool;
  return { most: pool.options.max ?? 0, open, idle, waiting };
}

/**
 * A pool on `url`. Every connection runs in UTC (the adapter drops offsets, so another zone would shift
 * every timestamptz in silence) with synchronous_commit on, or more: an acknowledged snapshot is on disk.
 */
export function openDb(
  url: string,
  { max, customPlans = false, connectionTimeoutMs = 5_000, answerMs = ANSWER_MS, batches = false }: Options,
): DbRoot {
  const pool = createBoundedPool({
    connectionString: withSettings(url, {
      TimeZone: 'UTC',
      synchronous_commit: commitLevelOf(url),
      statement_timeout: `${STATEMENT_MS}ms`,
      ...(customPlans && { plan_cache_mode: 'force_custom_plan' }),
      ...(batches && ALONG_INDEXES),
    }),
    max,
    answerMs,
    connectionTimeoutMillis: connectionTimeoutMs,
    idleTimeoutMillis: 300_000,
  });
  const statementNameGenerator = createStatementNames(pool);
  const db = new PrismaClient({ adapter: new PrismaPg(pool, batches ? { statementNameGenerator } : {}) });
  rememberPool(db, pool);
  endWith(db, pool);
  return db;
}

/** Prisma ends a pool only if Prisma itself has queried it, but other code uses it too (poolOf). */
function endWith(db: DbRoot, pool: Pool): void {
  const disconnect = db.$disconnect.bind(db);
  db.$disconnect = async () => {
    await disconnect();
    if (!pool.ending) await pool.end();
  };
}

/** The default time that a transaction may take. */
const TRANSACTION_MS = 30_000;

/** A new object each time, because Prisma writes into it. */
const waits = (timeout = TRANSACTION_MS) => ({ maxWait: 5_000, timeout });

const TRIES = 5;
const MOST_PAUSE_MS = 50;

/**
 * Recognised by its pool. Prisma's client of a transaction also has `$transaction`, but that only sets a
 * savepoint: it keeps the locks of the outer transaction, allows no second one beside it, and takes no
 * isolation level.
 */
export const isRoot = (db: Db): db is DbRoot => hasPool(db);

/**
 * Runs `work` in one transaction; nested calls join the outer one, which fails with them. If PostgreSQL
 * aborts it because of a deadlock or a serialization failure, `work` runs again, so it may change nothing
 * except through `tx`. After `timeoutMs` the transaction is rolled back; nested calls use the outer time.
 */
export async function transact<T>(
  db: Db,
  work: (tx: Db) => Promise<T>,
  timeoutMs = TRANSACTION_MS,
): Promise<T> {
  if (!isRoot(db)) return work(db);
  for (let tried = 1; ; tried += 1) {
    try {
      return await db.$transaction(work, waits(timeoutMs));
    } catch (error) {
      if (tried >= TRIES || !isDeadlock(error)) throw error;
      // The pause keeps two transactions that conflicted once from conflicting again.
      await pause(Math.random() * MOST_PAUSE_MS * tried);
    }
  }
}

/** Like `transact`, with a limit for each statement. */
export function transactWithin<T>(
  db: DbRoot,
  statementMs: number | undefined,
  work: (tx: Db) => Promise<T>,
): Promise<T> {
  if (statementMs === undefined) return transact(db, work);
  const limited = async (tx: Db) => {
    await limitStatements(tx, statementMs);
    return work(tx);
  };
  return withStatementsOf(statementMs, () => transact(db, limited));
}

const limitStatements = (tx: Db, ms: number) =>
  tx.$executeRaw`SELECT set_config('statement_timeout', ${`${ms}ms`}, true)`;

const views = new WeakSet<Db>();

/**
 * Runs all queries of `read` at one moment, however many there are, and writes nothing. Nested calls join the
 * outer view. A writing transaction sees a new moment with each statement, so it cannot become a view.
 */
export async function inOneView<T>(
  db: Db,
  read: (view: Db) => Promise<T>,
  timeoutMs = TRANSACTION_MS,
): Promise<T> {
  if (views.has(db)) return read(db);
  if (!isRoot(db)) throw new Error('Ask for a view of one moment before the transaction begins, not in it');
  const options = { isolationLevel: Prisma.TransactionIsolationLevel.RepeatableRead, ...waits(timeoutMs) };
  return db.$transaction((view) => {
    views.add(view);
    return read(view);
  }, options);
}

/**
 * Returns the result of `read`, or null if one of its statements takes too long: for parts of an answer that
 * may be left out. It writes nothing. Inside a transaction it waits, because a cancelled statement would end
 * the transaction.
 */
export async function unlessLong<T>(
  db: Db,
  limitMs: number,
  read: (view: Db) => Promise<T>,
): Promise<T | null> {
  if (!isRoot(db)) return read(db);
  try {
    return await db.$transaction(async (view) => {
      await limitStatements(view, limitMs);
      return read(view);
    }, waits());
  } catch (error) {
    if (isStatementTimeout(error)) return null;
    throw error;
  }
}
