import type { Ctx, Verb } from '@/lib/server/context';
import { rowsOf } from '@/lib/server/db/checked-rows';
import type { Db } from '@/lib/server/db/client';
import { timestamp } from '@/lib/server/db/fleet/point-in-time';
import { isServiceError, ServiceError } from '@/lib/server/errors';
import type { KeyPlace } from '@/lib/server/verbs/facilities';
import { refuseOtherKey } from './keys';

/**
 * A server that makes a report renews its lease every few seconds. After this time it counts as gone, and
 * another server starts again.
 */
export const LEASE_MS = 30_000;
export const BEAT_MS = 5_000;

const TRIES = 5;

/** Every queued report bears this group besides its author's, so that a server can leave all reports to others. */
const ANY_REPORT = 'report';

/** The highest priority that the queue can store. */
const LAST_ROUND = 32_767;

/**
 * Queues the job in the transaction that orders the report, so that neither exists without the other. Authors
 * take turns: each round makes one report of each author, and the first report of a new author joins the
 * present round.
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
 * The groups of reports that the queue does not give to this server. All of them while the server lacks the
 * signing key: they wait for a server that has it, and use up no attempt. Otherwise those of authors with a
 * report in the making.
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

/**
 * Authors with a report in the making on any server: they get no second one meanwhile, so that nobody
 * occupies all servers.
 */
async function authorsAtWork(ctx: Ctx): Promise<string[]> {
  const earliest = new Date(ctx.now.getTime() - LEASE_MS);
  const reports = await ctx.db.report.findMany({
    where: { state: 'running', workedAt: { gte: earliest } },
    select: { createdBy: true },
  });
  return reports.map(({ createdBy }) => createdBy);
}

/** One report is made while five wait. */
const MOST_OF_AUTHOR = 6;
const RETRY_SECONDS = 60;

/** Reports that schedules order do not count, because nobody would see the refusal. */
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
 * Puts reports that nobody works on back into the queue: those whose server was killed, which the queue would
 * consider active for four hours, and queued ones without a job that the queue would still start.
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
