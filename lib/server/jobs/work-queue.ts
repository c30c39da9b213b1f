import { type Runner, run, type TaskList, Logger as WorkerLogger } from 'graphile-worker';
import type { Ctx } from '@/lib/server/context';
import type { DbRoot } from '@/lib/server/db/client';
import type { Runtime } from '@/lib/server/runtime';
import { enqueueAbandoned, giveUpReport, keyPlaceOf, makeReport } from '@/lib/server/services/report';
import { isRecord } from '@/lib/util/guards';
import { every } from './every';

/** Reports are read whole into memory: one after another. */
const CONCURRENCY = 1;

const LOOKED_AFTER_EVERY_MS = 10_000;

const ctxOf = (db: DbRoot): Ctx => ({
  actor: { kind: 'system', id: 'job' },
  db,
  now: new Date(),
  requestId: 'job',
});

function idOf(payload: unknown): string {
  if (isRecord(payload) && typeof payload.id === 'string') return payload.id;
  throw new Error('A job names what it is for by its id');
}

const tasksOf = ({ jobsDb: db, env }: Pick<Runtime, 'jobsDb' | 'env'>): TaskList => ({
  makeReport: async (payload, { job, abortSignal }) => {
    const input = { id: idOf(payload), keyPlace: keyPlaceOf(env) };
    try {
      await makeReport({ ctx: ctxOf(db), input, signal: abortSignal });
    } catch (error) {
      if (job.attempts >= job.max_attempts) await giveUpReport({ ctx: ctxOf(db), input });
      throw error;
    }
  },
});

type Queue = Pick<Runtime, 'jobsDb' | 'jobsPool' | 'env' | 'log'>;

function startRunner({ jobsDb, jobsPool, env, log }: Queue): Promise<Runner> {
  return run({
    pgPool: jobsPool,
    taskList: tasksOf({ jobsDb, env }),
    concurrency: CONCURRENCY,
    noHandleSignals: true,
    pollInterval: 2_000,
    // Otherwise nobody waits for the note that a job is done: a stop would close the connections under it.
    preset: { worker: { completeJobBatchDelay: 0, failJobBatchDelay: 0 } },
    logger: new WorkerLogger(() => (level, message) => {
      if (level === 'error' || level === 'warning') log.warn({ message }, 'queue of jobs');
    }),
  });
}

/**
 * Works through the jobs that verbs have put into the queue, once over all servers; where it cannot (the database is
 * away), it tries again. What it returns stops it: a job that has begun is told to end, and is begun anew by the next
 * server.
 */
export function workThroughQueue(queue: Queue): () => Promise<void> {
  const { jobsDb, log } = queue;
  let runner: Runner | undefined;
  const look = async (): Promise<void> => {
    if (runner === undefined) {
      runner = await startRunner(queue);
      runner.promise.catch((err: unknown) => {
        log.error({ err }, 'queue of jobs ended');
        runner = undefined;
      });
    }
    await enqueueAbandoned({ ctx: ctxOf(jobsDb) });
  };
  const end = every(LOOKED_AFTER_EVERY_MS, look, (err) =>
    log.error({ err }, 'queue of jobs not worked through'),
  );
  return async () => {
    await end();
    await runner?.stop();
  };
}
