import { randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { ReportContent } from '@/lib/contracts/report-content';
import type { CreateReportInput } from '@/lib/contracts/reports';
import { formatsOfKind } from '@/lib/contracts/words/reports';
import type { Ctx } from '@/lib/server/context';
import type { DbRoot } from '@/lib/server/db/client';
import { prepareQueue } from '@/lib/server/db/queue';
import { createFabric } from '@/lib/server/services/fabric';
import { listAudit } from '@/lib/server/services/system';
import type { LiveSettings } from '@/lib/server/verbs/facilities';
import { INSECURE, PASSED } from '@/test/support/agent-client';
import { systemCtx } from '@/test/support/callers';
import { deliver, enrolledHost, snapshotAt } from '@/test/support/ingest';
import { temporaryFolder } from '@/test/support/temporary-folder';
import { usesDatabase } from '@/test/support/uses-database';
import { uniqueName } from '@/test/support/world';
import {
  cancelReport,
  createReport,
  deleteReport,
  describeReport,
  downloadReport,
  enqueueAbandoned,
  getReport,
  keyPlaceOf,
  listReports,
  makeReport,
} from '.';

const NOON = new Date('2026-11-24T12:00:00.000Z');
const later = (minutes: number) => new Date(NOON.getTime() + minutes * 60_000);

let db: DbRoot;
let ingest: DbRoot;
let isReady: Promise<void>;
usesDatabase((opened, pools) => {
  db = opened;
  ingest = pools.ingest;
  isReady = prepareQueue(pools.jobsPool);
});

type Role = 'viewer' | 'auditor' | 'operator' | 'administrator';

async function person(fabrics: 'all' | string[], role: Role = 'auditor', now = later(30)): Promise<Ctx> {
  await isReady;
  const id = uniqueName('person');
  const actor = {
    kind: 'operator',
    id,
    name: 'Claire Morel',
    email: 'c@fab.example',
    role,
    fabrics,
  } as const;
  return { actor, db, now, requestId: id };
}

/** A fabric with one host that passes and one that does not. */
async function twoHosts() {
  const passing = await enrolledHost(db, NOON);
  const { fabricId } = await db.host.findUniqueOrThrow({ where: { id: passing.hostId } });
  await deliver(ingest, passing, {
    receivedAt: NOON,
    snapshots: [snapshotAt(passing, NOON, { hgsClient: PASSED })],
  });
  return { passing, fabricId };
}

const moment = (input: Partial<CreateReportInput> = {}) =>
  ({ kind: 'moment', timeZone: 'Europe/Paris', lang: 'en', ...input }) as CreateReportInput;

const dataDir = temporaryFolder('gf-report-');
afterAll(() => rmSync(dataDir, { recursive: true, force: true }));
const keyPlace = keyPlaceOf({ dataDir });
const make = (id: string, now = later(31)) =>
  makeReport({ ctx: systemCtx(db, now), input: { id, keyPlace } });

async function contentOf(ctx: Ctx, id: string): Promise<ReportContent> {
  const { bytes } = await downloadReport({ ctx, input: { id, format: 'json' } });
  return ReportContent.parse(JSON.parse(Buffer.from(bytes).toString('utf8')));
}

describe('the list of reports', () => {
  it('is narrowed by kind, state, fabric, maker, time and text, and counts beside it', async () => {
    const { fabricId } = await twoHosts();
    const { id: otherId, name: otherName } = await createFabric({
      ctx: systemCtx(db),
      input: { name: uniqueName('Other & fabric') },
    });
    const { name } = await db.fabric.findUniqueOrThrow({ where: { id: fabricId } });
    const [ctx, other] = [await person([fabricId, otherId]), await person([fabricId, otherId])];
    const filter = (fabric: string) => new URLSearchParams({ fabric }).toString();
    const make = async (by: Ctx, input: Partial<CreateReportInput>) =>
      (await createReport({ ctx: by, input: moment(input) })).id;
    const all = await make(ctx, { title: 'Whole scope' });
    const one = await make(ctx, { title: 'Before the AUDIT', filter: filter(name) });
    const two = await make(other, { title: 'Other', filter: filter(otherName) });
    const without = await make(other, { title: 'Without', filter: filter(`-${otherName}`) });
    const times = { kind: 'period', from: later(1).toISOString(), to: later(20).toISOString() } as const;
    const period = await make(other, { ...times, title: 'A period', filter: filter(name) });
    await cancelReport({ ctx: other, input: { id: two } });
    const list = (input: object, by = ctx) => listReports({ ctx: by, input });
    const ids = async (input: object) => (await list(input)).reports.map(({ id }) => id).sort();
    expect(await ids({})).toEqual([all, one, two, without, period].sort());
    expect(await ids({ kind: 'period' })).toEqual([period]);
    expect(await ids({ state: ['cancelled'] })).toEqual([two]);
    expect(await ids({ fabric: [name] })).toEqual([all, one, without, period].sort());
    expect(await ids({ fabric: [otherId] })).toEqual([all, two].sort());
    expect(await ids({ fabric: [`-${otherName}`] })).toEqual([one, without, period].sort());
    expect(await ids({ fabric: ['nowhere'] })).toEqual([]);
    expect(await ids({ by: 'me' })).toEqual([all, one].sort());
    expect(await ids({ by: 'Claire Morel' })).toHaveLength(5);
    // Where a name has no report it says who has made some.
    expect(await list({ by: 'Nobody', kind: 'period' })).toMatchObject({
      total: 0,
      makers: ['Claire Morel'],
    });
    expect((await list({ by: 'Claire Morel', search: 'no such text' })).makers).toEqual(['Claire Morel']);
    for (const input of [
      { by: 'Claire Morel' },
      { by: 'me', search: 'no such text' },
      { search: 'no such text' },
    ])
      expect((await list(input)).makers).toBeNull();
    const stranger = await person([randomUUID()]);
    expect(await list({ by: 'Claire Morel' }, stranger)).toMatchObject({ total: 0, makers: [] });
    expect(await ids({ search: ' the audit ' })).toEqual([one]);
    expect(await ids({ search: '%' })).toEqual([two, without].sort());
    const counts = { all: 5, moment: 4, period: 1, own: 2 };
    expect(await list({ kind: 'period' })).toMatchObject({ total: 1, counts });
    expect(await list({ by: 'me', search: 'scope' })).toMatchObject({ total: 1, counts: { all: 1, own: 1 } });
    const tomorrow = { ...ctx, now: later(60 * 30) };
    expect((await list({ days: 1 }, tomorrow)).total).toBe(0);
    expect((await list({ days: 2 }, tomorrow)).total).toBe(5);
  });

  it('leads on and back, and never into another list', async () => {
    const { fabricId } = await twoHosts();
    const made: string[] = [];
    for (const minute of [31, 32, 33, 34, 35]) {
      const by = await person([fabricId], 'auditor', later(minute));
      made.unshift((await createReport({ ctx: by, input: moment() })).id);
    }
    const ctx = await person([fabricId], 'auditor', later(40));
    const page = (cursor: string | null, more = {}) =>
      listReports({ ctx, input: { limit: 2, cursor, ...more } });
    const idsOf = (list: { reports: { id: string }[] }) => list.reports.map(({ id }) => id);
    const first = await page(null);
    const second = await page(first.nextCursor);
    const third = await page(second.nextCursor);
    expect([first, second, third].map(idsOf)).toEqual([made.slice(0, 2), made.slice(2, 4), made.slice(4)]);
    expect([first.previousCursor, third.nextCursor]).toEqual([null, null]);
    const back = await page(third.previousCursor);
    expect(idsOf(back)).toEqual(idsOf(second));
    const begin = await page(back.previousCursor);
    expect([idsOf(begin), begin.previousCursor]).toEqual([idsOf(first), null]);
    expect(idsOf(await page(begin.nextCursor))).toEqual(idsOf(second));
    await expect(page(first.nextCursor, { kind: 'moment' })).rejects.toMatchObject({ code: 'invalid_value' });
    await expect(page('no cursor')).rejects.toMatchObject({ code: 'invalid_value' });
  });
});

describe('a report', () => {
  it('is asked for, made, read and noted', async () => {
    const { passing, fabricId } = await twoHosts();
    const ctx = await person([fabricId]);
    const { id, number } = await createReport({ ctx, input: moment({ at: later(5).toISOString() }) });
    expect(number).toMatch(/^R-2026-11-24-\d\d$/);
    expect(await getReport({ ctx, input: { id } })).toMatchObject({
      state: 'queued',
      digest: null,
      formats: [],
      files: [],
    });
    await make(id);
    const row = await getReport({ ctx, input: { id: number } });
    expect(row).toMatchObject({ state: 'ready', progress: 100, totals: { hosts: 1, compliant: 1, rate: 1 } });
    expect(row.formats).toEqual(formatsOfKind('moment').sort());
    await expect(downloadReport({ ctx, input: { id, format: 'failures' } })).rejects.toMatchObject({
      code: 'not_found',
      message: 'The report has no failures: it is about a moment',
    });
    const content = await contentOf(ctx, id);
    expect(content).toMatchObject({ id, number, generatedBy: 'Claire Morel', totals: { hosts: 1 } });
    expect(content.hosts.map((host) => host.id)).toEqual([passing.hostId]);
    const { entries } = await listAudit({ ctx: systemCtx(db), input: { subject: id } });
    expect(entries.map(({ action }) => action)).toEqual([
      'report.downloaded',
      'report.made',
      'report.requested',
    ]);
  });

  it('is refused on a fabric that is none, with the names of those that one sees', async () => {
    const { fabricId } = await twoHosts();
    const { name } = await db.fabric.findUniqueOrThrow({ where: { id: fabricId } });
    const ctx = await person([fabricId]);
    const asked = (fabric: string) =>
      createReport({ ctx, input: moment({ filter: new URLSearchParams({ fabric }).toString() }) });
    await expect(asked('PAR-Prodd')).rejects.toMatchObject({
      code: 'invalid_value',
      pointer: '/filter',
      message: `No fabric is called "PAR-Prodd". There are ${name}.`,
    });
    expect((await asked(name)).state).toBe('queued');
    expect((await asked(fabricId)).state).toBe('queued');
  });

  it('is the same bytes whenever it is read, and its digest is theirs', async () => {
    const { fabricId } = await twoHosts();
    const ctx = await person([fabricId]);
    const { id } = await createReport({ ctx, input: moment() });
    await make(id);
    const read = async () => (await downloadReport({ ctx, input: { id, format: 'json' } })).bytes;
    expect(Buffer.from(await read())).toEqual(Buffer.from(await read()));
    const hash = await crypto.subtle.digest('SHA-256', new Uint8Array(await read()));
    const { digest, files } = await getReport({ ctx, input: { id } });
    expect(digest).toBe(Buffer.from(hash).toString('hex'));
    const json = { format: 'json', size: (await read()).length, sha256: digest };
    expect(files.find(({ format }) => format === 'json')).toEqual(json);
  });

  it('holds what a host says of its failing checks', async () => {
    const host = await enrolledHost(db, NOON);
    const { fabricId } = await db.host.findUniqueOrThrow({ where: { id: host.hostId } });
    const snapshot = snapshotAt(host, NOON, { hgsClient: INSECURE });
    await deliver(ingest, host, { receivedAt: NOON, snapshots: [snapshot] });
    const ctx = await person([fabricId]);
    const { id } = await createReport({ ctx, input: moment({ at: later(1).toISOString(), lang: 'fr' }) });
    await make(id);
    const { hosts, remediation, totals, checks } = await contentOf(ctx, id);
    expect(totals).toMatchObject({ nonCompliant: 1, compliant: 0, rate: 0 });
    // The order of repair.
    expect(hosts[0]?.failingChecks).toEqual(['BitLocker', 'SecureBootSettings']);
    expect(hosts[0]?.failing.map(({ check }) => check)).toEqual(hosts[0]?.failingChecks);
    expect(checks.failing).toBe(hosts[0]?.failingChecks.length);
    expect(remediation.map(({ cause }) => cause)).toEqual(
      expect.arrayContaining(hosts[0]?.causes ?? ['none']),
    );
  });

  it('keeps the rights that its author had, and is hidden from who has fewer', async () => {
    const { fabricId } = await twoHosts();
    const other = await createFabric({ ctx: systemCtx(db), input: { name: uniqueName('Other') } });
    const author = await person([fabricId, other.id]);
    const { id } = await createReport({ ctx: author, input: moment() });
    await make(id);
    for (const fabrics of [[fabricId], [other.id], []]) {
      const ctx = await person(fabrics);
      const missing = { code: 'not_found' };
      await expect(getReport({ ctx, input: { id } })).rejects.toMatchObject(missing);
      await expect(cancelReport({ ctx, input: { id } })).rejects.toMatchObject(missing);
      await expect(downloadReport({ ctx, input: { id, format: 'json' } })).rejects.toMatchObject(missing);
      expect((await listReports({ ctx, input: {} })).reports.map((report) => report.id)).not.toContain(id);
    }
    for (const fabrics of [[other.id, fabricId], 'all'] as const) {
      const ctx = await person(fabrics === 'all' ? 'all' : [...fabrics]);
      expect((await getReport({ ctx, input: { id } })).id).toBe(id);
    }
    const all = await createReport({ ctx: await person('all'), input: moment() });
    await expect(getReport({ ctx: author, input: { id: all.id } })).rejects.toMatchObject({
      code: 'not_found',
    });
    await expect(createReport({ ctx: await person('all', 'viewer'), input: moment() })).rejects.toMatchObject(
      {
        code: 'forbidden',
      },
    );
  });

  it.each<[string, CreateReportInput, string]>([
    ['a word that no filter has', moment({ filter: 'colour=red' }), '/filter'],
    ['a value that a word does not have', moment({ filter: 'state=Fine' }), '/filter'],
    ['a time in its filter', moment({ filter: 'at=2026-11-24T09:00:00Z' }), '/filter'],
    ['a time that is still to come', moment({ at: '2030-01-01T00:00:00Z' }), '/at'],
    ['a zone that nobody knows', moment({ timeZone: 'Europe/Atlantis' }), '/timeZone'],
    [
      'a period that ends before it begins',
      { ...moment(), kind: 'period', from: '2026-11-24T10:00:00Z', to: '2026-11-24T09:00:00Z' },
      '/to',
    ],
    [
      'a period of two years',
      { ...moment(), kind: 'period', from: '2024-11-01T00:00:00Z', to: '2026-11-01T00:00:00Z' },
      '/from',
    ],
  ])('is refused for %s, by name', async (_, input, pointer) => {
    const ctx = await person('all');
    await expect(createReport({ ctx, input })).rejects.toMatchObject({ code: 'invalid_value', pointer });
  });

  it('has a number of its own, however many are asked for at once', async () => {
    const late = new Date('2026-03-28T23:30:00.000Z');
    const authors = [await person('all', 'auditor', late), await person('all', 'auditor', late)];
    const askFour = (ctx: Ctx) => Array.from({ length: 4 }, () => createReport({ ctx, input: moment() }));
    const made = await Promise.all(authors.flatMap(askFour));
    const numbers = made.map(({ number }) => number).sort();
    // The next day in Paris.
    expect(numbers).toEqual(Array.from({ length: 8 }, (_, index) => `R-2026-03-29-0${index + 1}`));
  });

  it('pages from the newest, and refuses a cursor that it did not give', async () => {
    const fabric = await createFabric({ ctx: systemCtx(db), input: { name: uniqueName('Pages') } });
    const made: string[] = [];
    for (const minutes of [1, 2, 3]) {
      const ctx = await person([fabric.id], 'auditor', later(minutes));
      made.unshift((await createReport({ ctx, input: moment() })).id);
    }
    const ctx = await person([fabric.id]);
    const first = await listReports({ ctx, input: { limit: 2 } });
    const second = await listReports({ ctx, input: { limit: 2, cursor: first.nextCursor } });
    expect([first.total, second.total]).toEqual([3, 3]);
    expect([...first.reports, ...second.reports].map(({ id }) => id)).toEqual(made);
    expect(second.nextCursor).toBeNull();
    await expect(listReports({ ctx, input: { cursor: 'elsewhere' } })).rejects.toMatchObject({
      code: 'invalid_value',
    });
  });
});

describe('the making of a report', () => {
  it('can be cancelled, and nothing is kept of it', async () => {
    const ctx = await person('all');
    const { id } = await createReport({ ctx, input: moment() });
    await cancelReport({ ctx, input: { id } });
    await make(id);
    expect(await getReport({ ctx, input: { id } })).toMatchObject({ state: 'cancelled', formats: [] });
    await expect(downloadReport({ ctx, input: { id, format: 'json' } })).rejects.toMatchObject({
      code: 'conflict',
    });
    await expect(cancelReport({ ctx, input: { id } })).rejects.toMatchObject({ code: 'conflict' });
  });

  it('ends for good where an administrator removes a report that is old enough, and not before', async () => {
    const { fabricId } = await twoHosts();
    const author = await person([fabricId]);
    const { id } = await createReport({ ctx: author, input: moment() });
    await make(id);
    const asked = { input: { id }, settings: { retentionDays: 10 } as LiveSettings };
    const remove = (ctx: Ctx) => deleteReport({ ctx, ...asked });
    const inDays = (days: number) => later(30 + days * 24 * 60);
    await expect(remove(await person('all', 'operator', inDays(11)))).rejects.toMatchObject({
      code: 'conflict',
    });
    await expect(remove(await person('all', 'administrator', inDays(9.9)))).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringContaining('2026-12-04'),
    });
    const administrator = await person('all', 'administrator', inDays(10));
    const told = (ctx: Ctx) => describeReport({ ctx, ...asked });
    const { kid } = await db.reportSignature.findUniqueOrThrow({ where: { reportId: id } });
    const kept = { keptUntil: inDays(10).toISOString(), kid };
    expect(await told(author)).toMatchObject({ ...kept, mayRemove: false });
    expect(await told({ ...administrator, now: inDays(9.9) })).toMatchObject({
      ...kept,
      mayRemove: false,
    });
    expect(await told(administrator)).toMatchObject({ ...kept, mayRemove: true });
    expect(await told(systemCtx(db, inDays(10)))).toMatchObject({ ...kept, mayRemove: true });
    await remove(administrator);
    expect(await db.reportFile.count({ where: { reportId: id } })).toBe(0);
    const { entries } = await listAudit({ ctx: systemCtx(db), input: { subject: id } });
    expect(entries[0]?.action).toBe('report.removed');
  });

  it('is begun anew after its server was killed, and by one server alone', async () => {
    const ctx = await person('all');
    const { id } = await createReport({ ctx, input: moment() });
    const killed = { state: 'running', workedAt: later(31) };
    await db.report.update({ where: { id }, data: killed });
    // Its server may still be at it.
    await make(id, later(31.4));
    expect(await getReport({ ctx, input: { id } })).toMatchObject({ state: 'running' });
    const waiting = () => db.$queryRaw<unknown[]>`SELECT FROM graphile_worker.jobs WHERE key = ${id}`;
    await db.$executeRaw`SELECT graphile_worker.remove_job(${id})`;
    await enqueueAbandoned({ ctx: systemCtx(db, later(31.4)) });
    expect(await waiting()).toHaveLength(0);
    await enqueueAbandoned({ ctx: systemCtx(db, later(32)) });
    expect(await waiting()).toHaveLength(1);
    await make(id, later(32));
    expect(await getReport({ ctx, input: { id } })).toMatchObject({ state: 'ready' });
    // A second job of the same report finds it made.
    await make(id, later(40));
    expect(await db.reportFile.count({ where: { reportId: id } })).toBe(formatsOfKind('moment').length);
  });

  it('says why it cannot be made', async () => {
    const ctx = await person('all');
    const { id } = await createReport({ ctx, input: moment() });
    await db.report.update({ where: { id }, data: { filter: 'colour=red' } });
    await make(id);
    expect(await getReport({ ctx, input: { id } })).toMatchObject({
      state: 'failed',
      failure: { code: 'invalid_value', detail: expect.stringContaining('colour') },
    });
  });
});
