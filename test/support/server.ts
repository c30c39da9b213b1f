import { rmSync } from 'node:fs';
import { loadEnv } from '@/lib/server/process/env';
import { createLogger } from '@/lib/server/process/logger';
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

type Options = { pages?: boolean; variables?: Record<string, string>; database?: TestDatabase };

/** The real server on a port, a data folder and a database of its own, unless one is handed in; without pages unless asked for. */
export async function startTestServer(options: Options = {}): Promise<TestServer> {
  const { pages = false, variables = {} } = options;
  const database = options.database ?? (await testDatabase());
  const logged: string[] = [];
  const log = createLogger({ level: 'info', write: (line) => void logged.push(line) });
  const dataDir = temporaryFolder('gf-server-');
  const always = { NODE_ENV: pages ? 'production' : 'test', PORT: '0', GF_DATA_DIR: dataDir };
  const env = loadEnv({ ...always, ...variables });
  const server = await startServer({ env, pages, log, database: { runtimeUrl: database.runtimeUrl } });
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
