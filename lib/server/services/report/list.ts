import { validate as isUuid } from 'uuid';
import { GetReportInput, ListReportsInput, ReportList, type ReportRow } from '@/lib/contracts/reports';
import { MADE_BY_ME } from '@/lib/contracts/words/reports';
import { authorize } from '@/lib/server/auth/authorize';
import type { Ctx, Verb } from '@/lib/server/context';
import { type RowOf, rowsOf } from '@/lib/server/db/checked-rows';
import { type Db, Prisma } from '@/lib/server/db/client';
import { timestamp } from '@/lib/server/db/fleet/point-in-time';
import { listCursor, textOfQuestion } from '@/lib/server/request/opaque-cursor';
import { isTowards, type Towards } from '@/lib/server/request/pages-beside';
import { parseInput } from '@/lib/server/request/parse-input';
import { fabricNames } from '@/lib/server/services/fabric';
import { verb } from '@/lib/server/verbs/verb';
import { findReport, isSeen, readReports, type StoredReport, toReportRow } from './internal';
import { conditionsOf, countsOf, isChosen } from './list-question';

const reportIds = rowsOf('ids of reports', { id: 'text', createdAt: 'time' });
type Found = RowOf<typeof reportIds>;

/** One page, newest first, and the number that match on all pages. */
export const listReports = verb({
  procedure: 'report.list',
  route: { at: 'GET /api/v1/reports' },
  summary: 'Lists the reports that the caller may read, the newest first.',
  right: 'report.make',
  kind: 'query',
  input: ListReportsInput,
  output: ReportList,
  work: async ({ ctx, input: asked }) => {
    const cursor = listCursor({ cursor: asked.cursor, digestOf: textOfQuestion(asked) });
    const place = cursor.read(placeOf);
    const where = await conditionsOf(ctx, asked);
    const chosen = isChosen(ctx, asked);
    const found = await reportIds(ctx.db)`
      SELECT id, created_at AS "createdAt" FROM report WHERE ${where} AND ${chosen} AND ${isBeyond(place)}
      ${ORDER[place?.towards ?? 'older']} LIMIT ${asked.limit + 1}::int`;
    const [counted] = await counts(ctx.db)`${countsOf(ctx, where, chosen)}`;
    const { total, ...others } = counted ?? { total: 0, all: 0, moment: 0, period: 0, own: 0 };
    const page = found.slice(0, asked.limit);
    if (place?.towards === 'newer') page.reverse();
    const rows = await readReports(
      ctx.db,
      page.map(({ id }) => id),
    );
    const names = await namesFor(ctx.db, rows);
    return {
      asOf: ctx.now.toISOString(),
      total,
      counts: others,
      makers: total === 0 && asked.by !== null && asked.by !== MADE_BY_ME ? await makersOf(ctx) : null,
      reports: rows.map((row) => toReportRow(row, names)),
      ...cursor.beside({
        towards: place?.towards ?? null,
        hasMore: found.length > asked.limit,
        first: entryOf(page[0]),
        last: entryOf(page.at(-1)),
      }),
    };
  },
});

/** The page lies beyond this report; `towards` says in which direction. */
type Place = { at: Date; id: string; towards: Towards } | null;

const ORDER = {
  older: Prisma.sql`ORDER BY created_at DESC, id DESC`,
  newer: Prisma.sql`ORDER BY created_at, id`,
} as const;

const counts = rowsOf('number of reports', {
  all: 'number',
  moment: 'number',
  period: 'number',
  own: 'number',
  total: 'number',
});

const makers = rowsOf('makers of reports', { name: 'text' });

const makersOf = async (ctx: Ctx): Promise<string[]> =>
  (
    await makers(ctx.db)`
      SELECT DISTINCT created_name AS name FROM report WHERE ${isSeen(ctx)} ORDER BY created_name`
  ).map(({ name }) => name);

const entryOf = (found: Found | undefined) => found && [found.createdAt.toISOString(), found.id];

function placeOf([at, id, towards]: readonly unknown[]): Place {
  const time = typeof at === 'string' ? new Date(at) : null;
  const isKnown = typeof id === 'string' && isUuid(id) && isTowards(towards);
  if (!isKnown || time === null || Number.isNaN(time.getTime())) return null;
  return { at: time, id, towards };
}

function isBeyond(place: Place): Prisma.Sql {
  if (place === null) return Prisma.sql`TRUE`;
  const beyond = Prisma.sql`(${timestamp(place.at)}, ${place.id}::uuid)`;
  return place.towards === 'older'
    ? Prisma.sql`(created_at, id) < ${beyond}`
    : Prisma.sql`(created_at, id) > ${beyond}`;
}

const namesFor = (db: Db, reports: readonly StoredReport[]) =>
  fabricNames(
    db,
    reports.flatMap(({ fabricIds }) => fabricIds),
  );

export async function getReport({ ctx, input }: Verb<GetReportInput>): Promise<ReportRow> {
  authorize(ctx, 'report.make');
  const { id } = parseInput(GetReportInput, input);
  const report = await findReport(ctx, id);
  return toReportRow(report, await namesFor(ctx.db, [report]));
}
