import { createHash } from 'node:crypto';
import type { ReportTotals, Scheduled } from '@/lib/contracts/reports';
import type { Locale } from '@/lib/i18n/locales';
import { audit } from '@/lib/server/audit/record';
import type { Ctx } from '@/lib/server/context';
import type { Db } from '@/lib/server/db/client';
import type { Mail } from '@/lib/server/mail/mailer';
import { fileNameOfReport } from '@/lib/server/report-formats/names';
import { type NotificationKind, notify } from '@/lib/server/services/notification';
import { readFile } from './keep-file';
import { FILE_MB_AT_MOST, mailText } from './mail-text';

/**
 * Queues one mail for each recipient of the schedule, in the transaction that finishes the report, or not at
 * all.
 */
export async function askForMails(tx: Db, ctx: Ctx, reportId: string): Promise<void> {
  const report = await tx.report.findUnique({ where: { id: reportId }, select: { schedule: true } });
  const recipients = report?.schedule?.recipients ?? [];
  const notice = { kind: 'report', payload: { reportId }, causeKey: reportId } as const;
  await notify(
    tx,
    ctx,
    recipients.map((recipient) => ({ ...notice, recipientKind: 'mailAddress', recipient })),
  );
}

/** How the queue of notifications sends these mails. */
export const reportMails: NotificationKind = {
  waitsMinutes: [1, 5, 15, 30, 60, 120, 240, 480],
  send: async (ctx, { payload, recipient }, { mailer, publicUrl }) => {
    if (mailer === null) return NOT_CONFIGURED;
    const { domain } = mailer;
    const mail = await composeMail(ctx, { id: reportIdOf(payload), to: recipient, domain, publicUrl });
    return mail && mailer.send(mail);
  },
  record: async (tx, ctx, { payload, recipient, tries }, why) => {
    const id = reportIdOf(payload);
    const { number } = await tx.report.findUniqueOrThrow({ where: { id }, select: { number: true } });
    await audit(tx, ctx, {
      action: why === null ? 'report.mailed' : 'report.notMailed',
      subject: { kind: 'report', id },
      detail: { number, recipient, tries, ...why },
    });
  },
};

const reportIdOf = (payload: unknown) => (payload as { reportId: string }).reportId;

const NOT_CONFIGURED = {
  code: 'notConfigured',
  detail: 'This server sends no mail: GF_SMTP_URL and GF_MAIL_FROM are not set',
  isFinal: true,
} as const;

type MailOrder = { id: string; to: string; domain: string; publicUrl: string };

/** Null if the report, and with it its mails, was removed meanwhile. */
async function composeMail({ db }: Ctx, { id, to, domain, publicUrl }: MailOrder): Promise<Mail | null> {
  const report = await db.report.findUnique({ where: { id }, include: { schedule: true } });
  if (report === null) return null;
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
  return { messageId: `<${id}.${toWhom}@${domain}>`, to, subject, text, file };
}

async function pdfOf(db: Db, reportId: string): Promise<Uint8Array | 'none' | 'tooLarge'> {
  const bytes = await readFile(db, reportId, 'pdf');
  if (bytes === null) return 'none';
  return bytes.length > FILE_MB_AT_MOST * 1_000_000 ? 'tooLarge' : bytes;
}
