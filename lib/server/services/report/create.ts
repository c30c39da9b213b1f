import { v7 as uuidv7 } from 'uuid';
import { formatHostQuery } from '@/lib/contracts/host-query';
import { type CreatedReport, CreateReportInput, type Scheduled } from '@/lib/contracts/reports';
import type { HostFilter } from '@/lib/domain/host-filter';
import { calendarDay, dayAndMonth, fullMoment, type Zone } from '@/lib/i18n/moment';
import { reportText } from '@/lib/i18n/report-text';
import { audit } from '@/lib/server/audit/record';
import { authorize, fabricScope } from '@/lib/server/auth/authorize';
import { type Ctx, recordedBy, type Verb } from '@/lib/server/context';
import { rowsOf } from '@/lib/server/db/checked-rows';
import { type Db, transact } from '@/lib/server/db/client';
import { parseInput } from '@/lib/server/request/parse-input';
import { findFrameworks } from './frameworks';
import { filterOf } from './internal';
import { enqueueReport } from './queue';
import { type ReportTimes, timesOfReport } from './times-of-report';

/** The schedule that asks, and for which of its dates. */
export type AskedBy = { scheduleId: string; scheduled: Scheduled };

/** Asks for a report, which a job then makes: with the rights that its author has now. */
export async function createReport({
  ctx,
  input,
  by,
}: Verb<CreateReportInput> & { by?: AskedBy }): Promise<CreatedReport> {
  authorize(ctx, 'report.make');
  const asked = parseInput(CreateReportInput, input);
  const filter = filterOf(asked.filter);
  const times = await timesOfReport(ctx, asked);
  const { lang, timeZone, kind, frameworks } = asked;
  await findFrameworks(ctx.db, frameworks);
  const scope = fabricScope(ctx);
  const title = asked.title ?? titleOf(filter, times, { locale: lang, timeZone });
  const id = uuidv7();
  const number = await transact(ctx.db, async (tx) => {
    const given = await nextNumber(tx, calendarDay(ctx.now, { locale: lang, timeZone }));
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
        ...authorOf(ctx),
        ...by,
      },
    });
    const schedule = by && { schedule: by.scheduled.name, due: by.scheduled.dueAt };
    const detail = { number: given, kind, title, filter: asked.filter, lang, frameworks, ...schedule };
    await audit(tx, ctx, { action: 'report.requested', subject: { kind: 'report', id }, detail });
    await enqueueReport(tx, id);
    return given;
  });
  return { id, number, state: 'queued' };
}

function titleOf(filter: HostFilter, { from, asOf }: ReportTimes, zone: Zone): string {
  const text = reportText(zone.locale);
  const fabrics = filter.fabric?.exclude.length ? [] : (filter.fabric?.include ?? []);
  const isWhole = Object.values(filter).every((values) => values === undefined);
  const named =
    fabrics.length > 0 ? fabrics.join(', ') : text(isWhole ? 'title.allFabrics' : 'title.someHosts');
  const scope = named.slice(0, 60);
  if (from === null) return text('title.moment', { scope, at: fullMoment(asOf, zone) });
  return text('title.period', {
    scope,
    from: dayAndMonth(from, asOf, zone),
    to: dayAndMonth(new Date(asOf.getTime() - 1), new Date(0), zone),
  });
}

/** One after another within a day: whoever asks for one at the same time waits for the other. */
const NUMBER_LOCK = 4_811_313;

const lastNumbers = rowsOf<{ last: number | null }>('last number of a day', { last: 'number' });

async function nextNumber(tx: Db, day: string): Promise<string> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(${NUMBER_LOCK}::bigint)`;
  const prefix = `R-${day}-`;
  const rows = await lastNumbers(tx)`
    SELECT max(substr(number, ${prefix.length + 1}::int)::int) AS last FROM report WHERE starts_with(number, ${prefix})`;
  return `${prefix}${String((rows[0]?.last ?? 0) + 1).padStart(2, '0')}`;
}

function authorOf({ actor }: Ctx): { createdKind: string; createdBy: string; createdName: string } {
  const createdName = 'name' in actor ? actor.name : actor.kind;
  return { createdKind: actor.kind, createdBy: recordedBy(actor), createdName };
}
