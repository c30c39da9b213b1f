import { describe, expect, it } from 'vitest';
import { type Db, type DbRoot, inOneView, transact, unlessLong } from '@/lib/server/db/client';
import { isDeadlock } from '@/lib/server/db/failures';
import { usesDatabase } from '@/test/support/uses-database';

let db: DbRoot;
usesDatabase((opened) => {
  db = opened;
});

const lock = (tx: Db, key: number) => tx.$executeRaw`SELECT pg_advisory_xact_lock(${key}::bigint)`;

/** Two who each hold what the other wants next; only in their first try. */
function crossing(tries: string[]) {
  let bothHold: () => void = () => undefined;
  const both = new Promise<void>((resolve) => {
    bothHold = resolve;
  });
  let holding = 0;
  return (name: string, first: number, second: number) =>
    transact(db, async (tx) => {
      tries.push(name);
      await lock(tx, first);
      holding += 1;
      if (holding === 2) bothHold();
      await both;
      await lock(tx, second);
      return name;
    });
}

describe('a transaction', () => {
  it('that PostgreSQL ended for a deadlock is done again', async () => {
    const tries: string[] = [];
    const run = crossing(tries);
    expect(await Promise.all([run('a', 1, 2), run('b', 2, 1)])).toEqual(['a', 'b']);
    expect(tries).toHaveLength(3);
  });

  it('is not repeated without end, nor for another reason', async () => {
    let tries = 0;
    const raise = (code: string) =>
      transact(db, async (tx) => {
        tries += 1;
        await tx.$executeRawUnsafe(`DO $$ BEGIN RAISE EXCEPTION 'no' USING ERRCODE = '${code}'; END $$`);
      });
    await expect(raise('40001')).rejects.toSatisfy(isDeadlock);
    expect(tries).toBe(5);
    await expect(raise('22000')).rejects.toThrow();
    expect(tries).toBe(6);
  });

  it('inside another is not done again by itself: PostgreSQL has undone the outer one too', async () => {
    let tries = 0;
    const work = transact(db, (outer) =>
      transact(outer, async (tx) => {
        tries += 1;
        if (tries === 1)
          await tx.$executeRawUnsafe(`DO $$ BEGIN RAISE EXCEPTION 'no' USING ERRCODE = '40P01'; END $$`);
        return tries;
      }),
    );
    expect(await work).toBe(2);
  });
});

/** The number of the transaction that a row written now belongs to: a savepoint has one of its own. */
async function writesAsItself(tx: Db): Promise<boolean> {
  const key = `joined ${Math.random()}`;
  await tx.$executeRaw`INSERT INTO kept_answer (caller, key, request, answer, kept_at) VALUES ('test', ${key}, '', '', now())`;
  const [row] = await tx.$queryRaw<{ isOuter: boolean }[]>`
    SELECT xmin::text = pg_current_xact_id()::xid::text AS "isOuter" FROM kept_answer WHERE key = ${key}`;
  return row?.isOuter === true;
}

describe('a transaction within another', () => {
  it('joins it: what it writes is written by the outer one, without a savepoint', async () => {
    expect(await transact(db, (outer) => transact(outer, writesAsItself))).toBe(true);
    expect(await transact(db, (outer) => unlessLong(outer, 5_000, writesAsItself))).toBe(true);
  });

  it('that fails has failed the outer one, also where that goes on', async () => {
    const work = transact(db, async (outer) => {
      await transact(outer, (tx) => tx.$executeRaw`SELECT 1 / 0`).catch(() => undefined);
      return outer.$queryRaw`SELECT 1`;
    });
    await expect(work).rejects.toThrow(/25P02|current transaction is aborted/);
  });

  it('may be begun beside a second one', async () => {
    const both = transact(db, (outer) =>
      Promise.all([transact(outer, writesAsItself), transact(outer, writesAsItself)]),
    );
    expect(await both).toEqual([true, true]);
  });
});

describe('how long a transaction may take', () => {
  const twoStatements = async (tx: Db) => {
    await tx.$executeRaw`SELECT pg_sleep(0.2)`;
    return tx.$queryRaw`SELECT 1 AS one`;
  };

  it('is said by who begins it, and by nobody within', async () => {
    for (const begin of [transact, inOneView] as const) {
      await expect(begin(db, twoStatements, 50)).rejects.toMatchObject({ code: 'P2028' });
      expect(await begin(db, (outer) => begin(outer, twoStatements, 50))).toEqual([{ one: 1 }]);
    }
  });
});

describe('a view of one moment', () => {
  const isolation = async (view: Db) =>
    (await view.$queryRaw<{ level: string }[]>`SELECT current_setting('transaction_isolation') AS level`)[0]
      ?.level;

  it('within another is that one', async () => {
    expect(await inOneView(db, (outer) => inOneView(outer, isolation))).toBe('repeatable read');
    expect(await inOneView(db, (outer) => transact(outer, isolation))).toBe('repeatable read');
  });

  it('is refused within a transaction whose statements see one moment each', async () => {
    await expect(transact(db, (outer) => inOneView(outer, isolation))).rejects.toThrow(/one moment/);
    const beside = transact(db, (outer) => transact(outer, (tx) => inOneView(tx, isolation)));
    await expect(beside).rejects.toThrow(/one moment/);
  });
});

describe('what is left out where it takes long', () => {
  const sleep = (view: Db, seconds: number) => view.$executeRaw`SELECT pg_sleep(${seconds}::float)`;
  const limitOf = async (view: Db) =>
    (await view.$queryRaw<{ ms: string }[]>`SELECT current_setting('statement_timeout') AS ms`)[0]?.ms;

  it('is answered within its limit, and nothing beyond', async () => {
    expect(await unlessLong(db, 5_000, limitOf)).toBe('5s');
    expect(await unlessLong(db, 50, (view) => sleep(view, 5))).toBeNull();
    expect(await limitOf(db)).toBe('30s');
  });

  it('fails for any other reason', async () => {
    await expect(unlessLong(db, 5_000, (view) => view.$executeRaw`SELECT 1 / 0`)).rejects.toThrow();
  });

  it('is waited for within a transaction, which goes on', async () => {
    const [slept, limit] = await transact(db, async (tx) => [
      await unlessLong(tx, 50, (view) => sleep(view, 0.1)),
      await limitOf(tx),
    ]);
    expect([slept, limit]).toEqual([1, '30s']);
  });
});
