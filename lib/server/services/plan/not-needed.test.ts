import { expect, it } from 'vitest';
import type { PlanDetail } from '@/lib/contracts/plan';
import type { Pools } from '@/lib/server/db/pools';
import { type PlanWorld, planWorld } from '@/test/support/plans';
import { usesDatabase } from '@/test/support/uses-database';
import { createPlan, exportPlan, getPlan, setTask } from '.';

let pools: Pools;
usesDatabase((_, opened) => {
  pools = opened;
});

const read = (my: PlanWorld, id: string, minute: number) =>
  getPlan({ ctx: my.at(minute), input: { id, lang: 'en', for: null, at: null } });

it('has a restart that nobody made as no longer needed, and not as proven', async () => {
  const my = await planWorld(
    pools,
    ['PagefileEncryption'],
    ['PagefileEncryption'],
    ['PagefileEncryption'],
    [],
  );
  const plan = await createPlan({
    ctx: my.person,
    input: { hosts: my.ids.slice(0, 3), owner: null, lang: 'en' },
  });
  const [, ticked] = plan.groups.find(({ kind }) => kind === 'restart')?.tasks ?? [];
  const said = { id: plan.id, task: ticked?.id ?? '', state: 'done', note: null } as const;
  await setTask({ ctx: my.at(1), input: said });
  await my.send(0, 5, [], { booted: -60 });
  await my.send(1, 5, [], { booted: -60 });
  // Unknown is not the same as never: a later snapshot in which the cause is gone proves the task as before.
  await my.send(2, 5, [], { booted: null });
  const over = await read(my, plan.id, 6);
  const statesOf = ({ groups }: PlanDetail, kind: string) =>
    groups.filter((group) => group.kind === kind).flatMap(({ tasks }) => tasks.map(({ state }) => state));
  expect(statesOf(over, 'fix')).toEqual(['proven', 'proven', 'proven']);
  expect(statesOf(over, 'restart').sort()).toEqual(['notNeeded', 'notNeeded', 'proven']);
  expect(over).toMatchObject({
    state: 'proven',
    progress: { proven: 4, notNeeded: 2, done: 0, stalled: 0 },
  });
  const [unneeded] = over.groups.flatMap(({ tasks }) => tasks).filter(({ state }) => state === 'notNeeded');
  expect(unneeded).toMatchObject({ provenAt: null, isStalled: false });

  // The cause is back: the restart is to be made again, and then it is one.
  const [host = 0] = [0, 1].filter((at) => unneeded?.hostId === my.ids[at]);
  await my.send(host, 20, ['PagefileEncryption'], { booted: -60 });
  const back = await read(my, plan.id, 21);
  expect(statesOf(back, 'restart').sort()).toEqual(['notNeeded', 'proven', 'regressed']);
  await my.send(host, 30, [], { booted: 25 });
  expect(statesOf(await read(my, plan.id, 31), 'restart').sort()).toEqual(['notNeeded', 'proven', 'proven']);
});

it('says so in the files, and leaves the host out of the script', async () => {
  const my = await planWorld(pools, ['PagefileEncryption'], []);
  const plan = await createPlan({ ctx: my.person, input: { hosts: my.ids, owner: null, lang: 'en' } });
  await my.send(0, 5, [], { booted: -60 });
  const file = async (format: 'md' | 'csv' | 'ps1', lang: 'en' | 'fr') =>
    (await exportPlan({ ctx: my.at(6), input: { id: plan.id, format, at: null, for: null, lang } })).text;
  expect(await file('md', 'en')).toMatch(/- \[x\] .*: No longer needed/);
  expect(await file('md', 'fr')).toMatch(/- \[x\] .*: Plus nécessaire/);
  expect(await file('csv', 'en')).toContain(',notNeeded,');
  expect(await file('ps1', 'en')).not.toContain('Restart-Computer');
});
