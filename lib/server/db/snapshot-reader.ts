import { type CustomTypesConfig, type PoolClient, types } from 'pg';
import { withStatementsOf } from '@/lib/server/db/bounded-pool';
import type { RowReader } from '@/lib/server/db/checked-rows';
import { poolOf } from '@/lib/server/db/direct';
import { type RowStream, streamRows } from '@/lib/server/db/row-stream';
import { Prisma } from '@/prisma/generated/client';

export type SnapshotReader = {
  $queryRaw: RowReader['$queryRaw'];
  /** Streams rows as fast as they are taken. Nothing else may be queried until the last one is taken. */
  stream: (question: Prisma.Sql, isIndexed: boolean) => Promise<RowStream>;
};

/** Longer than any download may take; a reader that takes nothing is cut off sooner (row-stream.ts). */
const LONGEST_READ_MS = 15 * 60_000;
/** The longest wait for a reader that does not ask for the next row. */
const LONGEST_PAUSE = '10min';

const { BYTEA, DATE, INT8, TIMESTAMPTZ } = types.builtins;
const parsers = new Map<number, (text: string) => unknown>([
  [INT8, BigInt],
  [DATE, (text) => new Date(`${text}T00:00:00Z`)],
  // Sessions are in UTC (client.ts), so the offset is always +00.
  [TIMESTAMPTZ, (text) => new Date(`${text.replace(' ', 'T')}:00`)],
]);

/** Gives the same values as Prisma's raw queries: bigint for int8, UTC for dates. */
const typesLikePrisma = {
  getTypeParser: (oid: number, format?: 'text') =>
    parsers.get(oid) ?? types.getTypeParser(oid === BYTEA ? BYTEA : oid, format ?? 'text'),
} as CustomTypesConfig;

type Open = { reader: SnapshotReader; isStreaming: () => boolean; leave: () => void };

function openReader(client: PoolClient): Open {
  let rows: RowStream | null = null;
  const reader: SnapshotReader = {
    $queryRaw: async <T>(texts: TemplateStringsArray, ...parts: unknown[]) => {
      const { text, values } = Prisma.sql(texts, ...parts);
      return (await client.query({ text, values, types: typesLikePrisma })).rows as T;
    },
    stream: async (question, isIndexed) => {
      await client.query(`SET LOCAL statement_timeout = ${LONGEST_READ_MS}`);
      // An index has this order and gives the first rows at once. The planner does not know that the reader
      // needs these first, and would sort everything before.
      if (isIndexed) await client.query('SET LOCAL enable_sort = off');
      rows = await withStatementsOf(LONGEST_READ_MS, async () => streamRows(client, question));
      return rows;
    },
  };
  return { reader, isStreaming: () => rows?.isOpen() ?? false, leave: () => rows?.leave() };
}

/**
 * Runs all queries of `read` at one moment over one connection of the pool, however slowly the results are
 * taken.
 */
export async function* inOneSnapshot<T>(
  db: object,
  read: (reader: SnapshotReader) => AsyncGenerator<T>,
): AsyncGenerator<T, void> {
  const client = await poolOf(db).connect();
  let broken: Error | undefined;
  const keepError = (error: Error) => {
    broken = error;
  };
  client.on('error', keepError);
  const { reader, isStreaming, leave } = openReader(client);
  try {
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    await client.query(`SET LOCAL idle_in_transaction_session_timeout = '${LONGEST_PAUSE}'`);
    yield* read(reader);
  } finally {
    leave();
    // A connection with unread rows is closed; PostgreSQL notices at the next row.
    if (isStreaming()) keepError(new Error('The reader went away before the last row'));
    else await client.query('ROLLBACK').catch(keepError);
    client.off('error', keepError);
    client.release(broken);
  }
}
