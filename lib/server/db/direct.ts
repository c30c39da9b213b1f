import { createHash } from 'node:crypto';
import { type CustomTypesConfig, type Pool, type PoolClient, type QueryResult, types } from 'pg';
import { socketOf, withStatementsOf } from '@/lib/server/db/bounded-pool';
import { Prisma } from '@/prisma/generated/client';

// The hot path's way to the database: the same pool as Prisma's, without what Prisma adds to each statement, and
// with statements that PostgreSQL parses once a connection (docs/decisions/ingest-without-prisma.md).

/** What ingest asks of a connection: Prisma's two raw methods, so that the same statement runs on either. */
export type Sql = {
  $queryRaw: <T = unknown>(text: TemplateStringsArray, ...values: unknown[]) => Promise<T>;
  $executeRaw: (text: TemplateStringsArray, ...values: unknown[]) => Promise<number>;
};

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

type Statement = { name: string; text: string };

/** Pools behind a pooler that gives each transaction another connection and keeps no statements. */
const poolsWithoutNames = new WeakSet<Pool>();

/** A named statement is not, or already, on the connection that the pooler gave: names are given up for this pool. */
export function isStatementLost(error: unknown): boolean {
  const code: unknown = error instanceof Error ? Reflect.get(error, 'code') : undefined;
  return code === '26000' || code === '42P05';
}

const statements = new WeakMap<TemplateStringsArray, Statement>();

/** Named after its text, so that processes behind one pooler never mean two statements by one name. */
function statementOf(strings: TemplateStringsArray): Statement {
  const known = statements.get(strings);
  if (known !== undefined) return known;
  const text = strings.reduce((before, part, index) => `${before}$${index}${part}`);
  const name = `gf_${createHash('sha256').update(text).digest('hex').slice(0, 16)}`;
  statements.set(strings, { name, text });
  return { name, text };
}

const { BYTEA, DATE, INT8, TIMESTAMPTZ } = types.builtins;
const parseDate = (text: string) => new Date(`${text}T00:00:00Z`);
const parsers = new Map<number, (text: string) => unknown>([
  [INT8, BigInt],
  [DATE, parseDate],
  // Sessions are in UTC (client.ts), so that the offset is always +00.
  [TIMESTAMPTZ, (text) => new Date(`${text.replace(' ', 'T')}:00`)],
]);

/** The same values as Prisma's raw queries give: bigint for int8, UTC for dates. */
export const typesLikePrisma = {
  getTypeParser: (oid: number, format?: 'text') =>
    parsers.get(oid) ?? types.getTypeParser(oid === BYTEA ? BYTEA : oid, format ?? 'text'),
} as CustomTypesConfig;

/**
 * Statements that are asked together leave in one write: waking PostgreSQL for each costs more than most of
 * them. Ends once everything that is asked in this turn was asked.
 */
function together(client: PoolClient): () => void {
  const stream = socketOf(client);
  let corked = false;
  return () => {
    if (corked) return;
    corked = true;
    stream.cork();
    process.nextTick(() => {
      corked = false;
      stream.uncork();
    });
  };
}

/** Whoever asked awaits it, perhaps later than it fails; that is no unhandled rejection. */
export function awaitedLater<T>(asked: Promise<T>): Promise<T> {
  asked.catch(() => undefined);
  return asked;
}

type Asked = { text: string; name?: string; values?: unknown[]; types?: CustomTypesConfig };
type Ask = (statement: Asked) => Promise<QueryResult>;

function askOf(client: PoolClient): Ask {
  const gather = together(client);
  return (statement) => {
    gather();
    return awaitedLater(client.query(statement));
  };
}

function toAsked(strings: TemplateStringsArray, values: unknown[]): Asked & { name?: string } {
  if (!values.some((value) => value instanceof Prisma.Sql)) return { ...statementOf(strings), values };
  // Put together from fragments, as only late snapshots need: under no name.
  const { text, values: flat } = Prisma.sql(strings, ...values);
  return { text, values: flat };
}

function sqlOf(pool: Pool, ask: Ask): Sql {
  const run = (strings: TemplateStringsArray, values: unknown[]) => {
    const { name, ...statement } = toAsked(strings, values);
    return ask({
      ...statement,
      types: typesLikePrisma,
      ...(name && !poolsWithoutNames.has(pool) && { name }),
    });
  };
  return {
    $queryRaw: async <T>(strings: TemplateStringsArray, ...values: unknown[]) =>
      (await run(strings, values)).rows as T,
    $executeRaw: async (strings, ...values) => (await run(strings, values)).rowCount ?? 0,
  };
}

/** What a transaction answers, and what it still writes: the commit is sent behind that without waiting for it. */
export type Written<T> = { answer: T; writes: readonly Promise<unknown>[] };

type Limits = {
  /** How long each statement of a transaction may take, where that is less than the connection allows. */
  statementMs?: number | undefined;
  /** Thousands of rows are read, and others have their turns between them. */
  readsLong?: boolean | undefined;
};

/**
 * Answers are read once a round of the event loop, 64 kB at most. Otherwise two megabytes are, and all of their rows made
 * into objects, before anybody else has a turn. Ends with what it gives.
 */
function readInTurns(client: PoolClient): () => void {
  const stream = socketOf(client);
  const rest = () => {
    stream.pause();
    setImmediate(() => stream.resume());
  };
  stream.on('data', rest);
  return () => void stream.off('data', rest);
}

/**
 * Runs `work` in one transaction. Statements are answered in the order in which they were asked, and may be
 * asked without waiting. Resolves once everything is committed, and rejects with nothing written.
 */
export async function transactDirectly<T>(
  db: object,
  work: (tx: Sql) => Promise<Written<T>>,
  { statementMs, readsLong = false }: Limits = {},
): Promise<T> {
  const pool = poolOf(db);
  if (!pool.options.pipeline)
    throw new Error(
      'Statements that are asked together need connections that send them so: the pool of ingest',
    );
  const client = await pool.connect();
  let broken: Error | undefined;
  // Told by the statements that were under way, too; without a listener it would end the process.
  const keepError = (error: Error) => {
    broken = error;
  };
  client.on('error', keepError);
  const endTurns = readsLong ? readInTurns(client) : () => undefined;
  // Statements behind the one that failed fail too, and may be awaited before it: the first one says why.
  let first: unknown;
  const ask = askOf(client);
  const noting: Ask = (statement) => {
    const asked = ask(statement);
    asked.catch((error: unknown) => {
      first ??= error;
    });
    return asked;
  };
  try {
    const run = () => inTransaction(noting, (send) => work(sqlOf(pool, send)), statementMs);
    return await (statementMs === undefined ? run() : withStatementsOf(statementMs, run));
  } catch (error) {
    const cause = first ?? error;
    if (isStatementLost(cause)) poolsWithoutNames.add(pool);
    await client.query('ROLLBACK').catch(keepError);
    throw cause;
  } finally {
    endTurns();
    client.off('error', keepError);
    client.release(broken);
  }
}

async function inTransaction<T>(
  send: Ask,
  work: (ask: Ask) => Promise<Written<T>>,
  statementMs: number | undefined,
): Promise<T> {
  let ended = false;
  const begun = [send({ text: 'BEGIN' })];
  if (statementMs !== undefined) begun.push(send({ text: `SET LOCAL statement_timeout = ${statementMs}` }));
  const { answer, writes } = await work((statement) => {
    // It would be written on its own, even if the transaction is rolled back.
    if (ended)
      throw new Error('Asked after the commit: a transaction must await what reads before it writes');
    return send(statement);
  });
  ended = true;
  const committed = send({ text: 'COMMIT' });
  await Promise.all([...begun, ...writes]);
  // PostgreSQL answers the commit of a transaction that failed with ROLLBACK, and no error.
  if ((await committed).command !== 'COMMIT') throw new Error('The transaction was rolled back');
  return answer;
}

/** One statement outside a transaction. */
export async function directly<T>(db: object, ask: (sql: Sql) => Promise<T>): Promise<T> {
  const pool = poolOf(db);
  try {
    return await ask(sqlOf(pool, (statement) => pool.query(statement)));
  } catch (error) {
    if (!isStatementLost(error)) throw error;
    poolsWithoutNames.add(pool);
    return ask(sqlOf(pool, (statement) => pool.query(statement)));
  }
}
