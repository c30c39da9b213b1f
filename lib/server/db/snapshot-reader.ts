import { type CustomTypesConfig, type PoolClient, types } from 'pg';
import type { RowReader } from '@/lib/server/db/checked-rows';
import { poolOf } from '@/lib/server/db/direct';
import { Prisma } from '@/prisma/generated/client';

/** A row whose values are as PostgreSQL writes them. */
export type TextRow = readonly (string | null)[];

export type SnapshotReader = {
  $queryRaw: RowReader['$queryRaw'];
  /** The rows of a statement in batches, each fetched while the one before it is used. */
  fetch: (question: Prisma.Sql, isIndexed: boolean) => AsyncGenerator<TextRow[], void>;
};

const BATCH_ROWS = 1_000;
/** PostgreSQL ends the connection of a reader that asks for nothing for this long. */
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

const asText = { getTypeParser: () => (text: string) => text } as CustomTypesConfig;

async function queryLikePrisma<T>(client: PoolClient, { text, values }: Prisma.Sql): Promise<T> {
  return (await client.query({ text, values, types: typesLikePrisma })).rows as T;
}

async function* fetchInBatches(
  client: PoolClient,
  { text, values }: Prisma.Sql,
  isIndexed: boolean,
): AsyncGenerator<TextRow[], void> {
  // All rows are needed. By default PostgreSQL plans a cursor for the first tenth of them.
  await client.query('SET LOCAL cursor_tuple_fraction = 1');
  // An index has this order and gives the first rows at once. The planner does not know that the reader
  // needs these first, and would sort everything before.
  if (isIndexed) await client.query('SET LOCAL enable_sort = off');
  await client.query(`DECLARE batches NO SCROLL CURSOR FOR ${text}`, values);
  const fetch = () => {
    const batch = client.query<(string | null)[]>({
      text: `FETCH ${BATCH_ROWS} FROM batches`,
      rowMode: 'array',
      types: asText,
    });
    // A reader that goes away never awaits the batch after its last one.
    batch.catch(() => undefined);
    return batch;
  };
  let coming = fetch();
  for (;;) {
    const { rows } = await coming;
    if (rows.length === 0) return;
    coming = fetch();
    yield rows;
  }
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
  try {
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    await client.query(`SET LOCAL idle_in_transaction_session_timeout = '${LONGEST_PAUSE}'`);
    yield* read({
      $queryRaw: (texts, ...parts) => queryLikePrisma(client, Prisma.sql(texts, ...parts)),
      fetch: (question, isIndexed) => fetchInBatches(client, question, isIndexed),
    });
  } finally {
    await client.query('ROLLBACK').catch(keepError);
    client.off('error', keepError);
    client.release(broken);
  }
}
