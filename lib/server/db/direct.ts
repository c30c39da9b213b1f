import { createHash } from 'node:crypto';
import type { Pool } from 'pg';
import { isStatementLost } from '@/lib/server/db/failures';

// Parts of Prisma's connections that its client does not expose: their pool, and the names of their statements.

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

/** Ingest has about forty distinct statements. Dynamic SQL may have any number of texts. */
const MOST_NAMES = 200;

/** Pools behind a pooler that gives each transaction another connection and keeps no prepared statements. */
const withoutNames = new WeakSet<Pool>();

/**
 * Names for statements, so that PostgreSQL parses and plans each once per connection. A name is derived from
 * the text, so that processes behind one pooler never use the same name for two statements. An empty name
 * means none.
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
 * Repeats a query without names if the connection that a pooler gave does not have the named statement, or
 * already has it. PostgreSQL has rolled back the first attempt. Later queries use no names either.
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
