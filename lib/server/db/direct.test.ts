import { describe, expect, it } from 'vitest';
import { type DbRoot, openDb, poolUse } from '@/lib/server/db/client';
import { awaitedLater, directly, isStatementLost, type Sql, transactDirectly } from '@/lib/server/db/direct';
import { testDatabase } from '@/test/support/database';
import { usesDatabase } from '@/test/support/uses-database';

let db: DbRoot;
let jobs: DbRoot;
usesDatabase((opened, pools) => {
  db = opened;
  jobs = pools.jobs;
}, 'ingest');

const AT = new Date('2026-11-25T00:00:00.123Z');
const add = (tx: Sql, name: string) =>
  tx.$executeRaw`INSERT INTO fabric (id, name, created_at) VALUES (gen_random_uuid(), ${name}, ${AT})`;
const named = async (name: string) => db.fabric.count({ where: { name } });

describe('transactDirectly', () => {
  it('commits what is written behind its answer', async () => {
    const answer = await transactDirectly(db, async (tx) => ({ answer: 7, writes: [add(tx, 'kept')] }));
    expect(answer).toBe(7);
    expect(await named('kept')).toBe(1);
  });

  it('refuses a pool whose connections take one statement at a time', async () => {
    const asked = transactDirectly(jobs, async (tx) => ({ answer: null, writes: [add(tx, 'one by one')] }));
    await expect(asked).rejects.toThrow('the pool of ingest');
  });

  it('writes nothing and says why when one of several writes fails', async () => {
    const both = transactDirectly(db, async (tx) => ({
      answer: null,
      writes: [add(tx, 'good'), add(tx, ''), add(tx, 'after')],
    }));
    await expect(both).rejects.toThrow(/violates check constraint/);
    expect((await named('good')) + (await named('after'))).toBe(0);
    // Its connection is whole again.
    await transactDirectly(db, async (tx) => ({ answer: null, writes: [add(tx, 'good')] }));
    expect(await named('good')).toBe(1);
  });

  it('refuses a failure that nobody awaited', async () => {
    const unheard = transactDirectly(db, async (tx) => {
      add(tx, '').catch(() => undefined);
      return { answer: null, writes: [] };
    });
    await expect(unheard).rejects.toMatchObject({ code: '23514' });
  });

  it('says what failed first where a statement behind it is awaited before it', async () => {
    const asked = transactDirectly(db, async (tx) => {
      const writes = [awaitedLater(add(tx, ''))];
      await tx.$queryRaw`SELECT 1 AS one`;
      return { answer: null, writes };
    });
    await expect(asked).rejects.toMatchObject({ code: '23514' });
  });

  it('lets others have a turn between any 64 kB of a long answer, and its connection is as before', async () => {
    const [rows, width] = [16_384, 1_000];
    let rounds = 0;
    let isOver = false;
    const count = () => {
      rounds += 1;
      if (!isOver) setImmediate(count);
    };
    setImmediate(count);
    const read = await transactDirectly(
      db,
      async (tx) => ({
        answer: await tx.$queryRaw<
          unknown[]
        >`SELECT repeat('x', ${width}::int) FROM generate_series(1, ${rows}::int)`,
        writes: [],
      }),
      { readsLong: true },
    );
    isOver = true;
    expect(read).toHaveLength(rows);
    expect(rounds).toBeGreaterThanOrEqual((rows * width) / 65_536);
    expect(await directly(db, (tx) => tx.$queryRaw`SELECT 1 AS one`)).toEqual([{ one: 1 }]);
  });

  it('refuses a statement that is asked after the commit was sent', async () => {
    let late: Promise<unknown> | undefined;
    await transactDirectly(db, async (tx) => {
      late = new Promise((resolve) => setTimeout(resolve)).then(() => add(tx, 'too late')).catch(String);
      return { answer: null, writes: [] };
    });
    expect(await late).toContain('after the commit');
    expect(await named('too late')).toBe(0);
  });
});

/** A single connection, which no pool of the server is: the next statement comes by the same one. */
const singleConnection = (url: string) => openDb(url, { max: 1, batches: true });

describe('directly', () => {
  it('gives the same values as Prisma', async () => {
    const ask = (sql: Sql) => sql.$queryRaw<object[]>`
      SELECT 9007199254740993::bigint AS big, ${AT}::timestamptz(3) AS at, DATE '2026-11-01' AS month, '\\x00ff'::bytea AS bytes,
        ${['a', null, 'b"\\']}::text[] AS texts, 1.5::float8 AS half, NULL::timestamptz AS none`;
    const plain = (rows: object[]) =>
      rows.map((row) => ({ ...row, bytes: Buffer.from(Reflect.get(row, 'bytes')).toString('hex') }));
    expect(plain(await directly(db, ask))).toEqual(plain(await ask(db)));
  });

  it('gives names up where a pooler has lost a prepared statement', async () => {
    const database = await testDatabase();
    const single = singleConnection(database.runtimeUrl);
    try {
      const ask = (sql: Sql) => sql.$queryRaw<{ one: number }[]>`SELECT 1 AS one`;
      await directly(single, ask);
      const forget = () => single.$executeRaw`DEALLOCATE ALL`;
      await forget();
      expect(await directly(single, ask)).toEqual([{ one: 1 }]);
      await forget();
      expect(await directly(single, ask)).toEqual([{ one: 1 }]);
    } finally {
      await single.$disconnect();
      await database.drop();
    }
  });

  it('leaves no connection behind its client, also where Prisma itself never asked', async () => {
    const database = await testDatabase();
    const single = singleConnection(database.runtimeUrl);
    await directly(single, (sql) => sql.$queryRaw`SELECT 1`);
    await single.$disconnect();
    expect(poolUse(single)).toMatchObject({ open: 0 });
    await database.drop();
  });

  it('tells a lost statement from every other failure', () => {
    expect(isStatementLost(Object.assign(new Error('lost'), { code: '26000' }))).toBe(true);
    expect(isStatementLost(Object.assign(new Error('other'), { code: '23505' }))).toBe(false);
    expect(isStatementLost('26000')).toBe(false);
  });
});
