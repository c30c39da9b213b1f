import { expect, it } from 'vitest';
import { poolUse } from '@/lib/server/db/client';
import { loadEnv } from '@/lib/server/process/env';
import { createLogger } from '@/lib/server/process/logger';
import { createRuntime } from '@/lib/server/runtime';
import { testDatabase } from '@/test/support/database';
import { startJobs } from './start-jobs';

it('runs every background job on the connections that are for jobs', async () => {
  const database = await testDatabase();
  const logged: string[] = [];
  const log = createLogger({ level: 'error', write: (line) => void logged.push(line) });
  const env = loadEnv({ NODE_ENV: 'test', PORT: '0' });
  const runtime = await createRuntime({ env, log, runtimeUrl: database.runtimeUrl });
  try {
    const open = () =>
      [runtime.db, runtime.ingestDb, runtime.fleetDb, runtime.jobsDb].map((db) => poolUse(db).open);
    const [ofConsole] = open();
    const end = startJobs(runtime);
    // Each has begun its first round.
    await end();
    expect(open()).toEqual([ofConsole, 0, 0, expect.toSatisfy((count) => Number(count) > 0)]);
    expect(logged).toEqual([]);
  } finally {
    await runtime.close();
    await database.drop();
  }
});
