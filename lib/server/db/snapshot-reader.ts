import type { Connection, PoolClient } from 'pg';
import { awaitedLater, poolOf, typesLikePrisma } from '@/lib/server/db/direct';
import type { Prisma } from '@/prisma/generated/client';

/** A row as PostgreSQL writes it. */
export type TextRow = readonly (string | null)[];

export type SnapshotReader = {
  $queryRaw: <T = unknown>(question: Prisma.Sql) => Promise<T>;
  /**
   * Asks what is answered bit by bit: so many of the next rows a call, fewer at the end. `isIndexed`: there is an
   * index of the order, along which the first rows come at once and the others while the reader writes.
   */
  open: (question: Prisma.Sql, isIndexed: boolean) => Promise<(most: number) => Promise<TextRow[]>>;
};

/** Whoever takes nothing for so long is cut off rather than left holding a snapshot of the database. */
const LONGEST_PAUSE = '10min';

/** Rows as they come: for each, pg itself would make a second array and an event, which takes longer than PostgreSQL. */
function textRows(client: PoolClient, text: string): Promise<TextRow[]> {
  const asked = new Promise<TextRow[]>((resolve, reject) => {
    const rows: TextRow[] = [];
    client.query({
      submit: (connection: Connection) => connection.query(text),
      handleRowDescription: () => undefined,
      handleDataRow: ({ fields }: { fields: TextRow }) => rows.push(fields),
      handleCommandComplete: () => undefined,
      handleReadyForQuery: () => resolve(rows),
      handleError: reject,
    });
  });
  return awaitedLater(asked);
}

function readerOf(client: PoolClient): SnapshotReader {
  return {
    $queryRaw: async <T>({ text, values }: Prisma.Sql) =>
      (await client.query({ text, values, types: typesLikePrisma })).rows as T,
    open: async ({ text, values }, isIndexed) => {
      // The planner counts on nobody who has other work meanwhile, and would sort everything first.
      if (isIndexed) await client.query('SET LOCAL enable_sort = off');
      await client.query({ text: `DECLARE being_read NO SCROLL CURSOR FOR ${text}`, values });
      return (most) => textRows(client, `FETCH FORWARD ${Math.trunc(most)} FROM being_read`);
    },
  };
}

/** Everything that `read` asks is of one moment, over one connection of the pool, however slowly it is taken. */
export async function* inOneSnapshot<T>(
  db: object,
  read: (reader: SnapshotReader) => AsyncGenerator<T>,
): AsyncGenerator<T, void> {
  const client = await poolOf(db).connect();
  let broken: Error | undefined;
  const noteLoss = (error: Error) => {
    broken = error;
  };
  client.on('error', noteLoss);
  try {
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    await client.query(`SET LOCAL idle_in_transaction_session_timeout = '${LONGEST_PAUSE}'`);
    yield* read(readerOf(client));
  } finally {
    await client.query('ROLLBACK').catch(noteLoss);
    client.off('error', noteLoss);
    client.release(broken);
  }
}
