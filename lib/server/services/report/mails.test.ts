import { rmSync } from 'node:fs';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ReportRow } from '@/lib/contracts/reports';
import { ScheduleProblem } from '@/lib/contracts/schedules';
import { type DbRoot, transact } from '@/lib/server/db/client';
import { prepareQueue } from '@/lib/server/db/queue';
import { createMailer, type Mailer } from '@/lib/server/mail/mailer';
import { enqueueNotifications, sendNotification } from '@/lib/server/services/notification';
import { createSchedule, deleteSchedule, getSchedule, runSchedule } from '@/lib/server/services/schedule';
import { listAudit } from '@/lib/server/services/system';
import { PASSED } from '@/test/support/agent-client';
import { makeOperator, systemCtx, tokenCtx } from '@/test/support/callers';
import { deliver, enrolledHost, snapshotAt } from '@/test/support/ingest';
import { startMailServer } from '@/test/support/mail-server';
import { temporaryFolder } from '@/test/support/temporary-folder';
import { usesDatabase } from '@/test/support/uses-database';
import { uniqueName } from '@/test/support/world';
import { getReport, giveUpReport, keyPlaceOf, mailProblem, makeReport, reportMails } from '.';
import { askForMails } from './mails';

const NOON = new Date('2026-11-24T12:00:00.000Z');
const DUE = new Date('2026-11-24T12:30:00.000Z');
const later = (minutes: number) => new Date(DUE.getTime() + minutes * 60_000);
const FACTS = { isConfigured: true, from: 'fabric@mail.example', domains: null, files: true };
const FROM = { name: 'Guarded Fabric', address: 'fabric@mail.example' };

let db: DbRoot;
let ingest: DbRoot;
let isReady: Promise<void>;
usesDatabase((opened, pools) => {
  db = opened;
  ingest = pools.ingest;
  isReady = prepareQueue(pools.jobsPool);
});

// Each test sends what it finds in the outbox.
beforeEach(() => db.notification.deleteMany());

const dataDir = temporaryFolder('gf-mails-');
afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

const opened: { stop: () => Promise<void> }[] = [];
afterEach(async () => {
  await Promise.all(opened.splice(0).map(({ stop }) => stop()));
});

async function mailServer(...behaviour: Parameters<typeof startMailServer>) {
  const server = await startMailServer(...behaviour);
  opened.push(server);
  const mailer = createMailer(
    { url: server.url, from: FROM, domains: null, files: true },
    { silenceMs: 1_000 },
  );
  return { ...server, mailer };
}

type Asked = {
  recipients?: string[];
  attach?: boolean;
  lang?: 'en' | 'fr';
  name?: string;
  at?: Date;
};

/** A report that a schedule has asked for, of a fabric with one host that passes. */
async function askedReport(asked: Asked = {}) {
  await isReady;
  const { recipients = ['claire@mail.example'], attach = false, lang = 'en', at = later(0) } = asked;
  const host = await enrolledHost(db, NOON);
  const snapshots = [snapshotAt(host, NOON, { hgsClient: PASSED })];
  await deliver(ingest, host, { receivedAt: NOON, snapshots });
  const { fabricId } = await db.host.findUniqueOrThrow({ where: { id: host.hostId } });
  const { name: fabric } = await db.fabric.findUniqueOrThrow({ where: { id: fabricId } });
  const schedule = await createSchedule({
    ctx: { ...systemCtx(db, NOON) },
    mail: FACTS,
    input: {
      name: asked.name ?? uniqueName('Daily'),
      report: { kind: 'moment', lang, filter: `fabric=${fabric}` },
      every: 'day',
      at: '13:30',
      timeZone: 'Europe/Paris',
      recipients,
      attach,
    },
  });
  await runSchedule({ ctx: systemCtx(db, at), input: { id: schedule.id } });
  const { id } = await db.report.findFirstOrThrow({ where: { scheduleId: schedule.id } });
  return { id, scheduleId: schedule.id };
}

async function madeReport(asked: Asked = {}) {
  const ids = await askedReport(asked);
  const ctx = systemCtx(db, asked.at ?? later(0));
  await makeReport({ ctx, input: { id: ids.id, keyPlace: keyPlaceOf({ dataDir }) } });
  return ids;
}

/** Ready as the product leaves one, but without its files: what becomes of its mails asks for none. */
async function readyReport() {
  const ids = await askedReport();
  const totals = {
    hosts: 1,
    compliant: 1,
    excepted: 0,
    nonCompliant: 0,
    unverified: 0,
    rate: 1,
    verifiedShare: null,
  };
  const ready = { state: 'ready', progress: 100, finishedAt: later(0), digest: '0'.repeat(64), totals };
  await transact(db, async (tx) => {
    await tx.report.update({ where: { id: ids.id }, data: ready });
    await askForMails(tx, systemCtx(db, later(0)), ids.id);
  });
  return ids;
}

const read = (id: string): Promise<ReportRow> => getReport({ ctx: systemCtx(db), input: { id } });

const PUBLIC = 'https://fabric.example';
/** Sends the mail that has waited longest. */
const send = (mailer: Mailer | null, now = later(0)) =>
  sendNotification({
    ctx: systemCtx(db, now),
    input: { kinds: { report: reportMails }, mailer, publicUrl: PUBLIC },
  });

/** The text of a mail as a person reads it. */
function readable(source: string): { head: string; text: string } {
  const [head = '', ...rest] = source.split('\r\n\r\n');
  const body = rest.join('\r\n\r\n');
  const decoded = /base64/i.test(head)
    ? Buffer.from(body, 'base64').toString('utf8')
    : Buffer.from(
        body
          .replaceAll('=\r\n', '')
          .replaceAll(/=([0-9A-F]{2})/g, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16))),
        'latin1',
      ).toString('utf8');
  return { head, text: decoded };
}

async function entriesOn(id: string) {
  const { entries } = await listAudit({ ctx: systemCtx(db), input: { subject: id } });
  return entries.map(({ action, detail }) => ({ action, detail }));
}

describe('a report that a schedule made', () => {
  it('is mailed to each recipient alone, with its figures and a link that needs a session', async () => {
    const recipients = ['claire@mail.example', 'julien@mail.example'];
    const { id } = await madeReport({ recipients });
    const { mailer, taken } = await mailServer();
    for (const _ of recipients) await send(mailer);
    expect(taken.map(({ to }) => to)).toEqual(recipients.map((recipient) => [recipient]));
    const report = await read(id);
    const { head, text } = readable(taken[0]?.source ?? '');
    expect(head).toContain('1 of 1 host compliant');
    expect(head).not.toContain('julien');
    expect(text).toContain('Compliant: 1 (100.0%)');
    expect(text).toContain(`${PUBLIC}/reports/${report.number}`);
    expect(text).toContain(report.digest);
    expect(report.mails).toMatchObject([{ state: 'sent', tries: 1, problem: null }, { state: 'sent' }]);
    expect((await entriesOn(id))[0]).toMatchObject({
      action: 'report.mailed',
      detail: { recipient: 'julien@mail.example' },
    });
  });

  it('is mailed in its language, and says that it was late and how many dates nobody met', async () => {
    await madeReport({ lang: 'fr', at: later(3 * 24 * 60 + 90) });
    const { mailer, taken } = await mailServer();
    await send(mailer, later(3 * 24 * 60 + 90));
    const { text } = readable(taken[0]?.source ?? '');
    expect(text).toContain('Conformes\u202f: ');
    expect(text).toContain('établi en retard');
    expect(text).toContain('Pour 3 dates antérieures');
  });

  it('holds the PDF where that is asked for, and not otherwise', async () => {
    const { mailer, taken } = await mailServer();
    const [plain, withFile] = [await madeReport(), await madeReport({ attach: true })];
    for (const _ of [plain, withFile]) await send(mailer);
    expect(taken.map(({ source }) => source.includes('application/pdf'))).toEqual([false, true]);
    const { number } = await read(withFile.id);
    expect(taken[1]?.source).toContain(`${number}.pdf`);
  });

  it('leaves out a PDF that is too large, and says so', async () => {
    const { id } = await madeReport({ attach: true });
    const bytes = new Uint8Array(10_000_001);
    await db.reportFile.update({
      where: { reportId_format: { reportId: id, format: 'pdf' } },
      data: { bytes },
    });
    const { mailer, taken } = await mailServer();
    await send(mailer);
    expect(taken[0]?.source).not.toContain('application/pdf');
    expect(readable(taken[0]?.source ?? '').text).toContain('larger than 10 MB');
  });

  it('begins no header and no line in what people named', async () => {
    const title = 'Weekly\r\nBcc: mallory@evil.example\r\n\r\nPay here: https://evil.example';
    const { id } = await readyReport();
    // As a release kept it that took such names.
    await db.report.update({
      where: { id },
      data: { title, scheduled: { name: title, dueAt: DUE.toISOString(), isLate: false, missed: 0 } },
    });
    const { mailer, taken } = await mailServer();
    await send(mailer);
    const { head, text } = readable(taken[0]?.source ?? '');
    expect(taken[0]?.to).toEqual(['claire@mail.example']);
    expect(head.split(/\r\n(?!\s)/).filter((line) => /^bcc/i.test(line))).toEqual([]);
    expect(text.split(/\r?\n/).filter((line) => /^(Bcc|Pay)/.test(line))).toEqual([]);
  });
});

describe('a mail that the mail server does not take', () => {
  it('is refused for good, and shown with its report, its schedule and in the audit log', async () => {
    const { id, scheduleId } = await readyReport();
    const { mailer } = await mailServer({ onRecipient: () => ({ code: 550, text: 'No such user here' }) });
    await send(mailer);
    const problem = { code: 'recipientRefused', detail: expect.stringContaining('No such user here') };
    expect((await read(id)).mails).toMatchObject([{ state: 'refused', tries: 1, nextAt: null, problem }]);
    const schedule = await getSchedule({ ctx: systemCtx(db), input: { id: scheduleId } });
    expect(schedule.last?.mails).toMatchObject({ sent: 0, failed: 1, problem });
    expect((await entriesOn(id))[0]).toMatchObject({
      action: 'report.notMailed',
      detail: { code: 'recipientRefused', recipient: 'claire@mail.example' },
    });
  });

  it('is tried again later where it was put off, and then taken', async () => {
    const { id } = await readyReport();
    let asked = 0;
    const { mailer, taken } = await mailServer({
      onRecipient: () => (++asked === 1 ? { code: 450, text: 'Greylisted' } : null),
    });
    await send(mailer);
    const waiting = { state: 'waiting', tries: 1, nextAt: later(1).toISOString() };
    expect((await read(id)).mails).toMatchObject([{ ...waiting, problem: { code: 'deferred' } }]);
    // Not before its time.
    await send(mailer, later(0.9));
    expect(asked).toBe(1);
    await send(mailer, later(1));
    expect((await read(id)).mails).toMatchObject([{ state: 'sent', tries: 2, problem: null }]);
    expect(taken).toHaveLength(1);
  });

  it('is given up after the last try, which has an end', async () => {
    const { id } = await readyReport();
    const { mailer } = await mailServer({ onRecipient: () => ({ code: 451, text: 'Later' }) });
    let tries = 0;
    for (let at = later(0); ; tries += 1) {
      await send(mailer, at);
      const [mail] = (await read(id)).mails;
      if (!mail?.nextAt) break;
      at = new Date(mail.nextAt);
    }
    expect(tries + 1).toBe(9);
    expect((await read(id)).mails).toMatchObject([
      { state: 'givenUp', tries: 9, problem: { code: 'deferred' } },
    ]);
    expect((await entriesOn(id))[0]).toMatchObject({ action: 'report.notMailed', detail: { tries: 9 } });
  });

  it('says so where no mail server is configured any more', async () => {
    const { id } = await readyReport();
    await send(null);
    expect((await read(id)).mails).toMatchObject([{ state: 'refused', problem: { code: 'notConfigured' } }]);
  });
});

describe('a schedule that makes no report', () => {
  const queued = async (scheduleId: string) => {
    const rows = await db.$queryRaw<{ payload: { operatorId: string } }[]>`
      SELECT payload FROM graphile_worker._private_jobs j JOIN graphile_worker._private_tasks t ON t.id = j.task_id
      WHERE t.identifier = 'mailProblem' AND payload->>'scheduleId' = ${scheduleId}`;
    return rows.map(({ payload }) => payload);
  };

  /** Asks for a report for a person, and makes it fail. */
  async function failed(language: 'en' | 'fr' | null) {
    const { id, scheduleId } = await askedReport({ name: 'Daily proof' });
    const owner = await makeOperator(db, 'auditor');
    await db.operator.update({ where: { id: owner.id }, data: { language } });
    await db.reportSchedule.update({
      where: { id: scheduleId },
      data: { ownerKind: 'operator', ownerId: owner.id, ownerName: 'Claire Morel' },
    });
    await giveUpReport({ ctx: systemCtx(db, later(1)), input: { id } });
    return { id, scheduleId, owner };
  }

  const tell = async (scheduleId: string, mailer: Mailer, isLastTry = false) => {
    for (const payload of await queued(scheduleId)) {
      const problem = ScheduleProblem.parse(payload);
      const input = { ...problem, operatorId: payload.operatorId, mailer, publicUrl: PUBLIC, isLastTry };
      await mailProblem({ ctx: systemCtx(db, later(2)), input });
    }
  };

  it('tells its owner in their language, once, with the way to the report', async () => {
    const { mailer, taken } = await mailServer();
    const { id, scheduleId, owner } = await failed('fr');
    await giveUpReport({ ctx: systemCtx(db, later(1)), input: { id } });
    expect(await queued(scheduleId)).toHaveLength(1);
    await tell(scheduleId, mailer);
    const { number } = await read(id);
    expect(taken).toMatchObject([{ to: [owner.email] }]);
    const { text } = readable(taken[0]?.source ?? '');
    expect(text).toContain(`rapport ${number}`);
    expect(text).toContain(`${PUBLIC}/reports/${number}`);
    expect((await entriesOn(scheduleId))[0]).toMatchObject({
      action: 'reportSchedule.problemMailed',
      detail: { problem: 'failed', recipient: owner.email },
    });
  });

  it('tells the administrators who can take it over where its owner has left', async () => {
    const { mailer, taken } = await mailServer();
    const { scheduleId, owner } = await failed(null);
    await db.$executeRaw`SELECT graphile_worker.remove_job(key) FROM graphile_worker.jobs WHERE task_identifier = 'mailProblem'`;
    const administrator = await makeOperator(db, 'administrator');
    await db.operator.update({ where: { id: owner.id }, data: { disabledAt: later(3) } });
    await runSchedule({ ctx: systemCtx(db, later(24 * 60)), input: { id: scheduleId } });
    expect(await db.reportSchedule.findUnique({ where: { id: scheduleId } })).toMatchObject({
      stopped: 'ownerGone',
    });
    await tell(scheduleId, mailer);
    const told = taken.flatMap(({ to }) => to);
    expect(told).toContain(administrator.email);
    expect(told).not.toContain(owner.email);
    expect(readable(taken[0]?.source ?? '').text).toContain('has stopped');
  });

  it('is tried again where the mail server puts it off, and noted where it does not take it', async () => {
    const { mailer } = await mailServer({ onRecipient: () => ({ code: 451, text: 'Come back later' }) });
    const { scheduleId } = await failed(null);
    await expect(tell(scheduleId, mailer)).rejects.toThrow('Come back later');
    await tell(scheduleId, mailer, true);
    expect((await entriesOn(scheduleId))[0]).toMatchObject({
      action: 'reportSchedule.problemNotMailed',
      detail: { code: 'deferred' },
    });
  });
});

describe('one mail', () => {
  it('is sent once, by however many servers at once', async () => {
    await readyReport();
    const { mailer, taken } = await mailServer();
    await Promise.all(Array.from({ length: 5 }, () => send(mailer)));
    expect(taken).toHaveLength(1);
  });

  it('is sent by another server after the one that began was killed, with the same id where both did', async () => {
    for (const sendsFirst of [false, true]) {
      const { id } = await readyReport();
      const { mailer, taken } = await mailServer();
      // Nothing is heard any more of a server that was killed.
      await new Promise<void>((isKilled) => {
        const dying: Mailer['send'] = async (mail) => {
          if (sendsFirst) await mailer.send(mail);
          isKilled();
          return new Promise(() => undefined);
        };
        void send({ ...mailer, send: dying });
      });
      const waiting = () => db.$queryRaw<unknown[]>`
        SELECT FROM graphile_worker.jobs WHERE key = 'notifications'`;
      await db.$executeRaw`SELECT graphile_worker.remove_job('notifications')`;
      await enqueueNotifications({ ctx: systemCtx(db, later(2)) });
      expect(await waiting()).toHaveLength(0);
      await enqueueNotifications({ ctx: systemCtx(db, later(4)) });
      expect(await waiting()).toHaveLength(1);
      await send(mailer, later(4));
      const ids = taken.map(({ source }) => /^Message-ID:\s+(.*)$/m.exec(source)?.[1]);
      expect(ids).toEqual((sendsFirst ? [1, 2] : [1]).map(() => expect.stringContaining(id)));
      expect(new Set(ids).size).toBe(1);
      expect((await read(id)).mails).toMatchObject([{ state: 'sent', tries: 2 }]);
    }
  });

  it('is still sent after its schedule was deleted', async () => {
    const { scheduleId } = await readyReport();
    await deleteSchedule({ ctx: systemCtx(db), input: { id: scheduleId } });
    const { mailer, taken } = await mailServer();
    await send(mailer);
    expect(taken).toHaveLength(1);
  });

  it('is not told to who may not see the report', async () => {
    const { id } = await readyReport();
    const ctx = tokenCtx(db, { fabrics: [], role: 'auditor' });
    await expect(getReport({ ctx, input: { id } })).rejects.toMatchObject({ code: 'not_found' });
  });
});
