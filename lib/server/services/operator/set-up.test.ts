import { describe, expect, it } from 'vitest';
import type { DbRoot } from '@/lib/server/db/client';
import { isDatabaseAway } from '@/lib/server/db/failures';
import { openPools } from '@/lib/server/db/pools';
import { createFabric } from '@/lib/server/services/fabric';
import {
  awaitsSetUp,
  canSetUp,
  createOperator,
  disableOperator,
  listOperators,
  prepareSetUp,
  setUp,
} from '@/lib/server/services/operator';
import { ensureInstallation } from '@/lib/server/services/system';
import { systemCtx } from '@/test/support/callers';
import { testDatabase } from '@/test/support/database';
import { holdingLocks } from '@/test/support/holding-locks';
import { usesDatabase } from '@/test/support/uses-database';

const person = (n: number) => ({
  name: `Person ${n}`,
  email: `Person-${n}@fab.example`,
  password: 'a password that is long enough',
});

async function empty<T>(work: (db: DbRoot) => Promise<T>): Promise<T> {
  const database = await testDatabase();
  const pools = openPools({ url: database.runtimeUrl });
  try {
    await ensureInstallation(pools.console, new Date());
    return await work(pools.console);
  } finally {
    await pools.close();
    await database.drop();
  }
}

describe('whether a set-up is awaited', () => {
  it('is not asked for long, and never again once there is an operator', () =>
    empty(async (db) => {
      const ctx = { ...systemCtx(db), actor: { kind: 'anonymous' as const } };
      expect(await awaitsSetUp({ ctx })).toBe(true);
      await holdingLocks(db, async (other) => {
        await other.$executeRaw`LOCK TABLE operator IN ACCESS EXCLUSIVE MODE`;
        // The lock is held until there is an answer.
        expect(await awaitsSetUp({ ctx })).toBe(false);
      });
      expect(await awaitsSetUp({ ctx })).toBe(true);
      await createOperator({ ctx: systemCtx(db), input: { ...person(1), role: 'administrator' } });
      expect(await awaitsSetUp({ ctx })).toBe(false);
      // Nothing else removes an operator: the database would say again that there is none.
      await db.account.deleteMany();
      await db.operator.deleteMany();
      expect(await awaitsSetUp({ ctx })).toBe(false);
    }));

  it('is not, as far as a database says that is away; a start waits for what it says', async () => {
    const pools = openPools({ url: 'postgresql://nobody@127.0.0.1:1/nothing' });
    try {
      const ctx = systemCtx(pools.console);
      expect(await awaitsSetUp({ ctx })).toBe(false);
      await expect(prepareSetUp({ ctx, input: {} })).rejects.toSatisfy(isDatabaseAway);
    } finally {
      await pools.close();
    }
  });
});

describe('set-up', () => {
  it('works once, and of many calls at once one wins', () =>
    empty(async (db) => {
      const ctx = { ...systemCtx(db), actor: { kind: 'anonymous' as const } };
      const token = (await prepareSetUp({ ctx: systemCtx(db), input: {} })) ?? '';
      expect(await canSetUp({ ctx, input: { token } })).toBe(true);
      expect(await awaitsSetUp({ ctx })).toBe(true);
      expect(await canSetUp({ ctx, input: { token: `${token}x` } })).toBe(false);
      const results = await Promise.allSettled(
        Array.from({ length: 6 }, (_, n) => setUp({ ctx, input: { token, ...person(n) } })),
      );
      expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
      for (const result of results)
        if (result.status === 'rejected') expect(result.reason).toMatchObject({ code: 'not_found' });
      expect(await canSetUp({ ctx, input: { token } })).toBe(false);
      expect(await awaitsSetUp({ ctx })).toBe(false);
      const operators = await listOperators({ ctx: systemCtx(db) });
      expect(operators).toMatchObject([{ role: 'administrator', fabrics: null, disabledAt: null }]);
      expect(operators[0]?.email).toMatch(/^person-\d@fab\.example$/);
      expect(await prepareSetUp({ ctx: systemCtx(db), input: {} })).toBeNull();
    }));

  it('gives a new link at each start, of which the newest eight work until another one replaces them', () =>
    empty(async (db) => {
      const ctx = systemCtx(db);
      const start = async () => (await prepareSetUp({ ctx, input: {} })) ?? '';
      const tokens: string[] = [];
      for (let n = 0; n < 9; n += 1) tokens.push(await start());
      const working = (all: string[]) => Promise.all(all.map((token) => canSetUp({ ctx, input: { token } })));
      expect(await working(tokens)).toEqual([false, ...Array.from({ length: 8 }, () => true)]);
      const alone = (await prepareSetUp({ ctx, input: { replaces: true } })) ?? '';
      expect(await working([...tokens, alone])).toEqual([...tokens.map(() => false), true]);
    }));

  it('ends the links of all starts when one of them was used', () =>
    empty(async (db) => {
      const ctx = { ...systemCtx(db), actor: { kind: 'anonymous' as const } };
      const started = await Promise.all([1, 2].map(() => prepareSetUp({ ctx: systemCtx(db), input: {} })));
      const [first = '', second = ''] = started.map((token) => token ?? '');
      await setUp({ ctx, input: { token: first, ...person(1) } });
      await expect(setUp({ ctx, input: { token: second, ...person(2) } })).rejects.toMatchObject({
        code: 'not_found',
      });
    }));

  it('is over with the first operator, however that one was made', () =>
    empty(async (db) => {
      const ctx = systemCtx(db);
      const token = (await prepareSetUp({ ctx, input: {} })) ?? '';
      await createOperator({ ctx, input: { ...person(1), role: 'viewer' } });
      expect(await canSetUp({ ctx, input: { token } })).toBe(false);
    }));

  it('takes the administrator of the environment instead, once', () =>
    empty(async (db) => {
      const ctx = systemCtx(db);
      const { email, password } = person(1);
      const admin = { email, password };
      expect(await prepareSetUp({ ctx, input: { admin } })).toBeNull();
      expect(await prepareSetUp({ ctx, input: { admin } })).toBeNull();
      expect(await listOperators({ ctx })).toMatchObject([
        { email: email.toLowerCase(), role: 'administrator' },
      ]);
    }));
});

describe('operators', () => {
  let db: DbRoot;
  usesDatabase((opened) => {
    db = opened;
  });

  it('cannot lose their last administrator, also not two at once', async () => {
    const ctx = systemCtx(db);
    const ids = await Promise.all(
      [1, 2].map(
        async (n) => (await createOperator({ ctx, input: { ...person(n), role: 'administrator' } })).id,
      ),
    );
    const results = await Promise.allSettled(ids.map((id) => disableOperator({ ctx, input: { id } })));
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });

  it('cannot lose their last administrator of all fabrics', async () => {
    const ctx = systemCtx(db);
    const { id: fabric } = await createFabric({ ctx, input: { name: 'Limits' } });
    const limited = { ...person(3), role: 'administrator' as const, fabrics: [fabric] };
    const { id: limitedId } = await createOperator({ ctx, input: limited });
    const all = (await listOperators({ ctx })).filter(
      ({ fabrics, disabledAt, role }) => role === 'administrator' && fabrics === null && disabledAt === null,
    );
    expect(all).toHaveLength(1);
    const disabled = disableOperator({ ctx, input: { id: all[0]?.id ?? '' } });
    await expect(disabled).rejects.toMatchObject({ code: 'conflict' });
    await disableOperator({ ctx, input: { id: limitedId } });
  });

  it('have an address of their own, whatever its case', async () => {
    const ctx = systemCtx(db);
    await createOperator({ ctx, input: { ...person(7), role: 'viewer' } });
    const again = createOperator({
      ctx,
      input: { ...person(7), email: 'PERSON-7@FAB.example', role: 'viewer' },
    });
    await expect(again).rejects.toMatchObject({ code: 'conflict' });
    const weak = createOperator({ ctx, input: { ...person(8), password: 'too short', role: 'viewer' } });
    await expect(weak).rejects.toMatchObject({ code: 'invalid_value', pointer: '/password' });
  });
});
