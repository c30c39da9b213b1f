import { createHash } from 'node:crypto';
import type { ReportTotals, Scheduled } from '@/lib/contracts/reports';
import type { Locale } from '@/lib/i18n/locales';
import { audit } from '@/lib/server/audit/record';
import type { Ctx, Verb } from '@/lib/server/context';
import { type Db, type Prisma, transact } from '@/lib/server/db/client';
import type { Mail, Mailer, Refusal } from '@/lib/server/mail/mailer';
import { fileNameOfReport } from '@/lib/server/report-formats/names';
import { readFile } from './keep-file';
import { FILE_MB_AT_MOST, mailText } from './mail-text';

/** How long is waited after each try that a mail server put off; after the last one nobody tries any more. */
const WAITS_MINUTES = [1, 5, 15, 30, 60, 120, 240, 480];

/** A server that began to send and says nothing for so long was killed. */
const LEASE_MS = 180_000;

/** One mail for each recipient of its schedule: in the transaction that makes a report ready, or not at all. */
export async function askForMails(tx: Db, ctx: Ctx, reportId: string): Promise<void> {
  const report = await tx.report.findUnique({ where: { id: reportId }, select: { schedule: true } });
  const recipients = report?.schedule?.recipients ?? [];
  if (recipients.length === 0) return;
  const now = ctx.now;
  await tx.reportMail.createMany({
    data: recipients.map((recipient) => ({
      reportId,
      recipient,
      state: 'waiting',
      nextAt: now,
      changedAt: now,
    })),
  });
  for (const recipient of recipients) await enqueueMail(tx, reportId, recipient);
}

const enqueueMail = (db: Db, reportId: string, recipient: string) => db.$executeRaw`
  SELECT graphile_worker.add_job('mailReport',
    json_build_object('id', ${reportId}::text, 'recipient', ${recipient}::text),
    job_key := ${`mail ${reportId} ${recipient}`}::text)`;

const isOpen = ({ now }: Ctx): Prisma.ReportMailWhereInput => ({
  OR: [
    { state: 'waiting', nextAt: { lte: now } },
    { state: 'sending', changedAt: { lt: new Date(now.getTime() - LEASE_MS) } },
  ],
});

/** Puts mails into the queue that are to be tried again, and those whose server was killed. */
export async function enqueueMails({ ctx }: { ctx: Ctx }): Promise<void> {
  const due = await ctx.db.reportMail.findMany({
    where: isOpen(ctx),
    select: { reportId: true, recipient: true },
    take: 1_000,
  });
  for (const { reportId, recipient } of due) await enqueueMail(ctx.db, reportId, recipient);
}

export type MailOrder = { id: string; recipient: string; mailer: Mailer | null; publicUrl: string };

/** Sends one mail, and keeps what the mail server said. One server alone sends it; each try is a new one. */
export async function mailReport({ ctx, input }: Verb<MailOrder>): Promise<void> {
  const { id: reportId, recipient, mailer } = input;
  const { count } = await ctx.db.reportMail.updateMany({
    where: { reportId, recipient, ...isOpen(ctx) },
    data: { state: 'sending', nextAt: null, changedAt: ctx.now, tries: { increment: 1 } },
  });
  if (count === 0) return;
  const mail = await composeMail(ctx, input);
  if (mail === null) return;
  const refusal = mailer === null ? NOT_CONFIGURED : await mailer.send(mail);
  await recordOutcome(ctx, input, refusal);
}

const NOT_CONFIGURED = {
  code: 'notConfigured',
  detail: 'This server sends no mail: GF_SMTP_URL and GF_MAIL_FROM are not set',
  isFinal: true,
} as const;

async function composeMail(
  { db }: Ctx,
  { id, recipient: to, mailer, publicUrl }: MailOrder,
): Promise<Mail | null> {
  const report = await db.report.findUnique({ where: { id }, include: { schedule: true } });
  if (report?.state !== 'ready' || report.scheduled === null) return null;
  const { number, title, timeZone, asOf } = report;
  const pdf = report.schedule?.attaches ? await pdfOf(db, id) : 'none';
  const { subject, text } = mailText({
    number,
    title,
    timeZone,
    asOf,
    lang: report.lang as Locale,
    from: report.fromAt,
    totals: report.totals as ReportTotals,
    digest: report.digest ?? '',
    scheduled: report.scheduled as Scheduled,
    owner: report.createdName,
    link: `${publicUrl}/reports/${encodeURIComponent(number)}`,
    file: typeof pdf === 'string' ? pdf : 'attached',
  });
  const file = typeof pdf === 'string' ? undefined : { name: fileNameOfReport(number, 'pdf'), bytes: pdf };
  const toWhom = createHash('sha256').update(to).digest('hex').slice(0, 16);
  return { messageId: `<${id}.${toWhom}@${mailer?.domain ?? 'localhost'}>`, to, subject, text, file };
}

async function pdfOf(db: Db, reportId: string): Promise<Uint8Array | 'none' | 'tooLarge'> {
  const bytes = await readFile(db, reportId, 'pdf');
  if (bytes === null) return 'none';
  return bytes.length > FILE_MB_AT_MOST * 1_000_000 ? 'tooLarge' : bytes;
}

type Said = Omit<Refusal, 'code'> & { code: string };

async function recordOutcome(
  ctx: Ctx,
  { id: reportId, recipient }: MailOrder,
  refusal: Said | null,
): Promise<void> {
  const where = { reportId_recipient: { reportId, recipient } };
  await transact(ctx.db, async (tx) => {
    const stored = await tx.reportMail.findUnique({
      where,
      include: { report: { select: { number: true } } },
    });
    // Its report was removed while it was sent.
    if (stored === null) return;
    const after = outcomeOf(ctx.now, stored.tries, refusal);
    await tx.reportMail.update({ where, data: { ...after, changedAt: ctx.now }, select: { state: true } });
    if (after.state === 'waiting') return;
    const { number } = stored.report;
    const why = refusal && { code: refusal.code, detail: refusal.detail };
    await audit(tx, ctx, {
      action: after.state === 'sent' ? 'report.mailed' : 'report.notMailed',
      subject: { kind: 'report', id: reportId },
      detail: { number, recipient, tries: stored.tries, ...why },
    });
  });
}

function outcomeOf(now: Date, tries: number, refusal: Said | null) {
  if (refusal === null) return { state: 'sent', nextAt: null, code: null, detail: null };
  const { code, detail, isFinal } = refusal;
  if (isFinal) return { state: 'refused', nextAt: null, code, detail };
  const minutes = WAITS_MINUTES[tries - 1];
  if (minutes === undefined) return { state: 'givenUp', nextAt: null, code, detail };
  return { state: 'waiting', nextAt: new Date(now.getTime() + minutes * 60_000), code, detail };
}
