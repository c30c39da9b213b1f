import { rmSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type EmbeddedServer, startEmbedded } from '@/lib/server/db/embedded/server';
import { loadEnv } from '@/lib/server/process/env';
import { createLogger } from '@/lib/server/process/logger';
import { canSetUp } from '@/lib/server/services/operator';
import { startServer } from '@/server';
import { systemCtx } from '@/test/support/callers';
import { temporaryFolder } from '@/test/support/temporary-folder';

// Several servers of one database, from the first moment on: each with a data folder of its own.

let folder: string;
let postgres: EmbeddedServer;

beforeAll(async () => {
  folder = temporaryFolder('gf-two-');
  postgres = await startEmbedded({ dataDir: path.join(folder, 'postgres'), log: () => undefined });
});

afterAll(async () => {
  await postgres.stop();
  rmSync(folder, { recursive: true, force: true });
});

function start(name: string) {
  const env = loadEnv({
    NODE_ENV: 'test',
    PORT: '0',
    GF_DATA_DIR: path.join(folder, name),
    DATABASE_URL: postgres.url,
    DATABASE_MIGRATE_URL: postgres.migrateUrl,
  });
  return startServer({ env, pages: false, log: createLogger({ write: () => undefined }) });
}

it('print links that both work where they start at once on an empty database', async () => {
  const servers = await Promise.all([start('a'), start('b')]);
  try {
    const ctx = systemCtx(servers[0].runtime.db);
    for (const { setUpLink } of servers) {
      const token = new URL(setUpLink ?? '').searchParams.get('token') ?? '';
      expect(await canSetUp({ ctx, input: { token } })).toBe(true);
    }
  } finally {
    await Promise.all(servers.map((server) => server.stop()));
  }
});
