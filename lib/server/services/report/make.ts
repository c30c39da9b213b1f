import type { Installation, ReportContent } from '@/lib/contracts/report-content';
import type { ReportTotals, Scheduled } from '@/lib/contracts/reports';
import type { Locale } from '@/lib/i18n/locales';
import { audit } from '@/lib/server/audit/record';
import type { Actor, Ctx, Verb } from '@/lib/server/context';
import { withStatementsOf } from '@/lib/server/db/bounded-pool';
import { type Db, transact } from '@/lib/server/db/client';
import { isServiceError } from '@/lib/server/errors';
import { filesOfReport, type Signer } from '@/lib/server/report-formats';
import { jsonOfReport } from '@/lib/server/report-formats/json';
import type { KeyPlace } from '@/lib/server/verbs/facilities';
import { filterOf, readReports, type StoredReport } from './internal';
import { keepFiles } from './keep-file';
import { ensureKey } from './key-file';
import { addKey, readOwnKey } from './keys';
import { askForMails } from './mails';
import { makeContent, type ReportOrder } from './make-content';
import { tellProblem } from './problem-mails';
import { begin, NoLongerWanted, type Own, type Work, type WorkLimits, whileOwn, workOn } from './work';

/** The progress in per cent once the hosts are read, and once the files are made. Storing the files is the rest. */
const READ_PERCENT = 80;
const MADE_PERCENT = 90;

/** Storing a gigabyte takes half a minute on an idle machine, while everything else takes at most 30 s. */
const KEEP_MS = 10 * 60_000;
/** One statement joins a file of half a gigabyte and more. */
const PUT_TOGETHER_MS = 2 * 60_000;

/**
 * Makes an ordered report with the rights that its author had then. Nothing is visible before everything is
 * written, so a report that a dying server leaves is begun again. Throws errors that may pass, so that the
 * report stays queued; a lasting one (dropped history) makes the report fail.
 */
export async function makeReport({
  ctx,
  input: { id, keyPlace, installation },
  ...limits
}: Verb<{ id: string; keyPlace: KeyPlace; installation?: Installation }> & WorkLimits): Promise<void> {
  const ownKey = await readOwnKey(ctx.db, keyPlace);
  const own = await begin(ctx, id);
  const [report] = own === null ? [] : await readReports(ctx.db, [id]);
  if (own === null || report === undefined) return;
  const work = workOn(ctx.db, own, limits);
  try {
    const order = { ...orderOf(report), installation };
    const read = await readContent({ ...ctx, actor: authorOf(report) }, order, work);
    const signer = ownKey ?? (await ensureKey(keyPlace));
    const made = await filesOfReport(read.json, signer, work.signal);
    await keep(ctx, work, { ...made, totals: read.totals, number: report.number, signer, own });
  } catch (error) {
    await endWith(ctx, own, error);
  } finally {
    work.end();
  }
}

/** The report's content as JSON, and its totals: nothing else is held while its files are made. */
async function readContent(ctx: Ctx, input: ReportOrder, { progress, signal }: Work) {
  const content = await makeContent({
    ctx,
    input,
    progress: (done, total) => progress((READ_PERCENT * done) / total),
  });
  signal.throwIfAborted();
  return { json: await jsonOfReport(content), totals: totalsOf(content) };
}

/**
 * Rethrows an error that may pass, so that the queue tries again. A report that another server has taken over
 * is left alone.
 */
async function endWith(ctx: Ctx, own: Own, error: unknown): Promise<void> {
  if (error instanceof NoLongerWanted) return;
  if (isServiceError(error)) return fail(ctx, whileOwn(own), { code: error.code, detail: error.message });
  const { count } = await ctx.db.report.updateMany({ where: whileOwn(own), data: { state: 'queued' } });
  if (count > 0) throw error;
}

/**
 * Marks a report as failed if it could not be made, so that the page shows it and not only the log. The last
 * attempt has put it back into the queue; one that is being made belongs to another server.
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

/** Mails the failure of a scheduled report. A person who ordered a report sees it on the screen. */
async function tellFailure(tx: Db, id: string, { code }: Failure): Promise<void> {
  const report = await tx.report.findUnique({ where: { id } });
  if (!report?.scheduleId || report.scheduled === null) return;
  const { scheduleId, number } = report;
  const { dueAt } = report.scheduled as Scheduled;
  await tellProblem(tx, { scheduleId, kind: 'failed', dueAt, number, code });
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

type Made = Awaited<ReturnType<typeof filesOfReport>> & {
  signer: Signer;
  own: Own;
  number: string;
  totals: ReportTotals;
};

/** Writes the state last, so that the report can be cancelled while its files are stored. */
async function keep(ctx: Ctx, { progress }: Work, made: Made): Promise<void> {
  const { files, number, totals, signer, own } = made;
  const { id } = own;
  const digest = files.find(({ format }) => format === 'json')?.sha256 ?? '';
  const store = async (tx: Db) => {
    await tx.$executeRaw`SELECT set_config('statement_timeout', ${`${PUT_TOGETHER_MS}ms`}, true)`;
    await keepFiles(tx, id, files, (share) => progress(MADE_PERCENT + (100 - MADE_PERCENT) * share));
    const data = { state: 'ready', progress: 100, finishedAt: new Date(), digest, totals };
    const { count } = await tx.report.updateMany({ where: whileOwn(own), data });
    if (count === 0) throw new NoLongerWanted();
    await addKey(tx, ctx, signer);
    await keepSignature(tx, made);
    await askForMails(tx, ctx, id);
    const detail = { number, digest, kid: signer.kid };
    await audit(tx, ctx, { action: 'report.made', subject: { kind: 'report', id }, detail });
  };
  await withStatementsOf(PUT_TOGETHER_MS, () => transact(ctx.db, store, KEEP_MS));
}

const keepSignature = (tx: Db, { own, signer: { kid }, signed }: Made) =>
  tx.reportSignature.create({
    data: {
      reportId: own.id,
      kid,
      manifest: new Uint8Array(signed.manifest),
      jws: new Uint8Array(Buffer.from(signed.jws)),
      der: new Uint8Array(signed.der),
    },
  });
