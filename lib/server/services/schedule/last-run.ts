import type { ScheduleRow } from '@/lib/contracts/schedules';
import type { Prisma } from '@/lib/server/db/client';
import { problemOf } from '@/lib/server/services/report';

type StoredRun = Prisma.ReportScheduleRunGetPayload<{
  include: { report: { include: { mails: true } } };
}>;

type Last = NonNullable<ScheduleRow['last']>;

/** Jobs run every few seconds, so within a minute counts as on time. */
const LATE_AFTER_MS = 60_000;

export const isLate = (dueAt: Date, at: Date): boolean => at.getTime() - dueAt.getTime() > LATE_AFTER_MS;

const OPEN = ['waiting', 'sending'];

/** The result of the newest date: its report and the mails about it. */
export function lastOf(run: StoredRun | undefined): ScheduleRow['last'] {
  if (run === undefined) return null;
  const { dueAt, ranAt, missed, report } = run;
  return {
    dueAt: dueAt.toISOString(),
    at: ranAt.toISOString(),
    isLate: isLate(dueAt, ranAt),
    missed,
    reportId: report?.id ?? null,
    number: report?.number ?? null,
    state: (report?.state ?? null) as Last['state'],
    error: (run.failure ?? report?.failure ?? null) as Last['error'],
    mails: mailsOf(report?.mails ?? []),
  };
}

type Mails = Prisma.NotificationGetPayload<object>[];

function mailsOf(mails: Mails): Last['mails'] {
  const sent = mails.filter(({ state }) => state === 'sent').length;
  const open = mails.filter(({ state }) => OPEN.includes(state)).length;
  const inTrouble = mails.filter(({ state, code }) => state !== 'sent' && code !== null);
  // A mail that nobody tries again comes before one that is tried again.
  const troubled = inTrouble.find(({ state }) => !OPEN.includes(state)) ?? inTrouble[0];
  const problem = troubled === undefined ? null : problemOf(troubled);
  return { sent, open, failed: mails.length - sent - open, problem };
}
