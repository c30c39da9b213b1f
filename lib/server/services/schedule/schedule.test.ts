import { describe, expect, it } from 'vitest';
import type { CreateScheduleInput, MailFacts, UpdateScheduleInput } from '@/lib/contracts/schedules';
import type { Ctx, FabricScope } from '@/lib/server/context';
import type { DbRoot } from '@/lib/server/db/client';
import { prepareQueue } from '@/lib/server/db/queue';
import { createFabric } from '@/lib/server/services/fabric';
import {
  createApiToken,
  disableOperator,
  revokeApiToken,
  updateOperator,
} from '@/lib/server/services/operator';
import { createReport, getReport, removeOldReports } from '@/lib/server/services/report';
import { listAudit } from '@/lib/server/services/system';
import { makeOperator, systemCtx, tokenCtx } from '@/test/support/callers';
import { usesDatabase } from '@/test/support/uses-database';
import { uniqueName } from '@/test/support/world';
import {
  createSchedule,
  deleteSchedule,
  enqueueDueSchedules,
  getSchedule,
  listSchedules,
  runSchedule,
  updateSchedule,
} from '.';

/** A Tuesday. */
const NOW = new Date('2026-11-24T08:43:00.000Z');
const MAIL: MailFacts = { isConfigured: true, from: 'fabric@mail.example', domains: null, files: true };
const NO_MAIL: MailFacts = { isConfigured: false, from: null, domains: null, files: false };

let db: DbRoot;
let isReady: Promise<void>;
usesDatabase((opened, pools) => {
  db = opened;
  isReady = prepareQueue(pools.jobsPool);
});

type Role = 'viewer' | 'auditor' | 'operator' | 'administrator';

/** A person who is known to the database, since a schedule asks for their present rights. */
async function person(fabrics: FabricScope = 'all', role: Role = 'auditor', now = NOW): Promise<Ctx> {
  await isReady;
  const { id, email } = await makeOperator(db, role);
  if (fabrics !== 'all') await updateOperator({ ctx: systemCtx(db), input: { id, fabrics: [...fabrics] } });
  const actor = { kind: 'operator', id, name: 'Claire Morel', email, role, fabrics } as const;
  return { actor, db, now, requestId: id };
}

const aFabric = async () =>
  (await createFabric({ ctx: systemCtx(db), input: { name: uniqueName('Fabric') } })).id;

const weekly = (more: Partial<CreateScheduleInput> = {}): CreateScheduleInput => ({
  name: uniqueName('Weekly'),
  report: { kind: 'period', lang: 'fr' },
  every: 'week',
  on: 1,
  at: '07:00',
  timeZone: 'Europe/Paris',
  ...more,
});

const create = (ctx: Ctx, more: Partial<CreateScheduleInput> = {}, mail = MAIL) =>
  createSchedule({ ctx, input: weekly(more), mail });
const change = (ctx: Ctx, input: UpdateScheduleInput) => updateSchedule({ ctx, input, mail: MAIL });
const run = (id: string, at: string) => runSchedule({ ctx: systemCtx(db, new Date(at)), input: { id } });
const get = (ctx: Ctx, id: string) => getSchedule({ ctx, input: { id } });

const reportsOf = (scheduleId: string) =>
  db.report.findMany({ where: { scheduleId }, orderBy: { createdAt: 'asc' } });

async function actionsOn(id: string): Promise<string[]> {
  const { entries } = await listAudit({ ctx: systemCtx(db), input: { subject: id } });
  return entries.map(({ action }) => action).reverse();
}

describe('a schedule', () => {
  it('is made, read with its next five dates, and noted', async () => {
    const ctx = await person();
    const row = await create(ctx, { recipients: ['Claire@Mail.example', 'claire@mail.example'] });
    expect(row).toMatchObject({ owner: 'Claire Morel', isOwn: true, mayChange: true, last: null, keep: 12 });
    expect(row.recipients).toEqual(['claire@mail.example']);
    expect(row.next).toEqual(
      ['11-30', '12-07', '12-14', '12-21', '12-28'].map((day) => `2026-${day}T06:00:00.000Z`),
    );
    const list = await listSchedules({ ctx, mail: MAIL });
    expect(list.mail).toEqual(MAIL);
    expect(list.schedules).toContainEqual(row);
    expect(await actionsOn(row.id)).toEqual(['reportSchedule.created']);
  });

  it.each<[string, Partial<CreateScheduleInput>, string]>([
    ['a day that no week has', { on: 8 }, '/on'],
    ['a day for every day', { every: 'day', on: 1 }, '/on'],
    ['no day for a month', { every: 'month', on: null }, '/on'],
    ['a time that no day has', { at: '24:00' }, '/at'],
    ['a zone that nobody knows', { timeZone: 'Europe/Atlantis' }, '/timeZone'],
    ['a recipient who is none', { recipients: ['claire@mail.example', 'nobody'] }, '/recipients/1'],
    [
      'a recipient with a line of its own',
      { recipients: ['claire@mail.example\r\nBcc: mallory@evil.example'] },
      '/recipients/0',
    ],
    ['a name of two lines', { name: 'Weekly\r\nBcc: mallory@evil.example' }, '/name'],
    [
      'a filter that is none',
      { report: { kind: 'moment', lang: 'en', filter: 'colour=red' } },
      '/report/filter',
    ],
    ['nothing to keep', { keep: 0 }, '/keep'],
  ])('is refused for %s, by name', async (_, more, pointer) => {
    const ctx = await person();
    await expect(create(ctx, more)).rejects.toMatchObject({ code: 'invalid_value', pointer });
  });

  it('names no recipients where the server sends no mail, and says how it would', async () => {
    const ctx = await person();
    const refused = create(ctx, { recipients: ['claire@mail.example'] }, NO_MAIL);
    await expect(refused).rejects.toMatchObject({
      code: 'invalid_value',
      pointer: '/recipients',
      message: expect.stringContaining('GF_SMTP_URL'),
    });
    await expect(create(ctx, { attach: true }, NO_MAIL)).rejects.toMatchObject({ pointer: '/attach' });
    expect((await create(ctx, {}, NO_MAIL)).recipients).toEqual([]);
  });

  it('is hidden from who sees less, and changed by its owner and administrators alone', async () => {
    const fabric = await aFabric();
    const owner = await person([fabric]);
    const { id } = await create(owner);
    // The last administrator of all fabrics cannot be limited to some.
    await makeOperator(db, 'administrator');
    const elsewhere = await person([await aFabric()], 'administrator');
    for (const ask of [
      () => get(elsewhere, id),
      () => change(elsewhere, { id, enabled: false }),
      () => deleteSchedule({ ctx: elsewhere, input: { id } }),
    ])
      await expect(ask()).rejects.toMatchObject({ code: 'not_found' });
    const colleague = await person([fabric]);
    expect(await get(colleague, id)).toMatchObject({ mayChange: false, isOwn: false });
    for (const ask of [
      () => change(colleague, { id, enabled: false }),
      () => deleteSchedule({ ctx: colleague, input: { id } }),
    ])
      await expect(ask()).rejects.toMatchObject({ code: 'forbidden' });
    await expect(create(await person('all', 'viewer'))).rejects.toMatchObject({ code: 'forbidden' });
  });

  it('is its new owner’s where another changes it, and stays as it was where they pause it', async () => {
    const owner = await person();
    const { id, name } = await create(owner);
    const administrator = await person('all', 'administrator');
    const paused = await change(administrator, { id, enabled: false });
    expect(paused).toMatchObject({ next: [], pausedAt: NOW.toISOString(), isOwn: false });
    expect(await get(owner, id)).toMatchObject({ isOwn: true });
    await change(administrator, { id, keep: 3, enabled: true });
    expect(await get(owner, id)).toMatchObject({ name, keep: 3, isOwn: false, mayChange: false });
    expect(await actionsOn(id)).toEqual([
      'reportSchedule.created',
      'reportSchedule.paused',
      'reportSchedule.resumed',
    ]);
  });

  it('keeps a date that has come and is not met yet, unless its dates change', async () => {
    const owner = await person();
    const { id, next } = await create(owner);
    const after = { ...owner, now: new Date('2026-11-30T06:00:05.000Z') };
    expect((await change(after, { id, keep: 5 })).next[0]).toBe(next[0]);
    expect((await change(after, { id, at: '08:00' })).next[0]).toBe('2026-11-30T07:00:00.000Z');
  });

  it('is deleted, and its reports stay without it', async () => {
    const ctx = await person();
    const { id, name } = await create(ctx, { report: { kind: 'moment', lang: 'en' } });
    await run(id, '2026-11-30T06:00:05Z');
    const [report] = await reportsOf(id);
    await deleteSchedule({ ctx, input: { id } });
    await expect(get(ctx, id)).rejects.toMatchObject({ code: 'not_found' });
    const kept = await getReport({ ctx, input: { id: report?.id ?? '' } });
    expect(kept.schedule).toMatchObject({ name });
    expect((await actionsOn(id)).at(-1)).toBe('reportSchedule.deleted');
  });
});

describe('a date', () => {
  it('asks for the report of the week before, with the rights of the owner', async () => {
    const fabric = await aFabric();
    const ctx = await person([fabric]);
    const { id, name } = await create(ctx);
    await run(id, '2026-11-30T06:00:05Z');
    const [report, ...others] = await reportsOf(id);
    expect(others).toEqual([]);
    expect(report).toMatchObject({
      kind: 'period',
      lang: 'fr',
      state: 'queued',
      allFabrics: false,
      fabricIds: [fabric],
      createdName: expect.any(String),
      fromAt: new Date('2026-11-22T23:00:00Z'),
      asOf: new Date('2026-11-29T23:00:00Z'),
      scheduled: { name, dueAt: '2026-11-30T06:00:00.000Z', isLate: false, missed: 0 },
    });
    const row = await get(ctx, id);
    expect(row.last).toMatchObject({ number: report?.number, state: 'queued', isLate: false, error: null });
    expect(row.next[0]).toBe('2026-12-07T06:00:00.000Z');
    expect(await actionsOn(id)).toEqual(['reportSchedule.created', 'reportSchedule.met']);
    expect(await actionsOn(report?.id ?? '')).toEqual(['report.requested']);
  });

  it('asks for the moment of the date itself, also where it is met later', async () => {
    const ctx = await person();
    const { id } = await create(ctx, { report: { kind: 'moment', lang: 'en' }, every: 'day', on: null });
    await run(id, '2026-11-25T06:30:00Z');
    expect(await reportsOf(id)).toMatchObject([
      { kind: 'moment', asOf: new Date('2026-11-25T06:00:00Z'), scheduled: { isLate: true, missed: 0 } },
    ]);
  });

  it('is met once, by however many servers at once, and never before it comes', async () => {
    const ctx = await person();
    const { id } = await create(ctx);
    await run(id, '2026-11-30T05:59:59Z');
    expect(await reportsOf(id)).toEqual([]);
    await Promise.all(Array.from({ length: 6 }, () => run(id, '2026-11-30T06:00:05Z')));
    expect(await reportsOf(id)).toHaveLength(1);
    // The clock of another server may go behind.
    await run(id, '2026-11-30T06:00:01Z');
    expect(await reportsOf(id)).toHaveLength(1);
  });

  it('is met late and alone after nobody was there for five of them, and says so', async () => {
    const ctx = await person();
    const { id } = await create(ctx, { every: 'day', on: null });
    await run(id, '2026-11-29T12:00:00Z');
    const reports = await reportsOf(id);
    expect(reports).toMatchObject([
      {
        asOf: new Date('2026-11-28T23:00:00Z'),
        scheduled: { dueAt: '2026-11-29T06:00:00.000Z', isLate: true, missed: 4 },
      },
    ]);
    const row = await get(ctx, id);
    expect(row.last).toMatchObject({ isLate: true, missed: 4 });
    expect(row.next[0]).toBe('2026-11-30T06:00:00.000Z');
  });

  it('is put into the queue once it has come, once', async () => {
    const ctx = await person();
    const { id } = await create(ctx);
    const waiting = () => db.$queryRaw<unknown[]>`
      SELECT FROM graphile_worker.jobs WHERE key = ${`schedule ${id}`}`;
    await enqueueDueSchedules({ ctx: systemCtx(db, new Date('2026-11-30T05:59:59Z')) });
    expect(await waiting()).toHaveLength(0);
    for (const seconds of ['05', '15'])
      await enqueueDueSchedules({ ctx: systemCtx(db, new Date(`2026-11-30T06:00:${seconds}Z`)) });
    expect(await waiting()).toHaveLength(1);
  });

  it('that cannot be reported on says why, and does not stop the next one', async () => {
    const ctx = await person();
    const { id } = await create(ctx);
    await db.reportSchedule.update({
      where: { id },
      data: { report: { kind: 'moment', lang: 'en', filter: 'colour=red' } },
    });
    await run(id, '2026-11-30T06:00:05Z');
    const row = await get(ctx, id);
    expect(row.last).toMatchObject({
      reportId: null,
      error: { code: 'invalid_value', detail: expect.stringContaining('colour') },
    });
    expect(row.next[0]).toBe('2026-12-07T06:00:00.000Z');
    expect((await actionsOn(id)).at(-1)).toBe('reportSchedule.failed');
  });
});

describe('the owner’s rights', () => {
  it('are those of the date, not those of the day it was made', async () => {
    const [kept, lost] = [await aFabric(), await aFabric()];
    const ctx = await person([kept, lost]);
    const { id } = await create(ctx);
    const { actor } = ctx;
    const operatorId = 'id' in actor ? actor.id : '';
    await updateOperator({ ctx: systemCtx(db), input: { id: operatorId, fabrics: [kept] } });
    await run(id, '2026-11-30T06:00:05Z');
    expect(await reportsOf(id)).toMatchObject([{ allFabrics: false, fabricIds: [kept] }]);
  });

  it.each(['disabled', 'viewer'] as const)('end with the owner (%s): it stops and says so', async (how) => {
    const ctx = await person();
    const { id } = await create(ctx);
    const operatorId = 'id' in ctx.actor ? ctx.actor.id : '';
    if (how === 'disabled') await disableOperator({ ctx: systemCtx(db), input: { id: operatorId } });
    else await updateOperator({ ctx: systemCtx(db), input: { id: operatorId, role: 'viewer' } });
    await run(id, '2026-11-30T06:00:05Z');
    expect(await reportsOf(id)).toEqual([]);
    const administrator = await person('all', 'administrator', new Date('2026-12-01T08:00:00Z'));
    expect(await get(administrator, id)).toMatchObject({ stopped: 'ownerGone', next: [], enabled: false });
    const resumed = await change(administrator, { id, enabled: true });
    expect(resumed).toMatchObject({ stopped: null, isOwn: true });
    expect(resumed.next[0]).toBe('2026-12-07T06:00:00.000Z');
    expect(await actionsOn(id)).toEqual([
      'reportSchedule.created',
      'reportSchedule.stopped',
      'reportSchedule.resumed',
    ]);
  });

  it('of a token are no more than the token has, and end with it', async () => {
    await isReady;
    const fabric = await aFabric();
    const input = { name: uniqueName('token'), role: 'auditor', fabrics: [fabric] } as const;
    const token = await createApiToken({ ctx: systemCtx(db), input: { ...input, fabrics: [fabric] } });
    const plain = tokenCtx(db, { fabrics: [fabric], role: 'auditor', now: NOW });
    const ctx: Ctx = { ...plain, actor: { ...plain.actor, id: token.id } as Ctx['actor'] };
    const { id } = await create(ctx, { every: 'day', on: null });
    await run(id, '2026-11-25T06:00:05Z');
    expect(await reportsOf(id)).toMatchObject([{ allFabrics: false, fabricIds: [fabric] }]);
    await revokeApiToken({ ctx: systemCtx(db), input: { id: token.id } });
    await run(id, '2026-11-26T06:00:05Z');
    expect(await reportsOf(id)).toHaveLength(1);
    expect(await get(systemCtx(db), id)).toMatchObject({ stopped: 'ownerGone' });
  });
});

describe('what is kept', () => {
  const remove = (at: string) => removeOldReports({ ctx: systemCtx(db, new Date(at)) });
  const finish = (id: string, state: 'ready' | 'failed') =>
    db.report.updateMany({
      where: { scheduleId: id, state: 'queued' },
      data: { state, digest: state === 'ready' ? 'd' : null },
    });

  /** One report for each of five days. */
  async function fiveReports(more: Partial<CreateScheduleInput>) {
    const ctx = await person();
    const { id } = await create(ctx, { every: 'day', on: null, ...more });
    for (const day of [25, 26, 27, 28, 29]) {
      await run(id, `2026-11-${day}T06:00:05Z`);
      await finish(id, day === 25 ? 'failed' : 'ready');
    }
    return { ctx, id };
  }

  const daysOf = async (id: string) => (await reportsOf(id)).map(({ createdAt }) => createdAt.getUTCDate());

  it('are the newest ones, with an entry for each that goes', async () => {
    const { id } = await fiveReports({ keep: 2 });
    const [, gone] = await reportsOf(id);
    await remove('2026-11-29T06:10:00Z');
    expect(await daysOf(id)).toEqual([28, 29]);
    expect((await actionsOn(gone?.id ?? '')).at(-1)).toBe('report.removed');
    // Again there is nothing to do.
    await remove('2026-11-29T06:20:00Z');
    expect(await daysOf(id)).toEqual([28, 29]);
  });

  it('are none that is older than said', async () => {
    const { id } = await fiveReports({ keep: 10, keepDays: 3 });
    await remove('2026-11-29T07:00:00Z');
    expect(await daysOf(id)).toEqual([27, 28, 29]);
  });

  it('are all that no schedule stands for: one that was deleted, and people', async () => {
    const { ctx, id } = await fiveReports({ keep: 1 });
    const made = await reportsOf(id);
    await deleteSchedule({ ctx, input: { id } });
    const input = { kind: 'moment', lang: 'en', timeZone: 'UTC' } as const;
    const own = await createReport({ ctx, input });
    const ids = [own.id, ...made.map((report) => report.id)];
    await remove('2030-01-01T00:00:00Z');
    expect(await db.report.count({ where: { id: { in: ids } } })).toBe(6);
  });

  it('is never one that is being made', async () => {
    const { id } = await fiveReports({ keep: 1 });
    const [oldest] = await reportsOf(id);
    await db.report.update({ where: { id: oldest?.id ?? '' }, data: { state: 'running' } });
    await run(id, '2026-11-30T06:00:05Z');
    await remove('2026-11-30T06:10:00Z');
    expect(await daysOf(id)).toEqual([25, 29, 30]);
  });
});
