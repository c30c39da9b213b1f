import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { type Ctx, recordedBy } from '@/lib/server/context';
import { type DbRoot, transact } from '@/lib/server/db/client';
import {
  createEnrollmentToken,
  listEnrollmentTokens,
  revokeEnrollmentToken,
} from '@/lib/server/services/enrollment';
import { createFabric, findFabric, listFabrics, renameFabric } from '@/lib/server/services/fabric';
import {
  createApiToken,
  createOperator,
  disableOperator,
  listApiTokens,
  listOperators,
  resetPassword,
  revokeApiToken,
} from '@/lib/server/services/operator';
import { systemCtx } from '@/test/support/callers';
import { accountCtx } from '@/test/support/exceptions';
import { enrolledHosts, type TestHost } from '@/test/support/ingest';
import { usesDatabase } from '@/test/support/uses-database';
import { uniqueName } from '@/test/support/world';

let db: DbRoot;
usesDatabase((opened) => {
  db = opened;
});

const newFabric = () => createFabric({ ctx: systemCtx(db), input: { name: uniqueName('Fabric') } });

/** What gives access looks at the account again, so that they have one. */
const administratorOf = (...fabrics: string[]) =>
  accountCtx(db, { role: 'administrator', fabrics, now: new Date() });

it('lists fabrics by how many hosts they have, and equal ones by name', async () => {
  const fabricOf = async ([host]: TestHost[]) =>
    (await db.host.findUniqueOrThrow({ where: { id: host?.hostId ?? '' } })).fabricId;
  const NOW = new Date();
  const one = await fabricOf(await enrolledHosts(db, NOW, 1));
  const three = await fabricOf(await enrolledHosts(db, NOW, 3));
  const other = await fabricOf(await enrolledHosts(db, NOW, 1));
  const empty = await newFabric();
  const rows = await listFabrics({
    ctx: await administratorOf(one, three, other, empty.id),
    input: { at: null },
  });
  expect(rows.map(({ hosts }) => hosts)).toEqual([3, 1, 1, 0]);
  expect(rows[0]?.id).toBe(three);
  const names = rows.slice(1, 3).map(({ name }) => name);
  expect(names).toEqual(names.toSorted((first, second) => first.localeCompare(second)));
});

describe('what lies outside of an actor’s fabrics', () => {
  it('does not exist for it: fabrics, and the tokens of hosts', async () => {
    const [own, other] = [await newFabric(), await newFabric()];
    const ctx = await administratorOf(own.id);
    expect(await listFabrics({ ctx, input: { at: null } })).toEqual([own]);
    const missing = { code: 'not_found' };
    for (const fabric of [other.id, other.name, 'nothing'])
      await expect(createEnrollmentToken({ ctx, input: { fabric } })).rejects.toMatchObject(missing);
    const mine = await createEnrollmentToken({ ctx, input: { fabric: own.name.toLowerCase() } });
    const theirs = await createEnrollmentToken({ ctx: systemCtx(db), input: { fabric: other.id } });
    expect((await listEnrollmentTokens({ ctx })).map(({ id }) => id)).toEqual([mine.id]);
    await expect(revokeEnrollmentToken({ ctx, input: { id: theirs.id } })).rejects.toMatchObject(missing);
  });

  it('cannot be reached through another operator or token', async () => {
    const [own, other] = [await newFabric(), await newFabric()];
    const ctx = await administratorOf(own.id);
    const person = () => ({
      email: `${uniqueName('p')}@b.example`,
      role: 'viewer' as const,
      password: 'long enough for all',
    });
    const token = { name: 't', role: 'administrator' as const };
    const forbidden = { code: 'forbidden' };
    await expect(createOperator({ ctx, input: person() })).rejects.toMatchObject(forbidden);
    await expect(createApiToken({ ctx, input: token })).rejects.toMatchObject(forbidden);
    const missing = { code: 'not_found' };
    await expect(createOperator({ ctx, input: { ...person(), fabrics: [other.id] } })).rejects.toMatchObject(
      missing,
    );
    await expect(createApiToken({ ctx, input: { ...token, fabrics: [other.id] } })).rejects.toMatchObject(
      missing,
    );
    const mine = await createOperator({ ctx, input: { ...person(), fabrics: [own.id] } });
    const theirs = await createOperator({ ctx: systemCtx(db), input: person() });
    const both = await createOperator({
      ctx: systemCtx(db),
      input: { ...person(), fabrics: [own.id, other.id] },
    });
    const others = (await listOperators({ ctx })).filter(({ id }) => id !== recordedBy(ctx.actor));
    expect(others.map(({ id }) => id)).toEqual([mine.id]);
    for (const { id } of [theirs, both]) {
      await expect(disableOperator({ ctx, input: { id } })).rejects.toMatchObject(missing);
      await expect(
        resetPassword({ ctx, input: { id, password: 'long enough for all' } }),
      ).rejects.toMatchObject(missing);
    }
    const all = await createApiToken({ ctx: systemCtx(db), input: token });
    await expect(revokeApiToken({ ctx, input: { id: all.id } })).rejects.toMatchObject(missing);
    const limited = await createApiToken({ ctx, input: { ...token, fabrics: [own.name] } });
    expect((await listApiTokens({ ctx })).map(({ id }) => id)).toEqual([limited.id]);
  });

  it('cannot be reached by making a new fabric', async () => {
    const { id } = await newFabric();
    const made = createFabric({ ctx: await administratorOf(id), input: { name: uniqueName('Fabric') } });
    await expect(made).rejects.toMatchObject({ code: 'forbidden' });
  });
});

describe('a fabric that is given by name', () => {
  const named = async (name: string) => (await findFabric(systemCtx(db), name)).name;

  it('is the one of that name, whatever the case, and no other that fits it as a pattern', async () => {
    const start = uniqueName('Fabric');
    const names = [`${start}-A`, `${start}_A`, `${start}%`, `${start}\\A`, `${start}\\_A`];
    for (const name of names) await createFabric({ ctx: systemCtx(db), input: { name } });
    for (const name of names) {
      expect(await named(name)).toBe(name);
      expect(await named(name.toUpperCase())).toBe(name);
    }
    for (const pattern of ['%', '_'.repeat(start.length + 2), `${start}.A`])
      await expect(named(pattern)).rejects.toMatchObject({ code: 'not_found' });
  });

  it('is the one with that id, also where another has the id as its name', async () => {
    const { id, name } = await newFabric();
    // As one could be made by an older version.
    await db.fabric.create({ data: { id: randomUUID(), name: id, createdAt: new Date() } });
    expect(await named(id.toUpperCase())).toBe(name);
  });
});

describe('an API token', () => {
  it('is listed with the names of its fabrics, and never with its secret', async () => {
    const { id, name } = await newFabric();
    const ctx = systemCtx(db);
    const made = await createApiToken({
      ctx,
      input: { name: 'limited', role: 'viewer', fabrics: [id, name] },
    });
    const all = await createApiToken({ ctx, input: { name: 'all', role: 'viewer' } });
    const listed = await listApiTokens({ ctx });
    expect(listed.find((row) => row.id === made.id)).toMatchObject({ fabrics: [name], usable: true });
    expect(listed.find((row) => row.id === all.id)).toMatchObject({ fabrics: null });
    expect(JSON.stringify(listed)).not.toContain(made.token);
  });

  it('cannot name a fabric that is not there', async () => {
    const made = createApiToken({
      ctx: systemCtx(db),
      input: { name: 'n', role: 'viewer', fabrics: ['nothing'] },
    });
    await expect(made).rejects.toMatchObject({ code: 'not_found' });
  });
});

describe('the name of a fabric', () => {
  const create = (name: string) => createFabric({ ctx: systemCtx(db), input: { name } });

  it('is one name however its letters are put together', async () => {
    const name = uniqueName('Caf\u00e9');
    const made = await create(name.normalize('NFD'));
    expect(made.name).toBe(name);
    await expect(create(name)).rejects.toMatchObject({ code: 'name_taken', more: { id: made.id } });
    expect((await findFabric(systemCtx(db), name.normalize('NFD'))).id).toBe(made.id);
  });

  it('is refused with the one who has it, also where the verb is part of a transaction', async () => {
    const [first, other] = [await create(uniqueName('first')), await create(uniqueName('other'))];
    const within = <T>(work: (ctx: Ctx) => Promise<T>) =>
      transact(db, (tx) => work({ ...systemCtx(db), db: tx }));
    const taken = { code: 'name_taken', more: { id: first.id } };
    const name = first.name.toUpperCase();
    await expect(within((ctx) => createFabric({ ctx, input: { name } }))).rejects.toMatchObject(taken);
    const renamed = within((ctx) => renameFabric({ ctx, input: { fabric: other.id, name } }));
    await expect(renamed).rejects.toMatchObject(taken);
    // Its own name in other letters is no other fabric's.
    await within((ctx) => renameFabric({ ctx, input: { fabric: first.id, name } }));
  });

  it('is given once where two ask for it at the same time', async () => {
    const name = uniqueName('twice');
    const asked = await Promise.allSettled([create(name), create(name)]);
    expect(asked.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    expect(asked.find(({ status }) => status === 'rejected')).toMatchObject({
      reason: { code: 'name_taken' },
    });
  });

  it.each(['PAR\u200b-Prod', '\u202eevil', '01a21f1f-8a60-767c-983d-415dd88e4940'])(
    'is refused where it can be taken for another one: %j',
    async (name) => {
      await expect(create(name)).rejects.toMatchObject({ code: 'invalid_value' });
    },
  );
});
