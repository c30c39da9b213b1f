import { createHash } from 'node:crypto';
import type { ScheduleProblem } from '@/lib/contracts/schedules';
import type { Locale } from '@/lib/i18n/locales';
import { audit } from '@/lib/server/audit/record';
import type { Ctx, Verb } from '@/lib/server/context';
import { type Db, transact } from '@/lib/server/db/client';
import type { Mailer } from '@/lib/server/mail/mailer';
import { reachableAdministrators, reachableOperator } from '@/lib/server/services/operator';
import { problemText } from './problem-text';

/**
 * Queues one mail for each person who can solve the problem, in the transaction that records it. Nobody gets
 * two mails for the same date.
 */
export async function tellProblem(tx: Db, problem: ScheduleProblem): Promise<void> {
  const { scheduleId: id, kind, dueAt } = problem;
  for (const operatorId of await whomToTell(tx, problem))
    await tx.$executeRaw`SELECT graphile_worker.add_job('mailProblem',
      ${JSON.stringify({ ...problem, operatorId })}::json,
      job_key := ${`problem ${id} ${dueAt} ${kind} ${operatorId}`}::text, max_attempts := ${TRIES}::int)`;
}

/** The queue waits longer after each attempt, about three hours in total. */
const TRIES = 10;

/**
 * The owner of the schedule. If the owner cannot sign in, or the schedule has stopped: the people who can
 * take it over.
 */
async function whomToTell(tx: Db, { scheduleId, kind }: ScheduleProblem): Promise<string[]> {
  const schedule = await tx.reportSchedule.findUnique({ where: { id: scheduleId } });
  if (schedule === null) return [];
  const owner = await reachableOperator(tx, schedule.ownerId);
  const others = owner !== null && kind !== 'stopped' ? [] : await reachableAdministrators(tx);
  const people = owner === null ? others : [owner, ...others];
  return [...new Set(people.map(({ id }) => id))];
}

export type ProblemOrder = ScheduleProblem & {
  operatorId: string;
  mailer: Mailer | null;
  publicUrl: string;
  isLastTry: boolean;
};

/** Sends one of these mails. Throws if the mail server may accept it later. */
export async function mailProblem({ ctx, input }: Verb<ProblemOrder>): Promise<void> {
  const { scheduleId, operatorId, mailer, publicUrl, isLastTry, ...problem } = input;
  const schedule = await ctx.db.reportSchedule.findUnique({ where: { id: scheduleId } });
  const person = await reachableOperator(ctx.db, operatorId);
  if (schedule === null || person === null || mailer === null) return;
  const { subject, text } = problemText({
    ...problem,
    schedule: schedule.name,
    owner: schedule.ownerName,
    isOwner: schedule.ownerId === operatorId,
    timeZone: schedule.timeZone,
    lang: (person.language ?? (schedule.report as { lang: Locale }).lang) as Locale,
    link: linkOf(publicUrl, input),
  });
  const key = createHash('sha256').update(`${problem.kind} ${problem.dueAt} ${person.email}`).digest('hex');
  const messageId = `<${scheduleId}.${key.slice(0, 16)}@${mailer.domain}>`;
  const refusal = await mailer.send({ messageId, to: person.email, subject, text });
  if (refusal !== null && !refusal.isFinal && !isLastTry) throw new Error(`Not mailed: ${refusal.detail}`);
  const why = refusal && { code: refusal.code, detail: refusal.detail };
  await recordOutcome(ctx, scheduleId, {
    problem: problem.kind,
    dueAt: problem.dueAt,
    recipient: person.email,
    ...why,
  });
}

function linkOf(publicUrl: string, { kind, number, scheduleId }: ScheduleProblem): string {
  if (kind === 'stopped') return `${publicUrl}/reports`;
  const place = kind === 'failed' && number !== undefined ? number : `schedules/${scheduleId}`;
  return `${publicUrl}/reports/${place}`;
}

async function recordOutcome(ctx: Ctx, id: string, detail: Record<string, string>): Promise<void> {
  const action = 'code' in detail ? 'reportSchedule.problemNotMailed' : 'reportSchedule.problemMailed';
  await transact(ctx.db, (tx) => audit(tx, ctx, { action, subject: { kind: 'reportSchedule', id }, detail }));
}
