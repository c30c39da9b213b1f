import { expect, it } from 'vitest';
import type { ChangeFeed } from '@/lib/contracts/changes';
import { defaultChangeQuery } from '@/lib/contracts/words/changes';
import { RECORDED_KINDS } from '@/lib/domain/change-kinds';
import type { Pools } from '@/lib/server/db/pools';
import { feedChanges } from '@/lib/server/services/change';
import { secureBootOfFleet } from '@/lib/server/services/host';
import { systemCtx } from '@/test/support/callers';
import { personCtx } from '@/test/support/exceptions';
import { minutes, type PlanWorld, planWorld } from '@/test/support/plans';
import { usesDatabase } from '@/test/support/uses-database';
import { changePlan, closePlan, createPlan, getPlan, listPlans, noticeProgress, setTask } from '.';

let pools: Pools;
usesDatabase((_, opened) => {
  pools = opened;
});

const OF_PLANS = RECORDED_KINDS.filter((kind) => kind.startsWith('plan'));

async function toldChanges(
  my: PlanWorld,
  minute: number,
  ctx = my.at(minute),
): Promise<ChangeFeed['entries']> {
  const filter = { kind: { include: OF_PLANS, exclude: [] } };
  return (await feedChanges({ ctx, input: { ...defaultChangeQuery(), filter } })).entries.toReversed();
}

const outline = (entries: ChangeFeed['entries']) =>
  entries.map((entry) => {
    const { change, hosts } = entry.type === 'wave' ? entry.wave : { ...entry, hosts: 1 };
    const minute = (new Date(change.at).getTime() - minutes(0).getTime()) / 60_000;
    return [change.kind, hosts, minute, change.causes.join(' ')].join(' ').trim();
  });

it('records a plan when it is made, ticked, proven, undone and closed, each once', async () => {
  const my = await planWorld(pools, ['Expired'], ['Expired']);
  const hosts = my.ids;
  const notice = (minute: number) => noticeProgress({ ctx: systemCtx(pools.console, minutes(minute)) });
  const plan = await createPlan({ ctx: my.at(0), input: { hosts, owner: null, lang: 'en' } });
  const [task] = plan.groups[0]?.tasks ?? [];
  const ticked = { id: plan.id, task: task?.id ?? '', note: null };
  for (const state of ['done', 'todo', 'done'] as const)
    await setTask({ ctx: my.at(1), input: { ...ticked, state } });
  await my.send(0, 5, []);
  await my.send(1, 6, []);
  await Promise.all([notice(7), notice(7)]);
  await my.send(1, 8, ['Expired']);
  await notice(9);
  await notice(10);
  // What came since the last look is told when the plan is closed.
  await my.send(1, 11, []);
  await closePlan({ ctx: my.at(12), input: { id: plan.id } });
  await notice(13);
  const entries = await toldChanges(my, 14);
  expect(outline(entries)).toEqual([
    'planOpened 2 0',
    `planTaskDone 1 1 Expired`,
    'planTaskRegressed 1 8 Expired',
    'planTaskProven 2 11 Expired',
    'planClosed 2 12',
  ]);
  const changes = entries.map((entry) => (entry.type === 'wave' ? entry.wave.change : entry.change));
  const which = { id: plan.id, number: plan.number, name: plan.name };
  expect(changes[0]?.plan).toEqual(which);
  expect(changes[1]?.plan).toEqual({ ...which, group: 'fix' });
  expect(changes[4]?.plan).toEqual({ ...which, proven: 2, tasks: 2 });
});

it('tells no proof of a restart that nobody made', async () => {
  const my = await planWorld(pools, ['FullBoot'], []);
  await createPlan({ ctx: my.at(0), input: { hosts: my.ids.slice(0, 1), owner: null, lang: 'en' } });
  await my.send(0, 5, [], { booted: -60 });
  await noticeProgress({ ctx: systemCtx(pools.console, minutes(6)) });
  const entries = await toldChanges(my, 7);
  expect(outline(entries)).toEqual(['planOpened 1 0', 'planTaskProven 1 5 FullBoot']);
  expect(entries.at(-1)).toMatchObject({ change: { plan: { group: 'fix' } } });
});

it('says that a host is in a plan, and not in which, to who does not see all its fabrics', async () => {
  const [my, other] = [await planWorld(pools, ['FullBoot'], []), await planWorld(pools, ['Expired'])];
  const both = personCtx(pools.console, { fabrics: [my.fabricId, other.fabricId], now: minutes(0) });
  const hosts = [...my.ids.slice(0, 1), ...other.ids];
  await createPlan({ ctx: both, input: { hosts, owner: null, lang: 'en' } });
  const entries = await toldChanges(my, 1);
  expect(outline(entries)).toEqual(['planOpened 1 0']);
  expect(entries).toMatchObject([{ change: { plan: { id: null, number: null, name: null } } }]);
  expect(JSON.stringify(entries)).not.toContain(other.fabricId);
});

it('is read as it stood at a moment: its name, its ticks, its confirmations and its end', async () => {
  const my = await planWorld(pools, ['Expired'], ['Expired']);
  const plan = await createPlan({
    ctx: my.at(0),
    input: { hosts: my.ids, owner: null, lang: 'en', name: 'First' },
  });
  const task = plan.groups[0]?.tasks.find(({ hostId }) => hostId === my.ids[0])?.id ?? '';
  const set = (minute: number, state: 'done' | 'skipped') =>
    setTask({ ctx: my.at(minute), input: { id: plan.id, task, state, note: `At ${minute}` } });
  await set(2, 'done');
  const renamed = { id: plan.id, version: 1, name: 'Second', owner: 'Ops', lang: 'en' } as const;
  await changePlan({ ctx: my.at(4), input: renamed });
  await my.send(1, 6, []);
  await set(8, 'skipped');
  await closePlan({ ctx: my.at(10), input: { id: plan.id } });

  const at = (minute: number) => ({ ctx: my.at(20), input: { at: minutes(minute) } });
  const read = (minute: number) =>
    getPlan({ ...at(minute), input: { ...at(minute).input, id: plan.id, lang: 'en', for: null } });
  const outlineAt = async (minute: number) => {
    const { name, owner, version, state, groups, asOf } = await read(minute);
    expect(asOf).toBe(minutes(minute).toISOString());
    const states = groups.flatMap(({ tasks }) => tasks.map((one) => `${one.state} ${one.note ?? ''}`.trim()));
    return [state, name, owner ?? '', version, ...states.sort()].join(', ');
  };
  expect(await outlineAt(1)).toBe('open, First, , 1, todo, todo');
  expect(await outlineAt(3)).toBe('open, First, , 1, done At 2, todo');
  expect(await outlineAt(5)).toBe('open, Second, Ops, 2, done At 2, todo');
  expect(await outlineAt(7)).toBe('open, Second, Ops, 2, done At 2, proven');
  expect(await outlineAt(9)).toBe('proven, Second, Ops, 2, proven, skipped At 8');
  expect(await outlineAt(11)).toBe('closed, Second, Ops, 2, proven, skipped At 8');
  await expect(read(-1)).rejects.toMatchObject({ code: 'not_found' });

  const list = async (minute: number) => {
    const asked = {
      state: [],
      host: my.ids[0] ?? '',
      wave: null,
      limit: 50,
      cursor: null,
      at: minutes(minute),
    };
    return (await listPlans({ ctx: my.at(20), input: asked })).plans.map(({ state, name }) => [state, name]);
  };
  expect(await list(-1)).toEqual([]);
  expect(await list(3)).toEqual([['open', 'First']]);
  expect(await list(11)).toEqual([['closed', 'Second']]);
});

it('is named by Secure Boot 2023 beside the hosts that it is for, until it is closed', async () => {
  const my = await planWorld(pools, ['SecureBootSettings'], []);
  const plan = await createPlan({
    ctx: my.at(0),
    input: { hosts: my.ids.slice(0, 1), owner: null, lang: 'en' },
  });
  await closePlan({ ctx: my.at(5), input: { id: plan.id } });
  const plansAfter = async (minute: number) => {
    const input = { filter: {}, at: minutes(minute) };
    const { classes, baselines } = await secureBootOfFleet({ ctx: my.at(20), input });
    const refused = baselines.filter(({ need }) => need === 'refused');
    expect(refused).toHaveLength(1);
    return [...classes, ...refused].map(({ plans }) => plans);
  };
  const named = [{ id: plan.id, number: plan.number, name: plan.name }];
  expect(await plansAfter(-1)).toEqual([[], []]);
  expect(await plansAfter(1)).toEqual([named, named]);
  expect(await plansAfter(6)).toEqual([[], []]);
});
