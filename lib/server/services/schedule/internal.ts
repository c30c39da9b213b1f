import { validate as isUuid } from 'uuid';
import type { ScheduledReport, ScheduleFields, ScheduleRow } from '@/lib/contracts/schedules';
import { nextDate, nextDates, type Rhythm } from '@/lib/domain/report/rhythm';
import { administers, fabricScope, seesReach } from '@/lib/server/auth/authorize';
import { type Ctx, recordedBy } from '@/lib/server/context';
import type { Db, Prisma } from '@/lib/server/db/client';
import { ServiceError } from '@/lib/server/errors';
import { fabricNames } from '@/lib/server/services/fabric';
import { lastOf } from './last-run';

/** How many of the next dates are shown. */
const NEXT_SHOWN = 5;

const WITH_LAST = {
  runs: { orderBy: { dueAt: 'desc' }, take: 1, include: { report: { include: { mails: true } } } },
} satisfies Prisma.ReportScheduleInclude;

export type StoredSchedule = Prisma.ReportScheduleGetPayload<{ include: typeof WITH_LAST }>;

export const readSchedules = (db: Db, where: Prisma.ReportScheduleWhereInput): Promise<StoredSchedule[]> =>
  db.reportSchedule.findMany({ where, include: WITH_LAST, orderBy: [{ name: 'asc' }, { id: 'asc' }] });

export function rhythmOf(stored: Pick<StoredSchedule, 'every' | 'onDay' | 'at' | 'timeZone'>): Rhythm {
  const { every, onDay, at, timeZone } = stored;
  return { every: every as Rhythm['every'], on: onDay, at, timeZone };
}

/** The first date after now, for which it makes its next report. */
export const firstDate = ({ every, on, at, timeZone }: ScheduleFields, now: Date): Date =>
  new Date(nextDate({ every, on, at, timeZone }, now.getTime()));

const isOwnerOf = ({ actor }: Ctx, { ownerKind, ownerId }: StoredSchedule): boolean =>
  actor.kind === ownerKind && recordedBy(actor) === ownerId;

/** The rule for reports: the owner, and callers who see everything that the owner saw. */
export const seesSchedule = (ctx: Ctx, stored: StoredSchedule): boolean =>
  isOwnerOf(ctx, stored) || seesReach(ctx, stored);

export const mayChange = (ctx: Ctx, stored: StoredSchedule): boolean =>
  isOwnerOf(ctx, stored) || administers(ctx);

/** A schedule outside the caller's reach is not found. */
export async function findSchedule(ctx: Ctx, id: string): Promise<StoredSchedule> {
  const [stored] = isUuid(id) ? await readSchedules(ctx.db, { id }) : [];
  if (stored === undefined || !seesSchedule(ctx, stored))
    throw new ServiceError('not_found', 'No such schedule');
  return stored;
}

/** Reads a schedule in order to change it. Locks it for the transaction, so that no date is handled meanwhile. */
export async function lockSchedule(ctx: Ctx, id: string): Promise<StoredSchedule> {
  if (isUuid(id)) await ctx.db.$executeRaw`SELECT id FROM report_schedule WHERE id = ${id}::uuid FOR UPDATE`;
  const stored = await findSchedule(ctx, id);
  if (mayChange(ctx, stored)) return stored;
  throw new ServiceError('forbidden', 'Only its owner or an administrator may change this schedule');
}

/** The owner from now on, who makes its reports, with what they see now. */
export function ownerFrom(ctx: Ctx) {
  const { actor } = ctx;
  const scope = fabricScope(ctx);
  return {
    ownerKind: actor.kind,
    ownerId: recordedBy(actor),
    ownerName: 'name' in actor ? actor.name : actor.kind,
    allFabrics: scope === 'all',
    fabricIds: scope === 'all' ? [] : [...scope],
  };
}

export function fieldsOf(stored: StoredSchedule): ScheduleFields {
  const { name, every, onDay, at, timeZone, recipients, attaches, keep, keepDays, nextAt } = stored;
  return {
    name,
    report: stored.report as ScheduledReport,
    every: every as ScheduleFields['every'],
    on: onDay,
    at,
    timeZone,
    recipients,
    attach: attaches,
    keep,
    keepDays,
    enabled: nextAt !== null,
  };
}

export const columnsOf = ({ on: onDay, attach: attaches, enabled: _, ...fields }: ScheduleFields) => ({
  ...fields,
  onDay,
  attaches,
});

export async function toScheduleRows(ctx: Ctx, stored: readonly StoredSchedule[]): Promise<ScheduleRow[]> {
  const names = await fabricNames(
    ctx.db,
    stored.flatMap(({ fabricIds }) => fabricIds),
  );
  return stored.map((schedule) => toRow(ctx, schedule, names));
}

function toRow(ctx: Ctx, stored: StoredSchedule, names: ReadonlyMap<string, string>): ScheduleRow {
  const { id, allFabrics, fabricIds, ownerName, createdAt, pausedAt, nextAt } = stored;
  // The first date may have just passed without having been handled.
  const dates = nextAt === null ? [] : nextDates(rhythmOf(stored), nextAt.getTime() - 1, NEXT_SHOWN);
  return {
    ...fieldsOf(stored),
    id,
    fabrics: allFabrics ? null : fabricIds.map((fabricId) => names.get(fabricId) ?? fabricId).sort(),
    owner: ownerName,
    mayChange: mayChange(ctx, stored),
    isOwn: isOwnerOf(ctx, stored),
    createdAt: createdAt.toISOString(),
    pausedAt: pausedAt?.toISOString() ?? null,
    stopped: stored.stopped as ScheduleRow['stopped'],
    next: dates.map((date) => new Date(date).toISOString()),
    last: lastOf(stored.runs[0]),
  };
}
