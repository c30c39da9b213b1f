import { validate as isUuid } from 'uuid';
import type { ReportMailRow, ReportRow, ReportTotals, Scheduled } from '@/lib/contracts/reports';
import { parseHostQuery } from '@/lib/contracts/words/host-query';
import type { ReportFormat, ReportKind, ReportState } from '@/lib/contracts/words/reports';
import type { HostFilter } from '@/lib/domain/host-filter';
import type { Locale } from '@/lib/i18n/locales';
import { fabricScope, seesReach } from '@/lib/server/auth/authorize';
import type { Ctx } from '@/lib/server/context';
import { type RowOf, rowsOf } from '@/lib/server/db/checked-rows';
import { type Db, Prisma } from '@/lib/server/db/client';
import { ServiceError } from '@/lib/server/errors';

/**
 * `seesReach` as SQL on the table of reports: only a caller who sees everything that its author saw may know
 * about a report.
 */
export function isSeen(ctx: Ctx): Prisma.Sql {
  const scope = fabricScope(ctx);
  if (scope === 'all') return Prisma.sql`TRUE`;
  return Prisma.sql`NOT all_fabrics AND fabric_ids <@ ${[...scope]}::uuid[]`;
}

export const reportNotFound = () => new ServiceError('not_found', 'No such report');

type StoredMail = Prisma.NotificationGetPayload<object>;

export type StoredReport = Prisma.ReportGetPayload<object> & { files: StoredFile[]; mails: StoredMail[] };

export async function readReports(db: Db, ids: readonly string[]): Promise<StoredReport[]> {
  const [reports, files] = await Promise.all([
    db.report.findMany({
      where: { id: { in: [...ids] } },
      orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
      include: { mails: { orderBy: { recipient: 'asc' } } },
    }),
    readFiles(db, ids),
  ]);
  return reports.map((report) => ({
    ...report,
    files: files.filter(({ reportId }) => reportId === report.id),
  }));
}

const filesOf = rowsOf('files of reports', {
  reportId: 'text',
  format: 'text',
  size: 'number',
  sha256: 'text',
});
type StoredFile = RowOf<typeof filesOf>;

/** Describes files without reading their bytes; the sizes are stored. */
const readFiles = (db: Db, ids: readonly string[]): Promise<StoredFile[]> =>
  filesOf(db)`
    SELECT report_id AS "reportId", format, octet_length(bytes) AS size, sha256 FROM report_file
    WHERE report_id = ANY (${[...ids]}::uuid[]) ORDER BY format`;

async function idOfNumber(db: Db, number: string): Promise<string[]> {
  const report = await db.report.findUnique({ where: { number }, select: { id: true } });
  return report === null ? [] : [report.id];
}

/**
 * Finds a report by its id, or by its number, which people know from its files and its address. A report
 * outside the caller's reach is not found.
 */
export async function findReport(ctx: Ctx, idOrNumber: string): Promise<StoredReport> {
  const ids = isUuid(idOrNumber) ? [idOrNumber] : await idOfNumber(ctx.db, idOrNumber);
  const [report] = await readReports(ctx.db, ids);
  if (report === undefined || !seesReach(ctx, report)) throw reportNotFound();
  return report;
}

/** Reads the hosts of a report from a list's query string. It may hold no time, order or page. */
export function filterOf(text: string): HostFilter {
  const words = [...new URLSearchParams(text)];
  const other = words.find(([word]) => ['at', 'sort', 'order', 'limit', 'cursor'].includes(word));
  if (other !== undefined)
    throw new ServiceError('invalid_value', `The filter has no place for "${other[0]}"`, {
      pointer: '/filter',
    });
  const reading = parseHostQuery(words);
  if (!reading.ok) throw new ServiceError('invalid_value', reading.message, { pointer: '/filter' });
  return reading.query.filter;
}

/** The casts are safe: only the verbs and the table's checks write these words. */
export function toReportRow(report: StoredReport, names: ReadonlyMap<string, string>): ReportRow {
  const { id, number, title, timeZone, progress, digest } = report;
  const fabrics = report.fabricIds.map((fabricId) => names.get(fabricId) ?? fabricId);
  return {
    id,
    number,
    kind: report.kind as ReportKind,
    title,
    lang: report.lang as Locale,
    frameworks: report.frameworks,
    scope: { filter: report.filter, fabrics: report.allFabrics ? null : fabrics.sort() },
    timeZone,
    from: report.fromAt?.toISOString() ?? null,
    asOf: report.asOf.toISOString(),
    state: report.state as ReportState,
    progress,
    failure: report.failure as ReportRow['failure'],
    createdAt: report.createdAt.toISOString(),
    createdBy: report.createdName,
    finishedAt: report.finishedAt?.toISOString() ?? null,
    digest,
    totals: report.totals as ReportTotals | null,
    formats: report.files.map(({ format }) => format as ReportFormat),
    files: report.files.map(({ format, size, sha256 }) => ({ format: format as ReportFormat, size, sha256 })),
    schedule: report.scheduled as Scheduled | null,
    mails: report.mails.map(toMailRow),
  };
}

export const problemOf = ({ code, detail }: Pick<StoredMail, 'code' | 'detail'>) =>
  code === null ? null : { code, detail: detail ?? '' };

function toMailRow(mail: StoredMail): ReportMailRow {
  const { recipient, state, tries, nextAt, changedAt } = mail;
  return {
    recipient,
    state: state as ReportMailRow['state'],
    tries,
    // Other states have a `nextAt` too: when a killed server would lose the mail.
    nextAt: state === 'waiting' ? (nextAt?.toISOString() ?? null) : null,
    changedAt: changedAt.toISOString(),
    problem: problemOf(mail),
  };
}
