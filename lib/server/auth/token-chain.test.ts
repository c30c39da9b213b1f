import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { resolveCaller } from '@/lib/server/auth/resolve-caller';
import type { Actor, Ctx } from '@/lib/server/context';
import { createEnrollmentToken } from '@/lib/server/services/enrollment';
import { createFabric } from '@/lib/server/services/fabric';
import {
  createApiToken,
  createOperator,
  disableOperator,
  enableOperator,
  resetPassword,
  revokeApiToken,
  updateOperator,
} from '@/lib/server/services/operator';
import { makeOperator, systemCtx } from '@/test/support/callers';
import { holdingLocks } from '@/test/support/holding-locks';
import { startTestServer, type TestServer } from '@/test/support/server';
import { uniqueName } from '@/test/support/world';

const PASSWORD = 'a password that is long enough';

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
  await makeOperator(server.runtime.db);
});

afterAll(() => server.stop());

const db = () => server.runtime.db;
const system = () => systemCtx(db());

function resolve(token: string): Promise<Actor> {
  const { sessionCookie } = server.runtime;
  const headers = { authorization: `Bearer ${token}` };
  return resolveCaller({ sessionCookie, db: db(), now: new Date(), headers, address: '127.0.0.1' }).then(
    ({ actor }) => actor,
  );
}

async function as(token: string): Promise<Ctx> {
  return { ...system(), actor: await resolve(token) };
}

type Role = 'viewer' | 'auditor' | 'operator' | 'administrator';

const make = (ctx: Ctx, role: Role = 'administrator', expiresInSeconds = 86_400) =>
  createApiToken({ ctx, input: { name: uniqueName('token'), role, expiresInSeconds } });

async function person() {
  const { id, email } = await makeOperator(db());
  const actor = { kind: 'operator', id, name: 'N', email, role: 'administrator', fabrics: 'all' } as const;
  return { id, email, ctx: { ...system(), actor } };
}

const newFabric = async () =>
  (await createFabric({ ctx: system(), input: { name: uniqueName('fabric') } })).id;

const areRevoked = (tokens: readonly { id: string }[]) =>
  Promise.all(
    tokens.map(
      async ({ id }) => (await db().enrollmentToken.findUnique({ where: { id } }))?.revokedAt !== null,
    ),
  );

async function waitingForOperators(): Promise<number | undefined> {
  const [found] = await db().$queryRaw<{ waiting: number }[]>`
    SELECT count(*)::int AS waiting FROM pg_stat_activity
    WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE '%FROM operator%FOR UPDATE%'`;
  return found?.waiting;
}

const REFUSED = { code: 'invalid_token' };

describe('revoking an API token', () => {
  it('revokes the tokens made with it, and names the operators', async () => {
    const first = await make(system());
    const second = await make(await as(first.token));
    const third = await make(await as(second.token), 'viewer');
    const fabric = (await createFabric({ ctx: system(), input: { name: uniqueName('fabric') } })).id;
    const enrolment = await createEnrollmentToken({ ctx: await as(second.token), input: { fabric } });
    const email = `${uniqueName('made')}@fab.example`;
    const input = { email, role: 'administrator', password: PASSWORD } as const;
    const operator = await createOperator({ ctx: await as(third.token), input }).catch(() => null);
    expect(operator).toBeNull();
    const made = await createOperator({ ctx: await as(second.token), input });
    const ended = await revokeApiToken({ ctx: system(), input: { id: first.id } });
    expect(ended.apiTokens.map(({ id }) => id).sort()).toEqual([second.id, third.id].sort());
    expect(ended.enrollmentTokens.map(({ id }) => id)).toEqual([enrolment.id]);
    expect(ended.operators).toEqual([{ id: made.id, name: email }]);
    for (const { token } of [first, second, third])
      await expect(resolve(token)).rejects.toMatchObject(REFUSED);
    const revoked = await db().auditEntry.count({
      where: {
        action: { endsWith: '.revoked' },
        subjectId: { in: [first.id, second.id, third.id, enrolment.id] },
      },
    });
    expect(revoked).toBe(4);
    await disableOperator({ ctx: system(), input: { id: made.id } });
  });

  it('leaves those of others', async () => {
    const [first, other] = [await make(system()), await make(system())];
    expect(await revokeApiToken({ ctx: system(), input: { id: first.id } })).toEqual({
      id: first.id,
      apiTokens: [],
      enrollmentTokens: [],
      operators: [],
    });
    expect(await resolve(other.token)).toMatchObject({ id: other.id });
  });
});

describe('an API token', () => {
  it('that was made with another ends with it at the latest', async () => {
    const first = await make(system(), 'administrator', 3_600);
    const second = await make(await as(first.token), 'viewer', 366 * 86_400);
    expect(second.expiresAt).toBe(first.expiresAt);
  });

  it('has no more rights and fabrics than its maker has now', async () => {
    const { id, ctx } = await person();
    const [all, viewer] = [await make(ctx), await make(ctx, 'viewer')];
    const below = await make(await as(all.token), 'auditor');
    const fabric = (await createFabric({ ctx: system(), input: { name: uniqueName('fabric') } })).id;
    await updateOperator({ ctx: system(), input: { id, role: 'auditor', fabrics: [fabric] } });
    expect(await resolve(all.token)).toMatchObject({ role: 'auditor', fabrics: [fabric] });
    expect(await resolve(below.token)).toMatchObject({ role: 'auditor', fabrics: [fabric] });
    expect(await resolve(viewer.token)).toMatchObject({ role: 'viewer', fabrics: [fabric] });
    await updateOperator({ ctx: system(), input: { id, role: 'administrator', fabrics: null } });
    expect(await resolve(all.token)).toMatchObject({ role: 'administrator', fabrics: 'all' });
  });

  it('has of its own fabrics those alone that its maker still has', async () => {
    const { id, ctx } = await person();
    const [kept, taken, other] = [await newFabric(), await newFabric(), await newFabric()];
    const input = { name: uniqueName('token'), role: 'viewer' as const, fabrics: [kept, taken] };
    const { token } = await createApiToken({ ctx, input });
    await updateOperator({ ctx: system(), input: { id, fabrics: [kept, other] } });
    expect(await resolve(token)).toMatchObject({ fabrics: [kept] });
  });

  it('ends when its maker’s password is reset, and when its maker is disabled, for good', async () => {
    for (const end of [
      (id: string) => resetPassword({ ctx: system(), input: { id, password: PASSWORD } }),
      (id: string) => disableOperator({ ctx: system(), input: { id } }),
    ]) {
      const { id, ctx } = await person();
      const { token, ...made } = await make(ctx);
      expect((await end(id)).apiTokens.map((each) => each.id)).toEqual([made.id]);
      await enableOperator({ ctx: system(), input: { id } });
      await expect(resolve(token)).rejects.toMatchObject(REFUSED);
    }
  });
});

describe('an enrolment token', () => {
  it('that was made with an API token ends with it at the latest', async () => {
    const maker = await make(system(), 'administrator', 60);
    const fabric = (await createFabric({ ctx: system(), input: { name: uniqueName('fabric') } })).id;
    const input = { fabric, expiresInSeconds: 30 * 86_400 };
    const made = await createEnrollmentToken({ ctx: await as(maker.token), input });
    expect(made.expiresAt).toBe(maker.expiresAt);
  });

  it('ends when its maker could not make it now', async () => {
    const { id, ctx } = await person();
    const [kept, taken] = [await newFabric(), await newFabric()];
    const program = await as((await make(ctx)).token);
    const [inKept, inTaken, byProgram] = [
      await createEnrollmentToken({ ctx, input: { fabric: kept } }),
      await createEnrollmentToken({ ctx, input: { fabric: taken } }),
      await createEnrollmentToken({ ctx: program, input: { fabric: taken } }),
    ];
    const ofAnother = await createEnrollmentToken({ ctx: system(), input: { fabric: taken } });
    const all = [inKept, inTaken, byProgram, ofAnother];
    await updateOperator({ ctx: system(), input: { id, fabrics: [kept] } });
    expect(await areRevoked(all)).toEqual([false, true, true, false]);
    await updateOperator({ ctx: system(), input: { id, fabrics: null } });
    await updateOperator({ ctx: system(), input: { id, role: 'operator' } });
    expect(await areRevoked(all)).toEqual([true, true, true, false]);
    const audited = await db().auditEntry.findMany({
      where: { action: 'enrollmentToken.revoked', subjectId: { in: all.map((token) => token.id) } },
      orderBy: { sequence: 'asc' },
    });
    expect(audited.map(({ subjectId }) => subjectId).at(-1)).toBe(inKept.id);
    expect(audited).toHaveLength(3);
  });
});

describe('changing an operator', () => {
  it('locks administrators in the order of their ids, the one that is changed among them', async () => {
    const made = [await person(), await person()].map(({ id }) => id);
    const ordered = await db().$queryRaw<{ id: string }[]>`
      SELECT id FROM operator WHERE id = ANY (${made}) ORDER BY id`;
    const [first = '', second = ''] = ordered.map(({ id }) => id);
    let changing: Promise<unknown> = Promise.resolve();
    await holdingLocks(db(), async (tx) => {
      await tx.$queryRaw`SELECT 1 AS locked FROM operator WHERE id = ${first} FOR UPDATE`;
      changing = updateOperator({ ctx: system(), input: { id: second, role: 'viewer' } });
      await expect.poll(waitingForOperators).toBe(1);
      expect(await tx.$queryRaw`SELECT id FROM operator WHERE id = ${second} FOR UPDATE SKIP LOCKED`).toEqual(
        [{ id: second }],
      );
    });
    await changing;
    expect(await db().operator.findUnique({ where: { id: second } })).toMatchObject({ role: 'viewer' });
  });

  it('never leaves nobody who administers all fabrics', async () => {
    const everybody = await db().operator.findMany({ where: { role: 'administrator', disabledAt: null } });
    const [last, ...others] = everybody;
    for (const { id } of others) await updateOperator({ ctx: system(), input: { id, role: 'viewer' } });
    const id = last?.id ?? '';
    const fabric = (await createFabric({ ctx: system(), input: { name: uniqueName('fabric') } })).id;
    for (const change of [{ role: 'viewer' as const }, { fabrics: [fabric] }])
      await expect(updateOperator({ ctx: system(), input: { id, ...change } })).rejects.toMatchObject({
        code: 'conflict',
      });
    expect(await db().operator.findUnique({ where: { id } })).toMatchObject({
      role: 'administrator',
      allFabrics: true,
    });
  });

  it('is for administrators, of what they see and have to give', async () => {
    const fabric = (await createFabric({ ctx: system(), input: { name: uniqueName('fabric') } })).id;
    const limited: Ctx = {
      ...system(),
      actor: { kind: 'apiToken', id: 'token', name: 'n', role: 'administrator', fabrics: [fabric] },
    };
    const own = await makeOperator(db(), 'viewer');
    const change = (ctx: Ctx, fabrics: string[] | null) =>
      updateOperator({ ctx, input: { id: own.id, fabrics } });
    await expect(change(limited, [fabric])).rejects.toMatchObject({ code: 'not_found' });
    await change(system(), [fabric]);
    await expect(change(limited, null)).rejects.toMatchObject({ code: 'forbidden' });
    await expect(
      change({ ...limited, actor: { ...limited.actor, role: 'auditor' } as Actor }, [fabric]),
    ).rejects.toMatchObject({ code: 'forbidden' });
    expect(await db().auditEntry.count({ where: { action: 'operator.changed', subjectId: own.id } })).toBe(1);
  });
});
