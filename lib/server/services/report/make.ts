import { randomUUID } from 'node:crypto';
import type { Installation, ReportContent } from '@/lib/contracts/report-content';
import type { ReportTotals, Scheduled } from '@/lib/contracts/reports';
import type { Locale } from '@/lib/i18n/locales';
import { audit } from '@/lib/server/audit/record';
import type { Actor, Ctx, Verb } from '@/lib/server/context';
import { type Db, transact } from '@/lib/server/db/client';
import { isServiceError } from '@/lib/server/errors';
import { filesOfReport, type Signer } from '@/lib/server/report-formats';
import { filterOf, readReports, type StoredReport } from './internal';
import { keepFile } from './keep-file';
import { ensureKey, type KeyPlace } from './key-file';
import { addKey, refuseOtherKey } from './keys';
import { askForMails } from './mails';
import { makeContent, type ReportOrder } from './make-content';
import { tellProblem } from './problem-mails';
import { BEAT_MS, LEASE_MS } from './queue';

/** Progress is written at most once in this many milliseconds, since each time costs a write. */
const TOLD_EVERY_MS = 1_000;
/** The per cent of the progress that reading the hosts takes. Making the files is the rest. */
const READ_PERCENT = 80;

/** Thrown where somebody has cancelled the report, or another server has taken it over meanwhile. */
class NoLongerWanted extends Error {}

/** A report that is being made, by whom: each time that it is begun is known by a word of its own. */
type Own = { id: string; workedBy: string };

/** No longer so once it is cancelled, or another server has taken it over: then nothing of it may be written. */
const whileOwn = (own: Own) => ({ ...own, state: 'running' });

/**
 * Makes a report that was asked for, with the rights that its author had then. Nothing of it is seen before all of it
 * is written, so a server that ends midway leaves one that is begun anew. Throws what may go well another time, and leaves
 * it queued; what cannot (history that was dropped) is the report's failure.
 */
export async function makeReport({
  ctx,
  input: { id, keyPlace, installation },
  signal,
}: Verb<{ id: string; keyPlace: KeyPlace; installation?: Installation }> & {
  signal?: AbortSignal | undefined;
}): Promise<void> {
  await refuseOtherKey(ctx.db, keyPlace);
  const own = await begin(ctx, id);
  const [report] = own === null ? [] : await readReports(ctx.db, [id]);
  if (own === null || report === undefined) return;
  const beating = setInterval(() => void beat(ctx.db, own), BEAT_MS);
  try {
    const progress = tellProgress(ctx.db, own);
    const content = await makeContent({
      ctx: { ...ctx, actor: authorOf(report) },
      input: { ...orderOf(report), installation },
      progress: async (done, total) => {
        signal?.throwIfAborted();
        await progress((READ_PERCENT * done) / total);
      },
    });
    const signer = await ensureKey(keyPlace);
    await keep(ctx, content, { ...(await filesOfReport(content, signer, signal)), signer, own });
  } catch (error) {
    await endWith(ctx, own, error);
  } finally {
    clearInterval(beating);
  }
}

/** What may go well another time is thrown, for the queue to try again; of what is another server's by now nothing is said. */
async function endWith(ctx: Ctx, own: Own, error: unknown): Promise<void> {
  if (error instanceof NoLongerWanted) return;
  if (isServiceError(error)) return fail(ctx, whileOwn(own), { code: error.code, detail: error.message });
  const { count } = await ctx.db.report.updateMany({ where: whileOwn(own), data: { state: 'queued' } });
  if (count > 0) throw error;
}

/** Null where the report was cancelled, or another server is making it. */
async function begin({ db, now }: Ctx, id: string): Promise<Own | null> {
  const isFree = [
    { state: 'queued' },
    { state: 'running', workedAt: { lt: new Date(now.getTime() - LEASE_MS) } },
  ];
  const workedBy = randomUUID();
  const { count } = await db.report.updateMany({
    where: { id, OR: isFree },
    data: { state: 'running', progress: 0, workedAt: now, workedBy },
  });
  return count > 0 ? { id, workedBy } : null;
}

/** A beat that fails because the database is away is made up for by the next one. */
const beat = (db: Db, own: Own) =>
  db.report.updateMany({ where: whileOwn(own), data: { workedAt: new Date() } }).catch(() => undefined);

/**
 * Gives a report up that could not be made: said with it, not only in the log. Whoever tried last has put it back into the
 * queue; one that is being made is another server's.
 */
export async function giveUpReport({ ctx, input: { id } }: Verb<{ id: string }>): Promise<void> {
  const detail = 'The server could not make it. Its log says why.';
  await fail(ctx, { id, state: 'queued' }, { code: 'failed', detail });
}

type Failure = { code: string; detail: string };

type Unfinished = { id: string; state: string };

async function fail({ db, now }: Ctx, where: Unfinished, failure: Failure): Promise<void> {
  await transact(db, async (tx) => {
    const data = { state: 'failed', failure, finishedAt: now };
    const { count } = await tx.report.updateMany({ where, data });
    if (count > 0) await tellFailure(tx, where.id, failure);
  });
}

/** Mails the failure of a scheduled report. A person who asked for a report sees it on screen. */
async function tellFailure(tx: Db, id: string, { code }: Failure): Promise<void> {
  const report = await tx.report.findUnique({ where: { id } });
  if (!report?.scheduleId || report.scheduled === null) return;
  const { scheduleId, number } = report;
  const { dueAt } = report.scheduled as Scheduled;
  await tellProblem(tx, { scheduleId, kind: 'failed', dueAt, number, code });
}

function tellProgress(db: Db, own: Own) {
  let toldAt = 0;
  return async (percent: number): Promise<void> => {
    if (performance.now() - toldAt < TOLD_EVERY_MS) return;
    toldAt = performance.now();
    const { count } = await db.report.updateMany({
      where: whileOwn(own),
      data: { progress: Math.floor(percent) },
    });
    if (count === 0) throw new NoLongerWanted();
  };
}

function authorOf({ allFabrics, fabricIds, createdBy, createdName }: StoredReport): Actor {
  const fabrics = allFabrics ? 'all' : fabricIds;
  return { kind: 'operator', id: createdBy, name: createdName, email: '', role: 'auditor', fabrics };
}

function orderOf(report: StoredReport): ReportOrder {
  const { id, number, title, timeZone, createdName: generatedBy } = report;
  const about = {
    id,
    number,
    title,
    timeZone,
    generatedBy,
    lang: report.lang as Locale,
    frameworks: report.frameworks,
    filter: filterOf(report.filter),
  };
  if (report.fromAt === null) return { ...about, kind: 'moment', at: report.asOf };
  return { ...about, kind: 'period', from: report.fromAt, to: report.asOf };
}

function totalsOf({ totals, period }: ReportContent): ReportTotals {
  const { vms: _, ...classes } = totals;
  return { ...classes, verifiedShare: period?.verifiedShare ?? null };
}

type Made = Awaited<ReturnType<typeof filesOfReport>> & { signer: Signer; own: Own };

async function keep(ctx: Ctx, content: ReportContent, { files, signed, signer, own }: Made): Promise<void> {
  const { id, number } = content;
  const digest = files.find(({ format }) => format === 'json')?.sha256 ?? '';
  await transact(ctx.db, async (tx) => {
    const { count } = await tx.report.updateMany({
      where: whileOwn(own),
      data: { state: 'ready', progress: 100, finishedAt: new Date(), digest, totals: totalsOf(content) },
    });
    if (count === 0) throw new NoLongerWanted();
    for (const file of files) await keepFile(tx, id, file);
    await addKey(tx, ctx, signer);
    await tx.reportSignature.create({
      data: {
        reportId: id,
        kid: signer.kid,
        manifest: new Uint8Array(signed.manifest),
        jws: new Uint8Array(Buffer.from(signed.jws)),
        der: new Uint8Array(signed.der),
      },
    });
    await askForMails(tx, ctx, id);
    const detail = { number, digest, kid: signer.kid };
    await audit(tx, ctx, { action: 'report.made', subject: { kind: 'report', id }, detail });
  });
}
