import { expect, it } from 'vitest';
import { openDb, poolUse } from '@/lib/server/db/client';
import { createStatementNames, poolOf, withNamedStatements } from '@/lib/server/db/direct';
import { testDatabase } from '@/test/support/database';

/** A single connection, which no pool of the server is: the next statement comes by the same one. */
async function withOneConnection(work: (db: ReturnType<typeof openDb>) => Promise<void>): Promise<void> {
  const database = await testDatabase();
  const db = openDb(database.runtimeUrl, { max: 1, batches: true });
  try {
    await work(db);
  } finally {
    await db.$disconnect();
    await database.drop();
  }
}

const prepared = (db: ReturnType<typeof openDb>) =>
  poolOf(db).query("SELECT 1 FROM pg_prepared_statements WHERE name LIKE 'gf%'");

it('has a statement of ingest parsed once a connection', () =>
  withOneConnection(async (db) => {
    for (const value of [1, 2, 3])
      expect(await db.$queryRaw`SELECT ${value}::int AS value`).toEqual([{ value }]);
    expect((await prepared(db)).rowCount).toBe(1);
  }));

it('gives names up where a pooler has lost a prepared statement', () =>
  withOneConnection(async (db) => {
    const ask = () => withNamedStatements(db, () => db.$queryRaw`SELECT 1 AS one`);
    await ask();
    for (let times = 0; times < 2; times += 1) {
      await poolOf(db).query('DEALLOCATE ALL');
      expect(await ask()).toEqual([{ one: 1 }]);
    }
    expect((await prepared(db)).rowCount).toBe(0);
  }));

it('gives names to so many statements at most, however many texts there are', () =>
  withOneConnection(async (db) => {
    const nameOf = createStatementNames(poolOf(db));
    const names = Array.from({ length: 1_000 }, (_, index) => nameOf({ sql: `SELECT ${index}` }));
    expect(new Set(names).size).toBe(201);
    expect(names.at(-1)).toBe('');
    expect(nameOf({ sql: 'SELECT 0' })).toBe(names[0]);
  }));

it('leaves no connection behind its client, also where Prisma itself never asked', async () => {
  const database = await testDatabase();
  const db = openDb(database.runtimeUrl, { max: 1 });
  await poolOf(db).query('SELECT 1');
  await db.$disconnect();
  expect(poolUse(db)).toMatchObject({ open: 0 });
  await database.drop();
});
