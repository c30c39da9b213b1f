import { createHash } from 'node:crypto';
import type { Pool } from 'pg';
import { isStatementLost } from '@/lib/server/db/failures';

// What a client of Prisma's does not show of its connections: their pool, and the names of their statements.

const pools = new WeakMap<object, Pool>();

export function rememberPool(db: object, pool: Pool): void {
  pools.set(db, pool);
}

export const hasPool = (db: object): boolean => pools.has(db);

export function poolOf(db: object): Pool {
  const pool = pools.get(db);
  if (pool === undefined) throw new Error('This database client has no pool: it was not made by openDb');
  return pool;
}

/** Ingest has some forty statements, few and wide. What is put together in other ways may have any number of texts. */
const MOST_NAMES = 200;

/** Pools behind a pooler that gives each transaction another connection and keeps no statements. */
const withoutNames = new WeakSet<Pool>();

/**
 * Names of statements, by which PostgreSQL parses and plans each once a connection. Made from their text, so that
 * processes behind one pooler never mean two statements by one name. An empty one is none.
 */
export function createStatementNames(pool: Pool): (statement: { sql: string }) => string {
  const names = new Map<string, string>();
  return ({ sql }) => {
    if (withoutNames.has(pool)) return '';
    const known = names.get(sql);
    if (known !== undefined || names.size >= MOST_NAMES) return known ?? '';
    const name = `gf_${createHash('sha256').update(sql).digest('hex').slice(0, 16)}`;
    names.set(sql, name);
    return name;
  };
}

/**
 * Asks once more, without names from then on, where a named statement is not, or already, on the connection that a
 * pooler gave. PostgreSQL has undone what was asked before.
 */
export async function withNamedStatements<T>(db: object, ask: () => PromiseLike<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    if (!isStatementLost(error)) throw error;
    withoutNames.add(poolOf(db));
    return await ask();
  }
}
