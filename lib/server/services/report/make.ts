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

/** Thrown where somebody has cancelled the report, or another server has made it meanwhile. */
class NoLongerWanted extends Error {}

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
  if (!(await begin(ctx, id))) return;
  const [report] = await readReports(ctx.db, [id]);
  if (report === undefined) return;
  const beating = setInterval(() => void beat(ctx.db, id), BEAT_MS);
  try {
    const progress = tellProgress(ctx.db, id);
    const content = await makeContent({
      ctx: { ...ctx, actor: authorOf(report) },
      input: { ...orderOf(report), installation },
      progress: async (done, total) => {
        signal?.throwIfAborted();
        await progress((READ_PERCENT * done) / total);
      },
    });
    const signer = await ensureKey(keyPlace);
    await keep(ctx, content, { ...(await filesOfReport(content, signer, signal)), signer });
  } catch (error) {
    if (error instanceof NoLongerWanted) return;
    if (!isServiceError(error)) {
      await ctx.db.report.updateMany({ where: { id, state: 'running' }, data: { state: 'queued' } });
      throw error;
    }
    await fail(ctx, id, { code: error.code, detail: error.message });
  } finally {
    clearInterval(beating);
  }
}

/** False where the report was cancelled, or another server is making it. */
async function begin({ db, now }: Ctx, id: string): Promise<boolean> {
  const isFree = [
    { state: 'queued' },
    { state: 'running', workedAt: { lt: new Date(now.getTime() - LEASE_MS) } },
  ];
  const { count } = await db.report.updateMany({
    where: { id, OR: isFree },
    data: { state: 'running', progress: 0, workedAt: now },
  });
  return count > 0;
}

/** A beat that fails because the database is away is made up for by the next one. */
const beat = (db: Db, id: string) =>
  db.report
    .updateMany({ where: { id, state: 'running' }, data: { workedAt: new Date() } })
    .catch(() => undefined);

/** Gives a report up that could not be made: said with it, not only in the log. */
export async function giveUpReport({ ctx, input: { id } }: Verb<{ id: string }>): Promise<void> {
  const detail = 'The server could not make it. Its log says why.';
  await fail(ctx, id, { code: 'failed', detail });
}

type Failure = { code: string; detail: string };

async function fail({ db, now }: Ctx, id: string, failure: Failure): Promise<void> {
  await transact(db, async (tx) => {
    const { count } = await tx.report.updateMany({
      where: { id, state: { in: ['queued', 'running'] } },
      data: { state: 'failed', failure, finishedAt: now },
    });
    if (count > 0) await tellFailure(tx, id, failure);
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

function tellProgress(db: Db, id: string) {
  let toldAt = 0;
  return async (percent: number): Promise<void> => {
    if (performance.now() - toldAt < TOLD_EVERY_MS) return;
    toldAt = performance.now();
    const { count } = await db.report.updateMany({
      where: { id, state: 'running' },
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

type Made = Awaited<ReturnType<typeof filesOfReport>> & { signer: Signer };

async function keep(ctx: Ctx, content: ReportContent, { files, signed, signer }: Made): Promise<void> {
  const { id, number } = content;
  const digest = files.find(({ format }) => format === 'json')?.sha256 ?? '';
  await transact(ctx.db, async (tx) => {
    const { count } = await tx.report.updateMany({
      where: { id, state: 'running' },
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
