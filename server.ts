import type { RequestListener, Server } from 'node:http';
import { isIPv6 } from 'node:net';
import { type CheckpointWriter, openCheckpointFile } from '@/lib/server/audit/checkpoint';
import { type Database, startDatabase } from '@/lib/server/db/start';
import { isServiceError } from '@/lib/server/errors';
import { createAgentDoors } from '@/lib/server/http/agent/agent';
import { listenForSnapshots } from '@/lib/server/http/agent/agent-snapshots';
import { buildApp } from '@/lib/server/http/app';
import { startJobs } from '@/lib/server/jobs/start-jobs';
import {
  createListener,
  drain,
  type Handlers,
  listen,
  refusePortInUse,
} from '@/lib/server/listener/listener';
import { createPages, type Pages } from '@/lib/server/pages/pages';
import { publishRequestScope } from '@/lib/server/pages/request-scope';
import { type Env, loadEnv } from '@/lib/server/process/env';
import { createLogger, type Logger } from '@/lib/server/process/logger';
import { StartupError } from '@/lib/server/process/startup-error';
import { stopOnSignal } from '@/lib/server/process/stop-signals';
import { answerStrayErrors } from '@/lib/server/process/stray-errors';
import type { TimeLimits } from '@/lib/server/process/time-limits';
import { outageOf } from '@/lib/server/request/unavailable';
import { createRuntime, type Runtime } from '@/lib/server/runtime';
import { prepareSetUp } from '@/lib/server/services/operator';
import { checkReportKey, startWithReportKey } from '@/lib/server/services/report';

type Options = {
  env: Env;
  /** False serves everything but pages: for tests of the API. */
  pages?: boolean;
  log?: Logger;
  /** Tells people line by line what a start does. */
  print?: (line: string) => void;
  /** Where one is running already; it is not stopped with the server. */
  database?: Pick<Database, 'runtimeUrl'> & Partial<Database>;
  /** Ends the wait for a database that takes long to start. */
  signal?: AbortSignal;
  limits?: Partial<TimeLimits>;
};

export type RunningServer = {
  address: string;
  setUpLink: string | null;
  runtime: Runtime;
  stop: () => Promise<void>;
};

const noPages: Pages = {
  handle: (_request, response) => void response.writeHead(404).end(),
  close: async () => undefined,
};

function addressOf(env: Env, port: number): string {
  const host = isIPv6(env.host) ? `[${env.host}]` : env.host;
  return `${env.tls ? 'https' : 'http'}://${host}:${port}`;
}

async function firstOperator(runtime: Runtime): Promise<string | null> {
  const ctx = {
    actor: { kind: 'system', id: 'start' },
    db: runtime.db,
    now: new Date(),
    requestId: 'start',
  } as const;
  try {
    return await prepareSetUp({ ctx, input: { admin: runtime.env.admin } });
  } catch (error) {
    if (!isServiceError(error)) throw error;
    throw new StartupError(`GF_ADMIN_EMAIL and GF_ADMIN_PASSWORD make no operator: ${error.message}`);
  }
}

/** Fastify hands its handler over once; the listener stands in front of it and of the pages. */
async function compose(runtime: Runtime, withPages: boolean) {
  let api: RequestListener = () => undefined;
  const pages = withPages ? await createPages(runtime) : noPages;
  const doors = createAgentDoors(runtime);
  const snapshots = listenForSnapshots(doors.snapshots, runtime);
  const handlers = (): Handlers => ({ api, page: pages.handle, snapshots, upgrade: pages.upgrade });
  const server: Server = createListener({ runtime, handlers });
  const app = await buildApp({
    runtime,
    doors,
    serverFactory: (handler) => {
      api = handler;
      return server;
    },
  });
  return { server, app, pages };
}

/** How much of the time of a stop is for requests that were begun, and how much until everything else is cut off. */
const DRAIN_SHARE = 25 / 30;
const CUT_OFF_SHARE = 27 / 30;

/** False where it takes longer. */
async function isOverWithin(ms: number, work: Promise<unknown>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<false>((resolve) => {
    timer = setTimeout(resolve, ms, false);
  });
  try {
    return await Promise.race([work.then(() => true), late]);
  } finally {
    clearTimeout(timer);
  }
}

/**
 * The listener first, so that nothing new begins; PostgreSQL last, since everything before may still need it. What hangs
 * is left behind, so that a stop ends in its time.
 */
function stopper(
  runtime: Runtime,
  parts: Awaited<ReturnType<typeof compose>>,
  { database, checkpoint }: Pick<Options, 'database'> & { checkpoint?: CheckpointWriter },
) {
  const { server, app, pages } = parts;
  const { stopMs } = runtime.limits;
  const endJobs = startJobs(runtime, checkpoint);
  const finish = async () => {
    // Streams end at once, and are not asked for again here: from the same moment on nobody can connect.
    const unfollowed = runtime.watermark.end();
    await drain(server, (stopMs * DRAIN_SHARE) / 1_000);
    await unfollowed;
    await app.close();
    await runtime.batcher.drain();
    await endJobs();
    await pages.close();
    await runtime.close();
  };
  return async () => {
    runtime.stopping = true;
    const beganAt = performance.now();
    if (!(await isOverWithin(stopMs * CUT_OFF_SHARE, finish()))) {
      runtime.log.error('The stop took too long: what was still under way is cut off');
      runtime.giveUp();
    }
    await isOverWithin(stopMs - (performance.now() - beganAt), database?.stop?.() ?? Promise.resolve());
  };
}

export async function startServer(options: Options): Promise<RunningServer> {
  const {
    env,
    limits,
    pages = true,
    log = createLogger({ ...env.log, outageOf }),
    print = () => undefined,
  } = options;
  await refusePortInUse(env);
  await checkReportKey(env);
  const { auditCheckpointFile } = env;
  const checkpoint = auditCheckpointFile ? await openCheckpointFile(auditCheckpointFile) : undefined;
  const database = options.database ?? (await startDatabase(env, print, options.signal));
  let close = async () => void (await database.stop?.());
  try {
    const { runtimeUrl, directUrl, replicaUrl } = database;
    const runtime = await createRuntime({ env, log, runtimeUrl, directUrl, replicaUrl, limits });
    close = async () => {
      await runtime.close();
      await database.stop?.();
    };
    publishRequestScope();
    await startWithReportKey(runtime.db, env);
    const setUpToken = await firstOperator(runtime);
    const parts = await compose(runtime, pages);
    const port = await listen(parts.server, env);
    const address = addressOf(env, port);
    // Made from PORT=0: only now is the port known.
    if (new URL(runtime.publicUrl).port === '0') runtime.publicUrl = address;
    const setUpLink = setUpToken && `${runtime.publicUrl}/set-up?token=${setUpToken}`;
    const stopAll = stopper(runtime, parts, { database, checkpoint });
    let stopped: Promise<void> | undefined;
    const stop = () => (stopped ??= stopAll());
    return { address, setUpLink, runtime, stop };
  } catch (error) {
    await close();
    throw error;
  }
}

export async function main(): Promise<void> {
  const print = (line: string) => void process.stdout.write(`${line}\n`);
  const stopping = new AbortController();
  const starting = startServer({ env: loadEnv(), print, signal: stopping.signal });
  const stopFailed = stopOnSignal({
    // A signal may come during the start. The server then stops as soon as it has started.
    stop: async () => {
      stopping.abort();
      print('Stopping: requests that were begun are finished first');
      const running = await starting.catch(() => undefined);
      await running?.stop();
    },
    onFailure: (error) =>
      process.stderr.write(`guarded-fabric: ${error instanceof Error ? error.stack : String(error)}\n`),
  });
  const started = await starting.catch((error: unknown) => {
    // What a stop cut short is no failure.
    if (!stopping.signal.aborted) throw error;
  });
  if (!started || stopping.signal.aborted) return;
  const { address, setUpLink, runtime } = started;
  answerStrayErrors(runtime.log, stopFailed);
  print(`Guarded Fabric is ready on ${address}`);
  if (setUpLink) print(`Make the first administrator (works once): ${setUpLink}`);
}
