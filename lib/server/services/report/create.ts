import { v7 as uuidv7 } from 'uuid';
import { CreatedReport, CreateReportInput, type Scheduled } from '@/lib/contracts/reports';
import { formatHostQuery } from '@/lib/contracts/words/host-query';
import type { HostFilter } from '@/lib/domain/host-filter';
import type { Locale } from '@/lib/i18n/locales';
import { calendarDay } from '@/lib/i18n/moment';
import { reportText } from '@/lib/i18n/report-text';
import { audit } from '@/lib/server/audit/record';
import { authorize, fabricScope } from '@/lib/server/auth/authorize';
import type { Verb } from '@/lib/server/context';
import { type Ctx, recordedBy } from '@/lib/server/context';
import { rowsOf } from '@/lib/server/db/checked-rows';
import { type Db, transact } from '@/lib/server/db/client';
import { holdLock } from '@/lib/server/db/locks';
import { parseInput } from '@/lib/server/request/parse-input';
import { fabricNames, refuseUnknownFabrics } from '@/lib/server/services/fabric';
import { doersOf } from '@/lib/server/services/operator';
import { verb } from '@/lib/server/verbs/verb';
import { findFrameworks } from './frameworks';
import { filterOf } from './internal';
import { enqueueReport, refuseTooManyReports } from './queue';
import { timesOfReport } from './times-of-report';
import { titleOf } from './title-of-report';

/** The schedule that asks for the report, and the date for which it does. */
export type AskedBy = { scheduleId: string; scheduled: Scheduled };

type Order = Verb<CreateReportInput> & { by?: AskedBy };

/** Orders a report, which a job then makes with the rights that its author has now. */
export async function orderReport({ ctx, input, by }: Order): Promise<CreatedReport> {
  authorize(ctx, 'report.make');
  const asked = parseInput(CreateReportInput, input);
  const filter = filterOf(asked.filter);
  await refuseUnknownFabrics(ctx, filter, '/filter');
  const times = await timesOfReport(ctx, asked);
  const { lang, timeZone, kind, frameworks } = asked;
  await findFrameworks(ctx.db, frameworks);
  const scope = fabricScope(ctx);
  const zone = { locale: lang, timeZone };
  const title = asked.title ?? titleOf(await scopeName(ctx, filter, lang), times, zone);
  const id = uuidv7();
  const author = await authorOf(ctx);
  const number = await transact(ctx.db, async (tx) => {
    const given = await nextNumber(tx, calendarDay(ctx.now, { locale: lang, timeZone }));
    if (!by) await refuseTooManyReports(tx, author.createdBy);
    await tx.report.create({
      data: {
        id,
        number: given,
        kind,
        title,
        lang,
        filter: formatHostQuery({ filter }).toString(),
        frameworks,
        allFabrics: scope === 'all',
        fabricIds: scope === 'all' ? [] : [...scope],
        timeZone,
        fromAt: times.from,
        asOf: times.asOf,
        state: 'queued',
        createdAt: ctx.now,
        ...author,
        ...by,
      },
    });
    const schedule = by && { schedule: by.scheduled.name, due: by.scheduled.dueAt };
    const about = { from: times.from?.toISOString() ?? null, asOf: times.asOf.toISOString(), timeZone };
    const detail = {
      number: given,
      kind,
      title,
      filter: asked.filter,
      ...about,
      lang,
      frameworks,
      ...schedule,
    };
    await audit(tx, ctx, { action: 'report.requested', subject: { kind: 'report', id }, detail });
    await enqueueReport(tx, id);
    return given;
  });
  return { id, number, state: 'queued' };
}

export const createReport = verb({
  procedure: 'report.create',
  route: { at: 'POST /api/v1/reports', status: 202, location: ({ id }) => `/api/v1/reports/${id}` },
  summary: 'Orders a report, which is made in the background.',
  right: 'report.make',
  kind: 'command',
  input: CreateReportInput,
  output: CreatedReport,
  work: ({ ctx, input }) => orderReport({ ctx, input }),
});

/**
 * The hosts for a title: names of fabrics only if all their hosts are meant, "all fabrics" only if the author
 * sees them all.
 */
async function scopeName(ctx: Ctx, { fabric, ...others }: HostFilter, lang: Locale): Promise<string> {
  const text = reportText(lang);
  const isSelection = Object.values(others).some((values) => values !== undefined);
  const names = fabric?.exclude.length ? [] : (fabric?.include ?? (await namesInScope(ctx)));
  const fabrics = names.join(', ');
  if (fabrics === '') return text(isSelection || fabric ? 'title.someHosts' : 'title.allFabrics');
  return isSelection ? text('title.someHostsOf', { fabrics }) : fabrics;
}

async function namesInScope(ctx: Ctx): Promise<string[]> {
  const scope = fabricScope(ctx);
  if (scope === 'all') return [];
  return [...(await fabricNames(ctx.db, scope)).values()].sort();
}

const lastNumbers = rowsOf('last number of a day', { last: 'number?' });

async function nextNumber(tx: Db, day: string): Promise<string> {
  await holdLock(tx, 'reportNumbers');
  const prefix = `R-${day}-`;
  const rows = await lastNumbers(tx)`
    SELECT max(substr(number, ${prefix.length + 1}::int)::int) AS last FROM report WHERE starts_with(number, ${prefix})`;
  return `${prefix}${String((rows[0]?.last ?? 0) + 1).padStart(2, '0')}`;
}

/** This server's own shell has the name of its command. */
const nameOf = (actor: Ctx['actor']) => ('name' in actor ? actor.name : 'gf');

/** The author's name; for a token also its maker. */
async function authorOf({ actor, db }: Ctx) {
  const createdBy = recordedBy(actor);
  const createdName =
    actor.kind === 'apiToken' ? (await doersOf(db, [createdBy]))(createdBy).name : nameOf(actor);
  return { createdKind: actor.kind, createdBy, createdName };
}
