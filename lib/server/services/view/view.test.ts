import { describe, expect, it } from 'vitest';
import type { SavedView } from '@/lib/contracts/view';
import type { Role } from '@/lib/domain/roles';
import type { Ctx, FabricScope } from '@/lib/server/context';
import type { DbRoot } from '@/lib/server/db/client';
import { createFabric } from '@/lib/server/services/fabric';
import { listAudit } from '@/lib/server/services/system';
import { makeOperator, systemCtx, tokenCtx } from '@/test/support/callers';
import { personCtx } from '@/test/support/exceptions';
import { usesDatabase } from '@/test/support/uses-database';
import { uniqueName } from '@/test/support/world';
import { changeView, createView, deleteView, listViews } from '.';

let db: DbRoot;
usesDatabase((given) => {
  db = given;
});

async function person(role: Role = 'operator', fabrics: FabricScope = 'all'): Promise<Ctx> {
  const { id } = await makeOperator(db, role);
  return personCtx(db, { id, role, fabrics });
}

const save = (ctx: Ctx, more: object = {}) =>
  createView({
    ctx,
    input: {
      ...{ name: uniqueName('View'), page: 'hosts', query: 'state=-Passed&sort=since', shared: false },
      ...more,
    } as const,
  });

const namesOf = async (ctx: Ctx) =>
  (await listViews({ ctx, input: { page: 'hosts' } })).views.map(({ name }) => name);

describe('a saved view', () => {
  it('is one’s own, or everybody’s once it is shared, and others read it alone', async () => {
    const [own, other] = [await person(), await person('viewer')];
    const hidden = await save(own);
    const shared = await save(own, { shared: true, columns: ['host', 'owner'] });
    const mine = (await listViews({ ctx: own, input: {} })).views.filter(({ isOwn }) => isOwn);
    expect(mine.map(({ name }) => name)).toEqual([hidden.name, shared.name].sort());
    const seen = await listViews({ ctx: other, input: { page: 'hosts' } });
    expect(seen.views.find(({ id }) => id === shared.id)).toEqual({ ...shared, isOwn: false });
    expect(seen.views.map(({ id }) => id)).not.toContain(hidden.id);
    const third = await person();
    const change = { name: 'Mine', version: 1 };
    await expect(changeView({ ctx: third, input: { id: shared.id, ...change } })).rejects.toMatchObject({
      code: 'forbidden',
    });
    await expect(deleteView({ ctx: third, input: { id: hidden.id } })).rejects.toMatchObject({
      code: 'not_found',
    });
  });

  it('keeps a question as it will be asked again: of now, and from its first page', async () => {
    const query = 'sort=since&cursor=abc&state=-Passed&at=2026-11-20T00:00:00Z&order=desc&limit=100';
    expect(await save(await person(), { query })).toMatchObject({
      query: 'state=-Passed&sort=since&order=desc&limit=100',
      version: 1,
    });
    await expect(save(await person(), { query: 'colour=red' })).rejects.toMatchObject({
      code: 'invalid_value',
      pointer: '/query',
    });
  });

  it('is changed only by who has seen its last change, with an entry for each', async () => {
    const ctx = await person();
    const { id } = await save(ctx);
    const renamed = await changeView({ ctx, input: { id, version: 1, name: 'Night', shared: true } });
    expect(renamed).toMatchObject({ name: 'Night', shared: true, version: 2, columns: null });
    const late = changeView({ ctx, input: { id, version: 1, query: 'state=Passed' } });
    await expect(late).rejects.toMatchObject({
      code: 'version_conflict',
      more: { present: { name: 'Night', version: 2 } },
    });
    await deleteView({ ctx, input: { id } });
    expect(await namesOf(ctx)).not.toContain('Night');
    const { entries } = await listAudit({ ctx: systemCtx(db), input: { subject: id } });
    expect(entries.map(({ action }) => action).sort()).toEqual([
      'view.changed',
      'view.deleted',
      'view.saved',
    ]);
  });

  describe('has a name of its own', () => {
    const refusedFor = ({ id }: { id: string }) => ({ code: 'name_taken', status: 409, more: { id } });

    it('among one’s own and those that one sees, whatever its capitals', async () => {
      const [own, other] = [await person(), await person()];
      const [name, theirs] = [uniqueName('Night'), uniqueName('Day')];
      const hidden = await save(own, { name });
      const shared = await save(other, { name: theirs, shared: true });
      const alike = ` ${name.toUpperCase().normalize('NFD')} `;
      await expect(save(own, { name: alike })).rejects.toMatchObject(refusedFor(hidden));
      await expect(save(own, { name: theirs })).rejects.toMatchObject(refusedFor(shared));
      // What somebody keeps to themselves takes nobody's name.
      await save(other, { name });
      expect((await namesOf(own)).filter((one) => one === name)).toEqual([name]);
    });

    it('also once it is renamed or shared, and may keep the one that it has', async () => {
      const [own, other] = [await person(), await person()];
      const name = uniqueName('Night');
      const change = (ctx: Ctx, { id, version }: SavedView, more: object) =>
        changeView({ ctx, input: { id, version, ...more } });
      const [kept, second] = [await save(own, { name }), await save(own)];
      await expect(change(own, second, { name })).rejects.toMatchObject(refusedFor(kept));
      const capitals = await change(own, kept, { name: name.toUpperCase() });
      expect(capitals.name).toBe(name.toUpperCase());
      await save(other, { name, shared: true });
      await expect(change(own, capitals, { shared: true })).rejects.toMatchObject({ code: 'name_taken' });
      expect(await change(own, capitals, { query: 'state=Passed' })).toMatchObject({ version: 3 });
    });

    it('where two are saved, or one is renamed, at once', async () => {
      const ctx = await person();
      const name = uniqueName('Night');
      const one = await save(ctx);
      const all = await Promise.allSettled([
        ...Array.from({ length: 4 }, () => save(ctx, { name })),
        changeView({ ctx, input: { id: one.id, version: 1, name } }),
      ]);
      expect(all.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
      expect((await namesOf(ctx)).filter((named) => named === name)).toEqual([name]);
    });

    it('unless two had one before this was asked for: they stay, and are changed', async () => {
      const ctx = await person();
      const [first, second] = [await save(ctx), await save(ctx)];
      await db.savedView.update({ where: { id: second.id }, data: { name: first.name } });
      const { id } = second;
      const changed = await changeView({ ctx, input: { id, version: 1, query: '', name: first.name } });
      expect(changed).toMatchObject({ name: first.name, version: 2 });
      await deleteView({ ctx, input: { id: first.id } });
    });
  });

  it('that names a fabric is not there for who does not see that fabric', async () => {
    const [seen, unseen] = await Promise.all(
      ['Seen', '-Dash'].map((name) =>
        createFabric({ ctx: systemCtx(db), input: { name: uniqueName(name) } }),
      ),
    );
    const maker = await person();
    const reader = await person('viewer', [seen?.id ?? '']);
    const about = async (query: string) => (await save(maker, { query, shared: true })).name;
    const [ofSeen, without] = [await about(`fabric=${seen?.name}`), await about(`fabric=-${seen?.name}`)];
    const hidden = [await about(`fabric=\\${unseen?.name}`), await about(`fabric=-${unseen?.name}`)];
    const names = await namesOf(reader);
    expect(names).toEqual(expect.arrayContaining([ofSeen, without]));
    expect(names.filter((name) => hidden.includes(name))).toEqual([]);
    // Nor does its name give it away.
    const saver = await person('operator', [seen?.id ?? '']);
    expect(await save(saver, { name: hidden[0] })).toMatchObject({ name: hidden[0] });
  });

  it('is a person’s: no token has any, and who may only look saves none', async () => {
    const token = tokenCtx(db, { fabrics: 'all' });
    await expect(listViews({ ctx: token, input: {} })).rejects.toMatchObject({ code: 'person_required' });
    await expect(save(token)).rejects.toMatchObject({ code: 'person_required' });
    for (const role of ['viewer', 'auditor'] as const)
      await expect(save(await person(role))).rejects.toMatchObject({ code: 'forbidden' });
  });
});
