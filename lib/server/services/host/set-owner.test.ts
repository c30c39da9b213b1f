import { describe, expect, it } from 'vitest';
import type { DbRoot } from '@/lib/server/db/client';
import { listAudit } from '@/lib/server/services/system';
import { systemCtx } from '@/test/support/callers';
import { type ExceptionWorld, exceptionWorld, inDays, personCtx } from '@/test/support/exceptions';
import { usesDatabase } from '@/test/support/uses-database';
import { describeSelection, facetHosts, listHosts, retireHost, setOwner } from '.';

let db: DbRoot;
usesDatabase((given) => {
  db = given;
});

const ownersAt = async ({ asker, fabric }: ExceptionWorld, days: number) => {
  const filter = { fabric: { include: [fabric], exclude: [] } };
  const at = inDays(days);
  const ctx = { ...asker, now: inDays(3) };
  const asked = { filter, at, sort: 'hostname', order: 'asc', limit: 50, cursor: null } as const;
  const [list, facets] = await Promise.all([
    listHosts({ ctx, input: asked }),
    facetHosts({ ctx, input: { filter, at } }),
  ]);
  return { owners: list.hosts.map(({ owner }) => owner), facets };
};

describe('the owner of hosts', () => {
  it('is set for those that were named, from then on, with an entry for each that had another', async () => {
    const world = await exceptionWorld(db);
    const { asker, ids } = world;
    const [first = '', second = '', third = ''] = ids;
    const given = { hosts: [first, second], owner: ' Claire, Équipe 2 ' };
    expect(await setOwner({ ctx: asker, input: given })).toEqual({
      done: [first, second].sort(),
      refused: [],
    });
    const again = { hosts: [second, third], owner: 'Claire, Équipe 2' };
    await setOwner({ ctx: { ...asker, now: inDays(1) }, input: again });
    await setOwner({ ctx: { ...asker, now: inDays(2) }, input: { hosts: [third], owner: null } });

    const claire = 'Claire, Équipe 2';
    expect((await ownersAt(world, -0.5)).owners).toEqual(['ops', 'ops', 'ops', 'ops']);
    expect((await ownersAt(world, 0.5)).owners).toEqual([claire, claire, 'ops', 'ops']);
    expect((await ownersAt(world, 1.5)).owners).toEqual([claire, claire, claire, 'ops']);
    expect((await ownersAt(world, 2.5)).owners).toEqual([claire, claire, null, 'ops']);
    const audited = await listAudit({
      ctx: systemCtx(db),
      input: { actor: asker.actor.kind === 'operator' ? asker.actor.id : '' },
    });
    const told = audited.entries.map(({ action, subject, detail }) => ({ action, id: subject?.id, detail }));
    expect(told.filter(({ id }) => id === second)).toMatchObject([
      { action: 'host.ownerSet', detail: { from: 'ops', to: claire } },
    ]);
    expect(told.filter(({ id }) => id === third)).toHaveLength(2);
  });

  it('is set for all that a list showed, or for none where others match by now', async () => {
    const world = await exceptionWorld(db);
    const ctx = world.asker;
    const filter = { fabric: { include: [world.fabric], exclude: [] } };
    const shown = await describeSelection({ ctx, input: { filter, at: null } });
    const selection = { filter: shown.filter, count: shown.count, digest: shown.digest };
    const { done } = await setOwner({ ctx, input: { ...selection, owner: 'Night shift' } });
    expect(done).toHaveLength(4);
    await retireHost({ ctx: { ...systemCtx(db), now: ctx.now }, input: { id: done[0] ?? '' } });
    const later = { ...ctx, now: inDays(0.1) };
    await expect(setOwner({ ctx: later, input: { ...selection, owner: null } })).rejects.toMatchObject({
      code: 'selection_changed',
      more: { count: 3 },
    });
    expect((await ownersAt(world, 0.2)).owners).toEqual(['Night shift', 'Night shift', 'Night shift']);
  });

  it('follows what was recorded last, whatever a second server’s clock says', async () => {
    const world = await exceptionWorld(db);
    const [first = ''] = world.ids;
    await setOwner({ ctx: { ...world.asker, now: inDays(1) }, input: { hosts: [first], owner: 'Ahead' } });
    await setOwner({ ctx: world.asker, input: { hosts: [first], owner: 'Behind' } });
    expect((await ownersAt(world, 2)).owners[0]).toBe('Behind');
    expect((await ownersAt(world, 0.5)).owners[0]).toBe('ops');
  });

  it('is nobody’s to set who sees no such host, or may only look', async () => {
    const world = await exceptionWorld(db);
    const [, , , elsewhere = ''] = world.ids;
    const input = { hosts: [elsewhere], owner: 'Nobody' };
    await expect(setOwner({ ctx: world.asker, input })).rejects.toMatchObject({ code: 'not_found' });
    for (const role of ['viewer', 'auditor'] as const)
      await expect(setOwner({ ctx: personCtx(db, { role }), input })).rejects.toMatchObject({
        code: 'forbidden',
      });
  });

  it.each([
    ['two lines', 'two\nlines'],
    ['nothing', ''],
    ['more than 200 characters', 'x'.repeat(201)],
    ['NUL', 'nul\0'],
  ])('is refused where it holds %s', async (_what, owner) => {
    const world = await exceptionWorld(db);
    const input = { hosts: [world.ids[0] ?? ''], owner };
    await expect(setOwner({ ctx: world.asker, input })).rejects.toMatchObject({ code: 'invalid_value' });
  });
});
