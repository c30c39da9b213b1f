import { type Db, type DbRoot, Prisma } from '@/lib/server/db/client';
import { COLUMNS, type FleetRow, orderBy, type Sorting } from './host-rows';
import { type FleetQuestion, matchingRows, prepare } from './question';

const ROWS_PER_BATCH = 1000;
/** A reader slower than this is cut off rather than left holding a snapshot of the database. */
const LONGEST_READ_MS = 10 * 60_000;

/** One snapshot of the database for all batches, so that no host is missed or told twice while others report. */
function inOneSnapshot(db: Db, work: (tx: Db) => Promise<void>): Promise<void> {
  if (!('$transaction' in db)) return work(db);
  return (db as DbRoot).$transaction(work, {
    isolationLevel: 'RepeatableRead',
    maxWait: 5_000,
    timeout: LONGEST_READ_MS,
  });
}

/** Every row that matches, in order, in batches that are read only as fast as they are taken. */
export async function* batchesOfHosts(
  db: Db,
  question: FleetQuestion,
  sorting: Sorting,
): AsyncGenerator<FleetRow[]> {
  const { readable, writable } = new TransformStream<FleetRow[], FleetRow[]>();
  const writer = writable.getWriter();
  const reading = inOneSnapshot(db, async (tx) => {
    const prepared = await prepare(tx, question, 'all');
    await tx.$executeRaw(Prisma.sql`
      DECLARE matching_hosts NO SCROLL CURSOR FOR
      SELECT ${COLUMNS} FROM ${matchingRows(prepared)} ${orderBy(sorting)}`);
    for (;;) {
      const rows = await tx.$queryRaw<FleetRow[]>(
        Prisma.sql`FETCH FORWARD ${Prisma.raw(String(ROWS_PER_BATCH))} FROM matching_hosts`,
      );
      if (rows.length > 0) await writer.write(rows);
      if (rows.length < ROWS_PER_BATCH) return;
    }
  })
    .then(
      () => writer.close(),
      (error: unknown) => writer.abort(error),
    )
    // The reader went away: nobody is left to tell, and an unhandled rejection would end the process.
    .catch(() => undefined);
  try {
    yield* readable;
  } finally {
    // Only then has the connection been given back, also when the reader went away.
    await reading;
  }
}
