import type { Ctx, Verb } from '@/lib/server/context';
import { rowsOf } from '@/lib/server/db/checked-rows';
import type { Db } from '@/lib/server/db/client';
import { timestamp } from '@/lib/server/db/fleet/point-in-time';
import { isServiceError, ServiceError } from '@/lib/server/errors';
import type { KeyPlace } from '@/lib/server/verbs/facilities';
import { refuseOtherKey } from './keys';

/** A server that is making a report says so every few seconds; after this it has gone, and another one begins anew. */
export const LEASE_MS = 30_000;
export const BEAT_MS = 5_000;

const TRIES = 5;

/** Every report in the queue bears this beside its author, so that a server can leave them all to others. */
const ANY_REPORT = 'report';

/** The queue has room for no more in the number that puts its jobs in order. */
const LAST_ROUND = 32_767;

/**
 * Queues the job in the transaction that asks for the report, so that neither exists without the other. Authors take turns:
 * of each author one report is made in a round, and the first of a new author belongs to the round that is under way.
 */
export async function enqueueReport(tx: Db, id: string): Promise<void> {
  await tx.$executeRaw`
    WITH own AS (SELECT created_by FROM report WHERE id = ${id}::uuid),
    waiting AS (
      SELECT job.priority, report.created_by FROM graphile_worker.jobs job JOIN report ON report.id::text = job.key
      WHERE job.task_identifier = 'makeReport' AND report.state IN ('queued', 'running') AND job.key <> ${id}::text),
    round AS (
      SELECT GREATEST(
        (SELECT min(priority) FROM waiting),
        (SELECT max(priority) + 1 FROM waiting JOIN own USING (created_by)),
        0) AS number)
    SELECT graphile_worker.add_job('makeReport', json_build_object('id', ${id}::text), job_key := ${id}::text,
      max_attempts := ${TRIES}::int, priority := LEAST(round.number, ${LAST_ROUND}::int)::int,
      flags := ARRAY[own.created_by, ${ANY_REPORT}::text])
    FROM own, round`;
}

type InPlace = { keyPlace: KeyPlace };

/**
 * What the queue gives this server no report of. All of them, while the server has not the key that signs: they wait for one
 * that has it, and none of their tries is used up. Otherwise those of the authors of whom one is being made.
 */
export async function reportsToLeave({ ctx, input: { keyPlace } }: Verb<InPlace>): Promise<string[]> {
  try {
    await refuseOtherKey(ctx.db, keyPlace);
  } catch (error) {
    if (isServiceError(error)) return [ANY_REPORT];
    throw error;
  }
  return authorsAtWork(ctx);
}

/** No second one of theirs is made meanwhile, on another server either, so that nobody keeps all servers busy. */
async function authorsAtWork(ctx: Ctx): Promise<string[]> {
  const earliest = new Date(ctx.now.getTime() - LEASE_MS);
  const reports = await ctx.db.report.findMany({
    where: { state: 'running', workedAt: { gte: earliest } },
    select: { createdBy: true },
  });
  return reports.map(({ createdBy }) => createdBy);
}

/** One is made and five wait. */
const MOST_OF_AUTHOR = 6;
const RETRY_SECONDS = 60;

/** What schedules ask for is not counted: nobody could be told that it was refused. */
export async function refuseTooManyReports(tx: Db, createdBy: string): Promise<void> {
  const where = { createdBy, scheduleId: null, state: { in: ['queued', 'running'] } };
  if ((await tx.report.count({ where })) < MOST_OF_AUTHOR) return;
  throw new ServiceError(
    'too_many_requests',
    `${MOST_OF_AUTHOR} reports that you asked for are not made yet: wait until one is, or cancel one`,
    { retryAfterSeconds: RETRY_SECONDS },
  );
}

const abandoned = rowsOf('abandoned reports', { id: 'text' });

/**
 * Puts reports back into the queue that nobody works on: whose server was killed while it made them, which the queue itself
 * would believe to be at work for four hours; and those that are queued without a job that the queue would still begin.
 */
export async function enqueueAbandoned({ ctx }: { ctx: Ctx }): Promise<void> {
  const latest = timestamp(new Date(ctx.now.getTime() - LEASE_MS));
  const found = await abandoned(ctx.db)`
    SELECT id FROM report WHERE coalesce(worked_at, created_at) < ${latest} AND (state = 'running' OR state = 'queued'
      AND NOT EXISTS (SELECT FROM graphile_worker.jobs job WHERE job.key = report.id::text
        AND CASE WHEN job.locked_at IS NULL THEN job.attempts < job.max_attempts
          ELSE job.locked_at >= now() - make_interval(secs => ${LEASE_MS / 1_000}::float) END))`;
  for (const { id } of found) await enqueueReport(ctx.db, id);
}
