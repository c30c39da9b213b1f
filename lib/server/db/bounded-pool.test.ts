import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withStatementsOf } from '@/lib/server/db/bounded-pool';
import { type Db, type DbRoot, poolUse, transact } from '@/lib/server/db/client';
import { withClient } from '@/lib/server/db/connection';
import { isDatabaseAway } from '@/lib/server/db/failures';
import { openPools } from '@/lib/server/db/pools';
import { type TestDatabase, testDatabase } from '@/test/support/database';
import { startTcpProxy, type TcpProxy } from '@/test/support/rig/tcp-proxy';

const ANSWER_MS = 400;

let database: TestDatabase;
let proxy: TcpProxy;
let url: string;

beforeAll(async () => {
  database = await testDatabase();
  const direct = new URL(database.runtimeUrl);
  proxy = await startTcpProxy({ targets: [Number(direct.port)] });
  direct.port = new URL(proxy.address).port;
  url = direct.href;
});

afterAll(async () => {
  await proxy.stop();
  await database.drop();
});

type Name = 'console' | 'ingest';

async function withPool(work: (db: DbRoot) => Promise<void>, name: Name = 'console'): Promise<void> {
  const pools = openPools({ url, answerMs: ANSWER_MS });
  try {
    await work(pools[name]);
  } finally {
    pools.giveUp();
    await pools.close();
  }
}

const expectFree = (db: DbRoot) => {
  const { open, idle, waiting } = poolUse(db);
  expect([open, waiting]).toEqual([idle, 0]);
};

const one = (db: Db) => db.$queryRaw<{ one: number }[]>`SELECT 1 AS one`;
const sleep = (db: Db, seconds: number) => db.$executeRaw`SELECT pg_sleep(${seconds}::float)`;

const failureOf = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => undefined,
    (error: unknown) => error,
  );

describe('a connection that has gone silent', () => {
  it.each([
    ['one statement', (db: DbRoot) => one(db)],
    ['a transaction', (db: DbRoot) => transact(db, one)],
  ])('fails %s as a database that is away, and the next one works', async (_, ask) => {
    await withPool(async (db) => {
      await one(db);
      expect(proxy.freeze()).toBe(1);
      expect(await failureOf(ask(db))).toSatisfy(isDatabaseAway);
      expect(await one(db)).toEqual([{ one: 1 }]);
      expectFree(db);
    });
  });

  it('under a transaction that has begun leaves no place of the pool taken', async () => {
    await withPool(async (db) => {
      const work = transact(db, async (tx) => {
        await one(tx);
        proxy.freeze();
        return one(tx);
      });
      expect(await failureOf(work)).toSatisfy(isDatabaseAway);
      expect(await one(db)).toEqual([{ one: 1 }]);
      expectFree(db);
    });
  });

  it('is found out once: those that wait beside it to be used are given up with it', async () => {
    await withPool(async (db) => {
      await Promise.all([sleep(db, 0.1), sleep(db, 0.1), sleep(db, 0.1)]);
      expect(poolUse(db)).toMatchObject({ open: 3, idle: 3 });
      expect(proxy.freeze()).toBe(3);
      expect(await failureOf(one(db))).toSatisfy(isDatabaseAway);
      expect(await Promise.all([one(db), one(db), one(db)])).toHaveLength(3);
    });
  });

  it('can be ended: nobody waits for its goodbye', async () => {
    await withClient(url, async (client) => {
      await client.query('SELECT 1');
      proxy.freeze();
    });
  });
});

describe('a connection that works', () => {
  it('may be silent for longer where its statements are allowed to take longer', async () => {
    await withPool(async (db) => {
      const slow = () => transact(db, (tx) => sleep(tx, (2 * ANSWER_MS) / 1_000));
      expect(await failureOf(slow())).toSatisfy(isDatabaseAway);
      expect(await withStatementsOf(5_000, slow)).toBe(1);
    });
  });

  it('may be silent for as long as nobody asks it anything', async () => {
    await withPool(async (db) => {
      const pid = async (tx: Db) => tx.$queryRaw`SELECT pg_backend_pid() AS pid`;
      const before = await pid(db);
      // Two limits of another connection pass meanwhile.
      await withPool(async (other) => {
        await withStatementsOf(5_000, () => sleep(other, (2 * ANSWER_MS) / 1_000));
      });
      expect(await pid(db)).toEqual(before);
    });
  });
});
