import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { PlanDetail } from '@/lib/contracts/plan';
import { recordedBy } from '@/lib/server/context';
import { type DbRoot, transact } from '@/lib/server/db/client';
import type { Pools } from '@/lib/server/db/pools';
import { listWaves } from '@/lib/server/services/change';
import { describeSelection } from '@/lib/server/services/host';
import { listAudit } from '@/lib/server/services/system';
import { tokenCtx } from '@/test/support/callers';
import { personCtx } from '@/test/support/exceptions';
import { minutes, type PlanWorld, planWorld, START } from '@/test/support/plans';
import { usesDatabase } from '@/test/support/uses-database';
import { waitsForLock } from '@/test/support/waits-for-lock';
import {
  changePlan,
  closePlan,
  confirmChange,
  createPlan,
  getPlan,
  listPlans,
  previewPlan,
  setTask,
} from '.';

let db: DbRoot;
let pools: Pools;
usesDatabase((given, opened) => {
  db = given;
  pools = opened;
});

const WORDS = { owner: null, lang: 'en' } as const;
const create = (my: PlanWorld, hosts: string[], more: object = {}) =>
  createPlan({ ctx: my.person, input: { hosts, ...WORDS, ...more } });
const read = (my: PlanWorld, id: string, minute: number) =>
  getPlan({ ctx: my.at(minute), input: { id, lang: 'en', for: null, at: null } });
const outline = ({ groups }: Pick<PlanDetail, 'groups'>) =>
  groups.map(({ kind, cause, tasks }) => `${cause ?? kind} ${tasks.map(({ state }) => state).join(' ')}`);
const taskOf = (plan: PlanDetail, kind: string) => plan.groups.find((group) => group.kind === kind)?.tasks[0];

describe('a plan', () => {
  it('is shown before it is made, and then is what was shown', async () => {
    const my = await planWorld(
      pools,
      ['PagefileEncryption', 'SecureBootSettings'],
      ['SecureBootSettings'],
      [],
    );
    const shown = await previewPlan({ ctx: my.person, input: { hosts: my.ids, lang: 'en' } });
    expect(shown).toMatchObject({
      name: 'CL-PAR-03: PagefileEncryption, SecureBootSettings',
      totals: { hosts: 3, vmsFreed: 12, fixes: 2, restarts: 1 },
      held: [],
    });
    expect(shown.uncovered).toMatchObject([{ hostId: my.ids[2], cause: 'Passed', reason: 'passed' }]);
    expect(await db.plan.count({ where: { hostIds: { has: my.ids[0] ?? '' } } })).toBe(0);
    const made = await create(my, my.ids, { owner: 'Ops Paris' });
    expect(made).toMatchObject({
      ...{ name: shown.name, totals: shown.totals, state: 'open', owner: 'Ops Paris' },
    });
    expect(made.number).toMatch(/^RP-\d{4}$/);
    expect(outline(made)).toEqual([
      'PagefileEncryption todo',
      'restart todo',
      'SecureBootSettings todo todo',
    ]);
    expect(made.groups.map(({ order, restart, where }) => [order, restart, where])).toEqual([
      [1, false, 'host'],
      [2, true, 'host'],
      [3, false, 'hgs'],
    ]);
    // The fix takes effect at a restart, which is a group of its own; the baseline is taken without one.
    for (const { groups } of [shown, made])
      expect(groups.map(({ restartsIn }) => restartsIn)).toEqual([[2], [], []]);
    expect(taskOf(made, 'restart')?.able).toEqual({ now: 1, later: 0 });
    const restart = made.groups[1]?.steps.find(({ id }) => id === 'guardedRestart')?.command;
    const passed = await db.host.findUniqueOrThrow({ where: { id: my.ids[2] ?? '' } });
    expect(restart).toContain(`$ableNodes = @('${passed.enrolledHostname}')`);
    const baseline = made.groups[2]?.baselineGroup;
    expect(baseline).toMatchObject({ presumed: true, captureOn: my.ids[1], secureBootServicing: 'Updated' });
    expect(made.progress).toMatchObject({ todo: 4, total: 4 });
  });

  it('is made of what a list matched, and of nothing else', async () => {
    const my = await planWorld(pools, ['FullBoot'], ['FullBoot'], []);
    const filter = { cause: { include: ['FullBoot'], exclude: [] } };
    const {
      count,
      digest,
      filter: words,
    } = await describeSelection({
      ctx: my.person,
      input: { filter, at: null },
    });
    const chosen = { filter: words, count, digest };
    const made = await createPlan({ ctx: my.person, input: { ...chosen, ...WORDS } });
    expect(made.totals).toMatchObject({ hosts: 2, restarts: 2 });
    await expect(
      previewPlan({ ctx: my.person, input: { ...chosen, count: 3, lang: 'en' } }),
    ).rejects.toMatchObject({ code: 'selection_changed' });
    const passed = my.ids.slice(2);
    await expect(create(my, passed)).rejects.toMatchObject({ code: 'conflict' });
  });

  it('is made of the hosts of a wave that are not able again, and of nothing else', async () => {
    const my = await planWorld(pools, [], [], [], []);
    for (const host of [0, 1, 2]) await my.send(host, host - 4, ['PagefileEncryption']);
    const { waves } = await listWaves({ ctx: my.person, input: { filter: {}, host: null, at: null } });
    const wave = waves[0]?.wave.id ?? '';
    await my.send(2, -1, []);
    const { count, digest, totals } = await previewPlan({ ctx: my.person, input: { wave, lang: 'en' } });
    expect([count, totals.hosts]).toEqual([2, 2]);
    const shown = { wave, count, digest, ...WORDS };
    const made = await createPlan({ ctx: my.person, input: shown });
    expect(made.groups[0]?.tasks.map(({ hostId }) => hostId).sort()).toEqual(my.ids.slice(0, 2).sort());

    await my.send(1, 1, []);
    await expect(createPlan({ ctx: my.at(2), input: shown })).rejects.toMatchObject({
      ...{ code: 'selection_changed', more: { count: 1 } },
    });
    const stranger = tokenCtx(db, { fabrics: [randomUUID()], role: 'operator', now: START });
    await expect(previewPlan({ ctx: stranger, input: { wave, lang: 'en' } })).rejects.toMatchObject({
      code: 'not_found',
    });
    await my.send(0, 3, []);
    await expect(previewPlan({ ctx: my.at(4), input: { wave, lang: 'en' } })).rejects.toMatchObject({
      ...{ code: 'invalid_value', pointer: '/wave' },
    });
  });

  it('is read in both languages, and by its number', async () => {
    const my = await planWorld(pools, ['FullBoot'], []);
    const { id, number } = await create(my, my.ids);
    const french = await getPlan({
      ctx: my.person,
      input: { id: number.toLowerCase(), lang: 'fr', for: null, at: null },
    });
    expect(french.id).toBe(id);
    expect(french.groups[1]?.title).toBe('Redémarrer les nœuds de CL-PAR-03 l’un après l’autre');
  });

  it('never has the commands that HGS would trust a change by before a named person confirmed it', async () => {
    const my = await planWorld(pools, ['SecureBootSettings', 'BitLocker'], []);
    const plan = await create(my, my.ids.slice(0, 1));
    const commands = ({ groups }: PlanDetail) =>
      groups.flatMap(({ steps }) => steps.flatMap(({ id, command }) => (command ? [id] : [])));
    expect(commands(plan)).toContain('enableBitLocker');
    expect(commands(plan)).not.toContain('captureBaseline');
    expect(commands(plan)).not.toContain('registerBaseline');
    const { key = '' } = plan.groups.find(({ kind }) => kind === 'baseline') ?? {};
    const said = { id: plan.id, text: 'CHG-20533 was planned', group: key, lang: 'en' } as const;
    const token = tokenCtx(db, { fabrics: [my.fabricId], role: 'operator', now: START });
    await expect(confirmChange({ ctx: token, input: said })).rejects.toMatchObject({
      code: 'person_required',
    });
    const other = { ...said, group: 'fix:BitLocker' };
    await expect(confirmChange({ ctx: my.person, input: other })).rejects.toMatchObject({
      pointer: '/group',
    });
    const confirmed = await confirmChange({ ctx: my.person, input: said });
    expect(confirmed.confirmations).toMatchObject([{ text: said.text, group: key }]);
    expect(commands(confirmed)).toEqual(expect.arrayContaining(['captureBaseline', 'registerBaseline']));
  });
});

describe('a task', () => {
  it('is proven by a later snapshot, regresses by a later one, and stalls without any', async () => {
    const my = await planWorld(pools, ['PagefileEncryption'], []);
    const plan = await create(my, my.ids.slice(0, 1));
    const [fix, restart] = [taskOf(plan, 'fix'), taskOf(plan, 'restart')];
    const mark = (task: string | undefined, minute: number, state: 'done' | 'skipped' | 'todo' = 'done') =>
      setTask({ ctx: my.at(minute), input: { id: plan.id, task: task ?? '', state, note: null } });
    expect(await mark(fix?.id, 1)).toMatchObject({
      ...{ state: 'done', doneAt: minutes(1).toISOString(), doneBy: { id: recordedBy(my.person.actor) } },
    });
    // It waits for the restart and not for news.
    expect((await read(my, plan.id, 60)).progress).toMatchObject({ done: 1, todo: 1, stalled: 0 });
    await mark(restart?.id, 61);
    expect((await read(my, plan.id, 91)).progress).toMatchObject({ done: 2, stalled: 1 });
    await my.send(0, 92, ['PagefileEncryption']);
    expect((await read(my, plan.id, 93)).state).toBe('open');
    await my.send(0, 95, []);
    const proven = await read(my, plan.id, 96);
    expect(outline(proven)).toEqual(['PagefileEncryption proven', 'restart proven']);
    expect(proven).toMatchObject({ state: 'proven', progress: { proven: 2, stalled: 0 } });
    expect(taskOf(proven, 'fix')?.provenAt).toBe(minutes(95).toISOString());
    await my.send(0, 110, ['PagefileEncryption']);
    const back = await read(my, plan.id, 111);
    expect(outline(back)).toEqual(['PagefileEncryption regressed', 'restart regressed']);
    expect(back.state).toBe('open');
  });

  it('is not proven by a host that HGS could not judge', async () => {
    const my = await planWorld(pools, ['SecureBoot', 'BitLocker'], []);
    const plan = await create(my, my.ids.slice(0, 1));
    await my.send(0, 10, ['BitLocker']);
    const states = (await read(my, plan.id, 11)).groups.flatMap(({ cause, tasks }) =>
      tasks.map(({ state }) => `${cause ?? 'restart'} ${state}`),
    );
    expect(states.sort()).toEqual(['BitLocker todo', 'SecureBoot proven', 'restart todo']);
  });

  it('is not set in a plan that is closed, nor of another plan', async () => {
    const my = await planWorld(pools, ['Expired', 'FullBoot'], []);
    const plan = await create(my, my.ids.slice(0, 1));
    const task = taskOf(plan, 'fix')?.id ?? '';
    const input = { id: plan.id, state: 'done', note: null } as const;
    await expect(setTask({ ctx: my.person, input: { ...input, task: randomUUID() } })).rejects.toMatchObject({
      code: 'not_found',
    });
    await my.send(0, 5, []);
    const closed = await closePlan({ ctx: my.at(10), input: { id: plan.id } });
    expect(closed).toMatchObject({ state: 'closed', closedAt: minutes(10).toISOString() });
    await my.send(0, 20, ['FullBoot', 'Expired']);
    // It stays as it was when it was closed.
    expect(outline(await read(my, plan.id, 30))).toEqual(outline(closed));
    for (const verb of [
      () => setTask({ ctx: my.at(30), input: { ...input, task } }),
      () => closePlan({ ctx: my.at(30), input: { id: plan.id } }),
      () => changePlan({ ctx: my.at(30), input: { id: plan.id, version: 1, name: 'x', lang: 'en' } }),
    ])
      await expect(verb()).rejects.toMatchObject({ code: 'conflict' });
  });
});

it('is not confirmed once somebody has closed it meanwhile', async () => {
  const my = await planWorld(pools, ['SecureBootSettings'], []);
  const { id } = await create(my, my.ids.slice(0, 1));
  const { confirmed } = await transact(db, async (tx) => {
    await closePlan({ ctx: { ...my.person, db: tx }, input: { id } });
    const input = { id, text: 'CHG-1', group: null, lang: 'en' } as const;
    const confirmed = confirmChange({ ctx: my.person, input }).then(
      () => null,
      (error: unknown) => error,
    );
    await waitsForLock(db);
    return { confirmed };
  });
  expect(await confirmed).toMatchObject({ code: 'conflict' });
  expect(await db.planConfirmation.count({ where: { planId: id } })).toBe(0);
});

describe('who may do what', () => {
  it('readers read plans and make none', async () => {
    const my = await planWorld(pools, ['FullBoot'], []);
    const { id } = await create(my, my.ids.slice(0, 1));
    for (const role of ['viewer', 'auditor'] as const) {
      const ctx = personCtx(db, { role, fabrics: [my.fabricId], now: START });
      expect((await getPlan({ ctx, input: { id, lang: 'en', for: null, at: null } })).id).toBe(id);
      const hosts = my.ids;
      const tries = [
        () => previewPlan({ ctx, input: { hosts, lang: 'en' } }),
        () => createPlan({ ctx, input: { hosts, ...WORDS } }),
        () => setTask({ ctx, input: { id, task: id, state: 'done', note: null } }),
        () => confirmChange({ ctx, input: { id, text: 't', group: null, lang: 'en' } }),
        () => changePlan({ ctx, input: { id, version: 1, lang: 'en' } }),
        () => closePlan({ ctx, input: { id } }),
      ];
      for (const attempt of tries) await expect(attempt()).rejects.toMatchObject({ code: 'forbidden' });
    }
  });

  it('what is over fabrics that somebody lacks is not there for them', async () => {
    const [my, other] = [await planWorld(pools, ['FullBoot'], []), await planWorld(pools, ['Expired'])];
    const both = personCtx(db, { fabrics: [my.fabricId, other.fabricId], now: START });
    const hosts = [...my.ids.slice(0, 1), ...other.ids];
    const made = await createPlan({ ctx: both, input: { hosts, ...WORDS } });
    const asked = { state: [], host: null, wave: null, at: null, limit: 50, cursor: null };
    const numbers = async (ctx: typeof both) =>
      (await listPlans({ ctx, input: asked })).plans.map(({ number }) => number);
    expect(await numbers(both)).toEqual([made.number]);
    expect(await numbers(my.person)).toEqual([]);
    for (const id of [made.id, made.number])
      await expect(
        getPlan({ ctx: my.person, input: { id, lang: 'en', for: null, at: null } }),
      ).rejects.toMatchObject({
        code: 'not_found',
      });
  });

  it('each step is in the audit log, and the plan’s number finds it', async () => {
    const my = await planWorld(pools, ['SecureBootSettings', 'FullBoot'], []);
    const { id, number, groups } = await create(my, my.ids.slice(0, 1));
    const task = groups[0]?.tasks[0]?.id ?? '';
    await setTask({ ctx: my.person, input: { id, task, state: 'done', note: 'By hand' } });
    await confirmChange({ ctx: my.person, input: { id, text: 'CHG-1', group: null, lang: 'en' } });
    await changePlan({ ctx: my.person, input: { id, version: 1, name: 'Night', lang: 'en' } });
    await closePlan({ ctx: my.person, input: { id } });
    const auditor = personCtx(db, { role: 'auditor', fabrics: [my.fabricId], now: START });
    const { entries } = await listAudit({ ctx: auditor, input: { subject: number } });
    expect(entries.map(({ action }) => action)).toEqual([
      'plan.closed',
      'plan.changed',
      'plan.changeConfirmed',
      'plan.taskSet',
      'plan.created',
    ]);
    expect(entries.every(({ subject }) => subject?.name === number)).toBe(true);
  });
});

describe('what is edited of a plan', () => {
  it('is its name and owner, by who saw the present version', async () => {
    const my = await planWorld(pools, ['Expired']);
    const { id } = await create(my, my.ids, { name: 'First' });
    const input = { id, version: 1, name: 'Second', owner: 'Ops', lang: 'en' } as const;
    expect(await changePlan({ ctx: my.person, input })).toMatchObject({
      ...{ name: 'Second', owner: 'Ops', version: 2 },
    });
    await expect(changePlan({ ctx: my.person, input })).rejects.toMatchObject({
      code: 'version_conflict',
      more: { version: 2 },
    });
    const same = { ...input, version: 2, owner: undefined };
    expect(await changePlan({ ctx: my.person, input: same })).toMatchObject({ version: 2, owner: 'Ops' });
  });

  it('is nothing else: the database itself refuses', async () => {
    const my = await planWorld(pools, ['Expired']);
    const { id } = await create(my, my.ids);
    for (const data of [{ content: {} }, { hostIds: [randomUUID()] }, { createdBy: 'me' }])
      await expect(db.plan.update({ where: { id }, data })).rejects.toThrow();
    await closePlan({ ctx: my.person, input: { id } });
    await expect(db.plan.update({ where: { id }, data: { name: 'x' } })).rejects.toThrow();
    await expect(db.plan.delete({ where: { id } })).rejects.toThrow();
  });
});
