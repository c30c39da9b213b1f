import { beforeAll, describe, expect, it } from 'vitest';
import type { Ctx } from '@/lib/server/context';
import { type Db, type DbRoot, transact } from '@/lib/server/db/client';
import { createFabric } from '@/lib/server/services/fabric';
import { systemCtx } from '@/test/support/callers';
import { usesDatabase } from '@/test/support/uses-database';
import { waitsForLock } from '@/test/support/waits-for-lock';
import { uniqueName } from '@/test/support/world';
import { createOperator, disableOperator, enableOperator, renewPassword, updateOperator } from '.';
import { resetPassword } from './reset-password';

const PASSWORD = 'a password that is long enough';
const publicUrl = 'http://localhost';

let db: DbRoot;
usesDatabase((opened) => {
  db = opened;
});

const system = () => systemCtx(db);
const newFabric = async () =>
  (await createFabric({ ctx: system(), input: { name: uniqueName('fabric') } })).id;

async function newOperator(role: 'administrator' | 'viewer', fabrics?: string[]): Promise<string> {
  const email = `${uniqueName(role)}@fab.example`;
  const input = { email, role, password: PASSWORD, ...(fabrics && { fabrics }) };
  return (await createOperator({ ctx: system(), input })).id;
}

beforeAll(async () => void (await newOperator('administrator')));

/** An administrator limited to one fabric, and somebody whom they may manage. */
async function limitedWorld(): Promise<{ ctx: Ctx; target: string }> {
  const fabric = await newFabric();
  const id = await newOperator('administrator', [fabric]);
  const rest = { name: 'N', email: '', role: 'administrator', fabrics: [fabric] } as const;
  const ctx: Ctx = { ...system(), actor: { kind: 'operator', id, ...rest } };
  return { ctx, target: await newOperator('viewer', [fabric]) };
}

type Call = (ctx: Ctx, id: string) => Promise<unknown>;

const verbs: readonly { verb: string; isDisabled?: true; call: Call }[] = [
  {
    verb: 'resetting the password',
    call: (ctx, id) => resetPassword({ ctx, input: { id, password: PASSWORD } }),
  },
  { verb: 'a link for a new password', call: (ctx, id) => renewPassword({ ctx, input: { id }, publicUrl }) },
  { verb: 'another role', call: (ctx, id) => updateOperator({ ctx, input: { id, role: 'administrator' } }) },
  { verb: 'enabling', isDisabled: true, call: (ctx, id) => enableOperator({ ctx, input: { id } }) },
  { verb: 'disabling', call: (ctx, id) => disableOperator({ ctx, input: { id } }) },
];

const gains: readonly { gain: string; change: Call }[] = [
  {
    gain: 'all fabrics',
    change: (ctx, id) => updateOperator({ ctx, input: { id, fabrics: null, role: 'administrator' } }),
  },
  {
    gain: 'a fabric that they do not see',
    change: async (ctx, id) => updateOperator({ ctx, input: { id, fabrics: [await newFabric()] } }),
  },
];

/** What a verb could change of an operator, and what it would leave in the audit log. */
const stored = async (tx: Db, id: string, { actor }: Ctx) => ({
  operator: await tx.operator.findUniqueOrThrow({
    where: { id },
    include: { operatorFabrics: true, accounts: true },
  }),
  entries: await tx.auditEntry.count({ where: { actorId: 'id' in actor ? actor.id : null } }),
});

describe('an administrator limited to fabrics', () => {
  it.each(verbs.flatMap((verb) => gains.map((gain) => ({ ...verb, ...gain }))))(
    'finds nobody who is given $gain meanwhile: $verb',
    async ({ isDisabled, call, change }) => {
      const { ctx, target } = await limitedWorld();
      if (isDisabled) await disableOperator({ ctx: system(), input: { id: target } });
      const { called, given } = await transact(db, async (tx) => {
        await change({ ...system(), db: tx }, target);
        const given = await stored(tx, target, ctx);
        // It fails after this transaction, and is looked at then.
        const called = call(ctx, target).then(
          () => null,
          (error: unknown) => error,
        );
        await waitsForLock(db);
        return { called, given };
      });
      expect(await called).toMatchObject({ code: 'not_found' });
      expect(await stored(db, target, ctx)).toEqual(given);
    },
  );

  it('disables nobody a second time who is disabled meanwhile', async () => {
    const { ctx, target } = await limitedWorld();
    const { called } = await transact(db, async (tx) => {
      await disableOperator({ ctx: { ...system(), db: tx }, input: { id: target } });
      const called = disableOperator({ ctx, input: { id: target } });
      await waitsForLock(db);
      return { called };
    });
    expect(await called).toMatchObject({ id: target });
    const where = { action: 'operator.disabled', subjectId: target };
    expect(await db.auditEntry.count({ where })).toBe(1);
  });
});
