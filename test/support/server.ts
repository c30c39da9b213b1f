import { mkdtempSync, rmSync } from 'node:fs';
import path from 'node:path';
import { loadEnv } from '@/lib/server/process/env';
import { createLogger } from '@/lib/server/process/logger';
import type { TimeLimits } from '@/lib/server/process/time-limits';
import { type RunningServer, startServer } from '@/server';
import { type TestDatabase, testDatabase } from '@/test/support/database';
import { temporaryFolder } from '@/test/support/temporary-folder';

export type TestServer = RunningServer & {
  database: TestDatabase;
  /** What the server logged so far, one JSON line each. */
  logged: string[];
  /** Stops the server and leaves its database. */
  stopServing: () => Promise<void>;
};

type Options = {
  pages?: boolean;
  variables?: Record<string, string>;
  database?: TestDatabase;
  limits?: Partial<TimeLimits>;
  /** Where its folder is made, if not anywhere. */
  within?: string | undefined;
};

/** The real server on a port, a data folder and a database of its own, unless one is handed in; without pages unless asked for. */
export async function startTestServer(options: Options = {}): Promise<TestServer> {
  const { pages = false, variables = {}, limits = {}, within } = options;
  const database = options.database ?? (await testDatabase());
  const logged: string[] = [];
  const log = createLogger({ level: 'info', write: (line) => void logged.push(line) });
  const dataDir = within ? mkdtempSync(path.join(within, 'server-')) : temporaryFolder('gf-server-');
  const always = { NODE_ENV: pages ? 'production' : 'test', PORT: '0', GF_DATA_DIR: dataDir };
  const env = loadEnv({ ...always, ...variables });
  const { runtimeUrl } = database;
  const server = await startServer({ env, pages, log, limits, database: { runtimeUrl } });
  const stopServing = async () => {
    await server.stop();
    rmSync(dataDir, { recursive: true, force: true });
  };
  const stop = async () => {
    await stopServing();
    await database.drop();
  };
  return { ...server, stop, stopServing, database, logged };
}

export type SharedServer = Omit<TestServer, 'stop' | 'stopServing' | 'logged'>;

let shared: Promise<TestServer> | undefined;

/**
 * One for all files of a worker whose tests look at a world of their own alone (`makeWorld`): each start costs half a second
 * of processor time. It ends with the worker, and its database and folder with the run.
 */
export function sharedTestServer(): Promise<SharedServer> {
  shared ??= startTestServer({ within: process.env.GF_TEST_RUN_DIR });
  return shared;
}
