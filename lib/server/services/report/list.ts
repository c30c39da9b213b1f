import { validate as isUuid } from 'uuid';
import { GetReportInput, ListReportsInput, type ReportList, type ReportRow } from '@/lib/contracts/reports';
import { authorize } from '@/lib/server/auth/authorize';
import type { Ctx, Verb } from '@/lib/server/context';
import { rowsOf } from '@/lib/server/db/checked-rows';
import { type Db, Prisma } from '@/lib/server/db/client';
import { timestamp } from '@/lib/server/db/fleet/point-in-time';
import { decodeCursor, encodeCursor, unknownCursor } from '@/lib/server/request/opaque-cursor';
import { parseInput } from '@/lib/server/request/parse-input';
import { fabricNames } from '@/lib/server/services/fabric';
import { findReport, isSeen, readReports, type StoredReport, toReportRow } from './internal';

const reportIds = rowsOf<{ id: string; createdAt: Date }>('ids of reports', {
  id: 'text',
  createdAt: 'time',
});

/** The newest first. */
export async function listReports({ ctx, input }: Verb<ListReportsInput>): Promise<ReportList> {
  authorize(ctx, 'report.make');
  const { cursor, limit } = parseInput(ListReportsInput, input);
  const found = await reportIds(ctx.db)`
    SELECT id, created_at AS "createdAt" FROM report WHERE ${isSeen(ctx)} AND ${isBeyond(cursor)}
    ORDER BY created_at DESC, id DESC LIMIT ${limit + 1}::int`;
  const page = found.slice(0, limit);
  const last = page.at(-1);
  const rows = await readReports(
    ctx.db,
    page.map(({ id }) => id),
  );
  const names = await namesFor(ctx.db, rows);
  return {
    asOf: ctx.now.toISOString(),
    total: await countSeen(ctx),
    reports: rows.map((row) => toReportRow(row, names)),
    nextCursor: found.length > limit && last ? encodeCursor([last.createdAt.toISOString(), last.id]) : null,
  };
}

const totals = rowsOf<{ total: number }>('number of reports', { total: 'number' });

async function countSeen(ctx: Ctx): Promise<number> {
  const [row] = await totals(ctx.db)`SELECT count(*)::int AS total FROM report WHERE ${isSeen(ctx)}`;
  return row?.total ?? 0;
}

function isBeyond(cursor: string | null): Prisma.Sql {
  if (cursor === null) return Prisma.sql`TRUE`;
  const [at, id] = decodeCursor(cursor) ?? [];
  const time = typeof at === 'string' ? new Date(at) : null;
  if (time === null || Number.isNaN(time.getTime()) || typeof id !== 'string' || !isUuid(id))
    throw unknownCursor();
  return Prisma.sql`(created_at, id) < (${timestamp(time)}, ${id}::uuid)`;
}

const namesFor = (db: Db, reports: readonly StoredReport[]) =>
  fabricNames(
    db,
    reports.flatMap(({ fabricIds }) => fabricIds),
  );

/** People know a report by its number, which stands in its files and in its page's address. */
export async function getReport({ ctx, input }: Verb<GetReportInput>): Promise<ReportRow> {
  authorize(ctx, 'report.make');
  const { id } = parseInput(GetReportInput, input);
  const report = await findReport(ctx, isUuid(id) ? id : await idOfNumber(ctx.db, id));
  return toReportRow(report, await namesFor(ctx.db, [report]));
}

async function idOfNumber(db: Db, number: string): Promise<string> {
  const report = await db.report.findUnique({ where: { number }, select: { id: true } });
  return report?.id ?? '';
}
