import { type Runner, run, type TaskList, Logger as WorkerLogger } from 'graphile-worker';
import { z } from 'zod';
import { ScheduleProblem } from '@/lib/contracts/schedules';
import type { Ctx } from '@/lib/server/context';
import type { DbRoot } from '@/lib/server/db/client';
import type { Runtime } from '@/lib/server/runtime';
import { enqueueNotifications, sendNotification } from '@/lib/server/services/notification';
import {
  enqueueAbandoned,
  giveUpReport,
  keyPlaceOf,
  mailProblem,
  makeReport,
  refuseOtherKey,
  removeOldReports,
  reportMails,
  reportsToLeave,
} from '@/lib/server/services/report';
import { enqueueDueSchedules, runSchedule } from '@/lib/server/services/schedule';
import { isRecord } from '@/lib/util/guards';
import { inRounds, type Noting } from './rounds';

/** A report is read into memory as a whole, so one is made at a time. */
const REPORTS_AT_ONCE = 1;
/**
 * How many other jobs run beside reports, so that neither waits for the other: a mail server may be silent
 * for long.
 */
const OTHERS_AT_ONCE = 2;

const LOOKED_AFTER_EVERY_MS = 10_000;

const ctxOf = (db: DbRoot): Ctx => ({
  actor: { kind: 'system', id: 'job' },
  db,
  now: new Date(),
  requestId: 'job',
});

const NOTIFICATIONS = { report: reportMails };

const ProblemMail = ScheduleProblem.extend({ operatorId: z.string() });

function idOf(payload: unknown): string {
  const id = isRecord(payload) ? payload.id : undefined;
  if (typeof id === 'string') return id;
  throw new Error('A job says what it is for: id is missing');
}

const reportTasks = ({ jobsDb: db, env }: Queue): TaskList => ({
  makeReport: async (payload, { job, abortSignal }) => {
    const { installation } = env;
    const input = { id: idOf(payload), keyPlace: keyPlaceOf(env), installation };
    try {
      await makeReport({ ctx: ctxOf(db), input, signal: abortSignal });
    } catch (error) {
      if (job.attempts >= job.max_attempts) await giveUpReport({ ctx: ctxOf(db), input });
      throw error;
    }
  },
});

function otherTasks(queue: Queue): TaskList {
  const { jobsDb: db, mailer } = queue;
  return {
    runSchedule: (payload) => runSchedule({ ctx: ctxOf(db), input: { id: idOf(payload) } }),
    // The port may be known only once the server listens.
    sendNotification: () =>
      sendNotification({
        ctx: ctxOf(db),
        input: { kinds: NOTIFICATIONS, mailer, publicUrl: queue.publicUrl },
      }),
    // An earlier release put each mail into the queue. Now the notifications table has them.
    mailReport: () => undefined,
    mailProblem: (payload, { job }) => {
      const problem = ProblemMail.parse(payload);
      const isLastTry = job.attempts >= job.max_attempts;
      const input = { ...problem, mailer, publicUrl: queue.publicUrl, isLastTry };
      return mailProblem({ ctx: ctxOf(db), input });
    },
  };
}

type Queue = Pick<Runtime, 'jobsDb' | 'jobsPool' | 'env' | 'mailer' | 'log' | 'publicUrl' | 'metrics'>;

function startRunner(
  { jobsDb, jobsPool, env, log }: Queue,
  taskList: TaskList,
  concurrency: number,
): Promise<Runner> {
  return run({
    pgPool: jobsPool,
    taskList,
    concurrency,
    // Called before each job is taken. No job of another kind has these flags.
    forbiddenFlags: () => reportsToLeave({ ctx: ctxOf(jobsDb), input: { keyPlace: keyPlaceOf(env) } }),
    noHandleSignals: true,
    pollInterval: 2_000,
    // Otherwise nobody waits for the record that a job is done: a stop would close its connections.
    preset: { worker: { completeJobBatchDelay: 0, failJobBatchDelay: 0 } },
    logger: new WorkerLogger(() => (level, message) => {
      if (level === 'error' || level === 'warning') log.warn({ message }, 'queue of jobs');
    }),
  });
}

/** Starts a runner if none is running, for example after the database was away. */
export function keepRunner(makeRunner: () => Promise<Runner>, onFailure: (error: unknown) => void) {
  let runner: Promise<Runner> | undefined;
  const begin = (): Promise<Runner> => {
    const begun = makeRunner();
    const forget = () => {
      if (runner === begun) runner = undefined;
    };
    // Not in `start`, which is called every few seconds while the runner works.
    void begun.then(({ promise }) => promise.catch(onFailure).finally(forget), forget);
    return begun;
  };
  const start = async (): Promise<void> => {
    runner ??= begin();
    await runner;
  };
  return { start, stop: async () => void (await (await runner)?.stop()) };
}

/**
 * Works through the jobs that verbs have queued, each once over all servers; if it cannot (the database is
 * away), it tries again. Returns a function that stops it: a running job is told to end, and the next server
 * starts it again.
 */
export function workThroughQueue(queue: Queue): () => Promise<void> {
  const { jobsDb, env, log, metrics } = queue;
  const onFailure = (err: unknown) => log.error({ err }, 'queue of jobs ended');
  const reports = keepRunner(() => startRunner(queue, reportTasks(queue), REPORTS_AT_ONCE), onFailure);
  const others = keepRunner(() => startRunner(queue, otherTasks(queue), OTHERS_AT_ONCE), onFailure);
  const steps = {
    'queue of reports not worked through': reports.start,
    'queue of jobs not worked through': others.start,
    'reports left to servers that have the key': () => refuseOtherKey(jobsDb, keyPlaceOf(env)),
    'abandoned reports not queued': () => enqueueAbandoned({ ctx: ctxOf(jobsDb) }),
    'due schedules not queued': () => enqueueDueSchedules({ ctx: ctxOf(jobsDb) }),
    'notifications not queued': () => enqueueNotifications({ ctx: ctxOf(jobsDb) }),
    'old reports not removed': () => removeOldReports({ ctx: ctxOf(jobsDb) }),
  };
  const noting: Noting = { times: metrics.jobs, onError: (err, sentence) => log.error({ err }, sentence) };
  const end = inRounds({ job: 'queue', everyMs: LOOKED_AFTER_EVERY_MS, steps }, noting);
  return async () => {
    await end();
    await Promise.all([reports.stop(), others.stop()]);
  };
}
