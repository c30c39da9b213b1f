import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Actor, Ctx } from '@/lib/server/context';
import { transact } from '@/lib/server/db/client';
import { createEnrollmentToken } from '@/lib/server/services/enrollment';
import { approveException } from '@/lib/server/services/exception';
import { createFabric } from '@/lib/server/services/fabric';
import {
  changeOperator,
  createApiToken,
  createOperator,
  disableOperator,
  endOtherSessions,
  inviteOperator,
  renewPassword,
  revokeApiToken,
  updateOperator,
} from '@/lib/server/services/operator';
import { makeOperator, signInCookie, systemCtx } from '@/test/support/callers';
import { exceptionWorld, request } from '@/test/support/exceptions';
import { startTestServer, type TestServer } from '@/test/support/server';
import { waitsForLock } from '@/test/support/waits-for-lock';
import { uniqueName } from '@/test/support/world';

const PASSWORD = 'a password that is long enough';
const publicUrl = 'http://localhost';

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
  await makeOperator(server.runtime.db);
});

afterAll(() => server.stop());

const db = () => server.runtime.db;
const system = () => systemCtx(db());
const newPerson = () => ({ email: `${uniqueName('made')}@fab.example`, role: 'administrator' as const });

/** An administrator in a session. */
async function person(): Promise<{ id: string; ctx: Ctx }> {
  const { id, email, password } = await makeOperator(db());
  await signInCookie(server.address, email, password);
  const { id: sessionId } = await db().session.findFirstOrThrow({ where: { operatorId: id } });
  const rest = { name: 'N', email, role: 'administrator', fabrics: 'all' } as const;
  return { id, ctx: { ...system(), actor: { kind: 'operator', id, sessionId, ...rest } } };
}

/** A program with the rights of an administrator who made its token. */
async function program(): Promise<{ id: string; maker: string; ctx: Ctx }> {
  const { id: maker, ctx } = await person();
  const input = { name: uniqueName('token'), role: 'administrator' } as const;
  const { id } = await createApiToken({ ctx, input });
  const actor: Actor = { kind: 'apiToken', id, fabrics: 'all', ...input };
  return { id, maker, ctx: { ...ctx, actor } };
}

type Giving = { what: string; byPersonOnly?: true; prepare: () => Promise<(ctx: Ctx) => Promise<unknown>> };

/** Whatever gives somebody access, or decides for others. */
const GIVING: readonly Giving[] = [
  {
    what: 'making an operator',
    prepare: async () => (ctx) => createOperator({ ctx, input: { ...newPerson(), password: PASSWORD } }),
  },
  {
    what: 'inviting one',
    prepare: async () => (ctx) => inviteOperator({ ctx, input: newPerson(), publicUrl }),
  },
  {
    what: 'giving one a new password',
    prepare: async () => {
      const { id } = await makeOperator(db(), 'viewer');
      return (ctx) => renewPassword({ ctx, input: { id, password: PASSWORD }, publicUrl });
    },
  },
  {
    what: 'giving one another role',
    prepare: async () => {
      const { id } = await makeOperator(db(), 'viewer');
      return (ctx) => changeOperator({ ctx, input: { id, role: 'administrator' } });
    },
  },
  {
    what: 'enabling one',
    prepare: async () => {
      const { id } = await makeOperator(db(), 'viewer');
      await disableOperator({ ctx: system(), input: { id } });
      return (ctx) => changeOperator({ ctx, input: { id, disabled: false } });
    },
  },
  {
    what: 'disabling one',
    prepare: async () => {
      const { id } = await makeOperator(db(), 'viewer');
      return (ctx) => disableOperator({ ctx, input: { id } });
    },
  },
  {
    what: 'making an API token',
    prepare: async () => (ctx) =>
      createApiToken({ ctx, input: { name: uniqueName('made'), role: 'viewer' } }),
  },
  {
    what: 'making an enrolment token',
    prepare: async () => {
      const { id: fabric } = await createFabric({ ctx: system(), input: { name: uniqueName('fabric') } });
      return (ctx) => createEnrollmentToken({ ctx, input: { fabric } });
    },
  },
  {
    what: 'approving an exception',
    byPersonOnly: true,
    prepare: async () => {
      const my = await exceptionWorld(db());
      const { id } = await request(my.asker, [my.ids[0] ?? '']);
      return (ctx) => approveException({ ctx: { ...ctx, now: my.asker.now }, input: { id } });
    },
  },
];

type Loss = {
  what: string;
  code: string;
  begin: () => Promise<{ ctx: Ctx; lose: (within: Ctx) => Promise<unknown> }>;
};

const ofPerson = (lose: (within: Ctx, id: string) => Promise<unknown>) => async () => {
  const { id, ctx } = await person();
  return { ctx, lose: (within: Ctx) => lose(within, id) };
};

const ofProgram =
  (lose: (within: Ctx, ids: { id: string; maker: string }) => Promise<unknown>) => async () => {
    const { ctx, ...ids } = await program();
    return { ctx, lose: (within: Ctx) => lose(within, ids) };
  };

const LOSSES: readonly Loss[] = [
  {
    what: 'who is disabled',
    code: 'unauthorized',
    begin: ofPerson((ctx, id) => disableOperator({ ctx, input: { id } })),
  },
  {
    what: 'who gets a lower role',
    code: 'forbidden',
    begin: ofPerson((ctx, id) => updateOperator({ ctx, input: { id, role: 'viewer' } })),
  },
  {
    what: 'whose session is ended',
    code: 'unauthorized',
    begin: ofPerson((ctx, operator) => endOtherSessions({ ctx, input: { operator } })),
  },
  {
    what: 'whose token is revoked',
    code: 'invalid_token',
    begin: ofProgram((ctx, { id }) => revokeApiToken({ ctx, input: { id } })),
  },
  {
    what: 'the maker of whose token is disabled',
    code: 'invalid_token',
    begin: ofProgram((ctx, { maker }) => disableOperator({ ctx, input: { id: maker } })),
  },
];

const cases = LOSSES.flatMap((loss) =>
  GIVING.filter(({ byPersonOnly }) => !byPersonOnly || loss.code !== 'invalid_token').map((giving) => ({
    ...loss,
    ...{ giving: giving.what, prepare: giving.prepare },
  })),
);

describe('what gives access', () => {
  it.each(cases)(
    'waits for what ends the rights of who asks, and is refused: $giving, by one $what',
    async ({ code, begin, prepare }) => {
      const { ctx, lose } = await begin();
      const give = await prepare();
      const audited = () => db().auditEntry.count({ where: { actorId: (ctx.actor as { id: string }).id } });
      const before = await audited();
      const { given } = await transact(db(), async (tx) => {
        await lose({ ...system(), db: tx });
        // It fails after this transaction, and is looked at then.
        const given = give(ctx).then(
          () => null,
          (error: unknown) => error,
        );
        await waitsForLock(db());
        return { given };
      });
      expect(await given).toMatchObject({ code });
      expect(await audited()).toBe(before);
    },
  );

  it('by a token that is revoked meanwhile is named in the answer, or is not given', async () => {
    const { id, ctx } = await program();
    const made = Array.from({ length: 30 }, () =>
      createOperator({ ctx, input: { ...newPerson(), password: PASSWORD } }).then(
        (done) => done.id,
        (error: unknown) => {
          expect(error).toMatchObject({ code: 'invalid_token' });
          return null;
        },
      ),
    );
    const countMade = () => db().operator.count({ where: { createdBy: id } });
    await expect.poll(countMade, { interval: 1 }).toBeGreaterThan(0);
    const { operators } = await revokeApiToken({ ctx: system(), input: { id } });
    const there = (await Promise.all(made)).filter((one) => one !== null);
    expect(operators.map((operator) => operator.id).sort()).toEqual(there.sort());
    expect(there.length).toBeGreaterThan(0);
  });
});
