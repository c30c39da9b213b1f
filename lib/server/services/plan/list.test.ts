import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import { ListPlansInput, type PlanDetail } from '@/lib/contracts/plan';
import type { Ctx } from '@/lib/server/context';
import type { DbRoot } from '@/lib/server/db/client';
import type { Pools } from '@/lib/server/db/pools';
import { questionDigest } from '@/lib/server/request/opaque-cursor';
import { parseInput } from '@/lib/server/request/parse-input';
import { listWaves } from '@/lib/server/services/change';
import { decodeCursor, encodeCursor } from '@/lib/util/cursor-text';
import { tokenCtx } from '@/test/support/callers';
import { minutes, type PlanWorld, planWorld, START } from '@/test/support/plans';
import { usesDatabase } from '@/test/support/uses-database';
import { closePlan, createPlan, listPlans, setTask } from '.';

let db: DbRoot;
let pools: Pools;
usesDatabase((given, opened) => {
  db = given;
  pools = opened;
});

const create = (my: PlanWorld, hosts: string[]) =>
  createPlan({ ctx: my.person, input: { hosts, owner: null, lang: 'en' } });
const ALL = { state: [], host: null, wave: null, at: null, limit: 50, cursor: null };

it('lists plans in pages, the newest first, by state and by host', async () => {
  const my = await planWorld(pools, ['Expired'], ['Expired'], ['Expired']);
  const made: PlanDetail[] = [];
  for (const hostId of my.ids) made.push(await create(my, [hostId]));
  await closePlan({ ctx: my.person, input: { id: made[1]?.id ?? '' } });
  const ask = async (more: object) => {
    const numbers: string[] = [];
    let cursor: string | null = null;
    do {
      const input = { ...ALL, limit: 1, cursor, ...more };
      const page: Awaited<ReturnType<typeof listPlans>> = await listPlans({ ctx: my.person, input });
      numbers.push(...page.plans.map(({ id }) => String(made.findIndex((one) => one.id === id))));
      cursor = page.nextCursor;
    } while (cursor !== null);
    return numbers.join('');
  };
  expect(await ask({})).toBe('210');
  expect(await ask({ state: ['open'] })).toBe('20');
  expect(await ask({ state: ['closed'] })).toBe('1');
  expect(await ask({ host: my.ids[0] })).toBe('0');
  const { nextCursor } = await listPlans({ ctx: my.person, input: { ...ALL, limit: 1 } });
  const before = encodeCursor([
    questionDigest('[[],null,null,null]'),
    ...(decodeCursor(nextCursor ?? '') ?? []).slice(1),
  ]);
  expect(before).toBe(nextCursor);
  const other = { ...ALL, state: ['open' as const], limit: 1, cursor: nextCursor };
  await expect(listPlans({ ctx: my.person, input: other })).rejects.toMatchObject({ code: 'invalid_value' });
});

it('says how far the tasks on the host are that it is asked for', async () => {
  const my = await planWorld(pools, ['PagefileEncryption'], ['PagefileEncryption'], []);
  const [host = '', other = ''] = my.ids;
  const made = await create(my, [host, other]);
  const onHost = async (hostId: string | null) => {
    const input = parseInput(ListPlansInput, { host: hostId });
    return (await listPlans({ ctx: my.person, input })).plans[0]?.onHost;
  };
  expect(await onHost(host)).toMatchObject({ todo: 2, done: 0, total: 2 });
  expect(await onHost(host.toUpperCase())).toMatchObject({ total: 2 });
  const task = made.groups[0]?.tasks.find(({ hostId }) => hostId === host)?.id ?? '';
  await setTask({ ctx: my.person, input: { id: made.id, task, state: 'done', note: null } });
  expect(await onHost(host)).toMatchObject({ todo: 1, done: 1, total: 2 });
  expect(await onHost(other)).toMatchObject({ todo: 2, done: 0, total: 2 });
  expect(await onHost(null)).toBeUndefined();
});

it('lists the plans over hosts of a wave', async () => {
  const my = await planWorld(pools, [], [], [], [], []);
  for (const host of [0, 1, 2]) await my.send(host, host - 4, ['PagefileEncryption']);
  await my.send(3, -1, ['FullBoot']);
  const { waves } = await listWaves({ ctx: my.person, input: { filter: {}, host: null, at: null } });
  const wave = waves[0]?.wave.id ?? '';
  const made = await create(my, my.ids.slice(1, 2));
  await create(my, my.ids.slice(3, 4));
  const ofWave = async (ctx: Ctx, more: object = {}) =>
    (await listPlans({ ctx, input: { ...ALL, wave, ...more } })).plans.map(({ id }) => id);
  expect(await ofWave(my.person)).toEqual([made.id]);
  expect(await ofWave(my.person, { host: my.ids[1] })).toEqual([made.id]);
  expect(await ofWave(my.person, { host: my.ids[3] })).toEqual([]);
  expect(await ofWave(my.person, { at: minutes(-0.5) })).toEqual([]);
  const stranger = tokenCtx(db, { fabrics: [randomUUID()], role: 'operator', now: START });
  await expect(ofWave(stranger)).rejects.toMatchObject({ code: 'not_found' });
});
