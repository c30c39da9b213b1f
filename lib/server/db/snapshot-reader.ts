import type { PoolClient } from 'pg';
import { poolOf, typesLikePrisma } from '@/lib/server/db/direct';
import { type RowStream, streamRows } from '@/lib/server/db/row-stream';
import type { Prisma } from '@/prisma/generated/client';

export type SnapshotReader = {
  $queryRaw: <T = unknown>(question: Prisma.Sql) => Promise<T>;
  /** Asks for rows that come as fast as they are taken. Nothing else may be asked until the last was. */
  stream: (question: Prisma.Sql, isIndexed: boolean) => Promise<RowStream>;
};

/** A file takes as long as its reader's line does; whoever stops taking is cut off sooner (row-stream.ts). */
const LONGEST_READ = '12h';

type Open = { reader: SnapshotReader; isStreaming: () => boolean };

function openReader(client: PoolClient): Open {
  let rows: RowStream | null = null;
  const reader: SnapshotReader = {
    $queryRaw: async <T>({ text, values }: Prisma.Sql) =>
      (await client.query({ text, values, types: typesLikePrisma })).rows as T,
    stream: async (question, isIndexed) => {
      await client.query(`SET LOCAL statement_timeout = '${LONGEST_READ}'`);
      // There is an index of the order, along which rows come at once; the planner counts on nobody who waits for
      // the first and has other work meanwhile, and would sort everything before.
      if (isIndexed) await client.query('SET LOCAL enable_sort = off');
      rows = streamRows(client, question);
      return rows;
    },
  };
  return { reader, isStreaming: () => rows?.isOpen() ?? false };
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
  const { reader, isStreaming } = openReader(client);
  try {
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    yield* read(reader);
  } finally {
    // A connection with rows left in it is closed: that stops PostgreSQL, too.
    if (isStreaming()) noteLoss(new Error('The reader went away before the last row'));
    else await client.query('ROLLBACK').catch(noteLoss);
    client.off('error', noteLoss);
    client.release(broken);
  }
}
