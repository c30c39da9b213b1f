import { describe, expect, it } from 'vitest';
import type { PlanDetail } from '@/lib/contracts/plan';
import type { DbRoot } from '@/lib/server/db/client';
import type { Pools } from '@/lib/server/db/pools';
import { personCtx } from '@/test/support/exceptions';
import { type PlanWorld, planWorld, START } from '@/test/support/plans';
import { usesDatabase } from '@/test/support/uses-database';
import { closePlan, createPlan, getPlan, heldRestarts, previewPlan, setTask } from '.';

let db: DbRoot;
let pools: Pools;
usesDatabase((given, opened) => {
  db = given;
  pools = opened;
});

const WORDS = { owner: null, lang: 'en' } as const;
const create = (my: PlanWorld, hosts: string[]) => createPlan({ ctx: my.person, input: { hosts, ...WORDS } });
const read = (my: PlanWorld, id: string, minute: number) =>
  getPlan({ ctx: my.at(minute), input: { id, lang: 'en', for: null, at: null } });
const taskOf = (plan: PlanDetail, kind: string) => plan.groups.find((group) => group.kind === kind)?.tasks[0];

describe('the restart of a host', () => {
  it('is held by one open plan, which the other is told', async () => {
    const my = await planWorld(pools, ['FullBoot'], ['FullBoot', 'BitLocker'], []);
    const first = await create(my, my.ids.slice(0, 1));
    const shown = await previewPlan({ ctx: my.person, input: { hosts: my.ids, lang: 'en' } });
    expect(shown.held).toMatchObject([{ hostId: my.ids[0], planId: first.id, plan: first.number }]);
    await expect(create(my, my.ids)).rejects.toMatchObject({
      code: 'restart_held',
      message: expect.stringContaining(first.number),
      more: { id: first.id },
    });
    expect(await heldRestarts(db, my.ids)).toMatchObject([{ hostId: my.ids[0], planId: first.id }]);
    await closePlan({ ctx: my.person, input: { id: first.id } });
    const second = await create(my, my.ids);
    expect((await heldRestarts(db, my.ids)).map(({ planId }) => planId)).toEqual([second.id, second.id]);
  });

  it('is said to be held, and not by which plan, to who does not see that plan', async () => {
    const [my, other] = [await planWorld(pools, ['FullBoot'], []), await planWorld(pools, ['Expired'])];
    const both = personCtx(db, { fabrics: [my.fabricId, other.fabricId], now: START });
    const mine = my.ids.slice(0, 1);
    const unseen = await createPlan({ ctx: both, input: { hosts: [...mine, ...other.ids], ...WORDS } });
    const shown = await previewPlan({ ctx: my.person, input: { hosts: mine, lang: 'en' } });
    expect(shown.held).toMatchObject([{ hostId: mine[0], planId: null, plan: null }]);
    const refused = await create(my, mine).catch((error: unknown) => error);
    expect(refused).toMatchObject({ code: 'restart_held', more: {} });
    for (const told of [shown, refused, String(refused)])
      for (const secret of [unseen.id, unseen.number]) expect(JSON.stringify(told)).not.toContain(secret);
  });

  it('is let go of where it is skipped, and taken back only while it is free', async () => {
    const my = await planWorld(pools, ['FullBoot'], []);
    const first = await create(my, my.ids.slice(0, 1));
    const set = (state: 'skipped' | 'todo') =>
      setTask({
        ctx: my.person,
        input: { id: first.id, task: taskOf(first, 'restart')?.id ?? '', state, note: 'Later' },
      });
    expect(await set('skipped')).toMatchObject({ state: 'skipped', note: 'Later' });
    const second = await create(my, my.ids.slice(0, 1));
    await expect(set('todo')).rejects.toMatchObject({ code: 'restart_held', more: { id: second.id } });
    await closePlan({ ctx: my.person, input: { id: second.id } });
    expect(await set('todo')).toMatchObject({ state: 'todo' });
    expect(await heldRestarts(db, my.ids)).toMatchObject([{ planId: first.id }]);
  });

  it('passes from a plan that is proven to the next', async () => {
    const my = await planWorld(pools, ['FullBoot'], []);
    const first = await create(my, my.ids.slice(0, 1));
    await my.send(0, 10, []);
    await my.send(0, 20, ['DumpsEnabled']);
    await my.send(1, 20, []);
    expect((await read(my, first.id, 21)).state).toBe('proven');
    const second = await createPlan({ ctx: my.at(21), input: { hosts: my.ids.slice(0, 1), ...WORDS } });
    expect(await heldRestarts(db, my.ids)).toMatchObject([{ planId: second.id }]);
  });

  it('is of one plan alone, however many are made at once', async () => {
    const my = await planWorld(pools, ['FullBoot'], []);
    const tries = await Promise.allSettled([1, 2, 3].map(() => create(my, my.ids.slice(0, 1))));
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  it('counts no node as able that another plan restarts', async () => {
    const my = await planWorld(pools, ['FullBoot'], []);
    const other = await create(my, my.ids.slice(0, 1));
    await db.planRestart.create({ data: { hostId: my.ids[1] ?? '', planId: other.id } });
    await closePlan({ ctx: my.person, input: { id: other.id } });
    const free = await previewPlan({ ctx: my.person, input: { hosts: my.ids.slice(0, 1), lang: 'en' } });
    expect(free.totals.restarts).toBe(1);
    await db.planRestart.create({ data: { hostId: my.ids[1] ?? '', planId: other.id } });
    const taken = await previewPlan({ ctx: my.person, input: { hosts: my.ids.slice(0, 1), lang: 'en' } });
    expect(taken.uncovered).toMatchObject([{ cause: 'FullBoot', reason: 'noAbleNode' }]);
  });
});
