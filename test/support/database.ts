import { createHash, randomBytes } from 'node:crypto';
import path from 'node:path';
import { inUtc, withClient } from '@/lib/server/db/connection';
import { ownerRole, runtimeRole } from '@/lib/server/db/embedded/cluster';
import { type EmbeddedAddresses, startEmbedded, startShared } from '@/lib/server/db/embedded/server';
import { migrate, readMigrations } from '@/lib/server/db/migrate';
import { checkoutRoot } from '@/lib/server/process/checkout';
import { temporaryFolder } from '@/test/support/temporary-folder';

/** A migrated database of one's own, empty but for what the migrations put there. */
export type TestDatabase = {
  name: string;
  /** The role that serves. Asks for UTC already. */
  runtimeUrl: string;
  /** The role that owns the schema. */
  migrateUrl: string;
  /** The cluster's superuser in this database. */
  adminUrl: string;
  /** Ends every connection and takes no new one, until what this answers with is called. */
  takeAway: () => Promise<() => Promise<void>>;
  /** As it is now, as another database: what a backup would bring back. Ends every connection to this one. */
  copy: () => Promise<TestDatabase>;
  drop: () => Promise<void>;
};

// Nothing of a test run need survive the machine; what is committed is still seen by the next connection.
const settings = {
  fsync: 'off',
  full_page_writes: 'off',
  max_connections: '250',
  // Each table that is dropped is looked for in all of it.
  shared_buffers: '128MB',
  // It may lie in memory.
  max_wal_size: '256MB',
};
const quiet = () => undefined;
const prismaDir = path.join(checkoutRoot(), 'prisma');

let server: Promise<EmbeddedAddresses> | undefined;

/** One per worker: the files that a worker runs one after another share it (test/support/database-run.ts ends it). */
function workerServer(): Promise<EmbeddedAddresses> {
  server ??= start();
  return server;
}

function start(): Promise<EmbeddedAddresses> {
  const { GF_TEST_RUN_DIR: runDir, VITEST_POOL_ID: worker } = process.env;
  if (runDir)
    return startShared({ dataDir: path.join(runDir, `worker-${worker ?? '0'}`), log: quiet, settings });
  return startEmbedded({
    dataDir: path.join(temporaryFolder('gf-test-'), 'data'),
    log: quiet,
    settings,
  });
}

function within(address: string, database: string): string {
  const url = new URL(inUtc(address));
  url.pathname = `/${database}`;
  return url.href;
}

let template: Promise<string> | undefined;

/** Migrated once per server and set of migrations; under another name until it is whole. */
async function makeTemplate({ adminUrl, migrateUrl }: EmbeddedAddresses): Promise<string> {
  const digest = createHash('sha256')
    .update(JSON.stringify(readMigrations(prismaDir)))
    .digest('hex');
  const name = `template_${digest.slice(0, 12)}`;
  return withClient(adminUrl, async (client) => {
    const found = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [name]);
    if (found.rowCount) return name;
    await client.query('DROP DATABASE IF EXISTS template_making WITH (FORCE)');
    await client.query(`CREATE DATABASE template_making OWNER ${ownerRole}`);
    await migrate({ url: within(migrateUrl, 'template_making'), runtimeRole, prismaDir, log: quiet });
    await client.query(`ALTER DATABASE template_making RENAME TO ${name}`);
    return name;
  });
}

/** A database without tables, for what makes them. */
export async function emptyDatabase(): Promise<TestDatabase> {
  return makeDatabase(await workerServer(), '');
}

export async function testDatabase(): Promise<TestDatabase> {
  const addresses = await workerServer();
  template ??= makeTemplate(addresses);
  return makeDatabase(addresses, `TEMPLATE ${await template}`);
}

async function makeDatabase(addresses: EmbeddedAddresses, origin: string): Promise<TestDatabase> {
  const name = `test_${randomBytes(6).toString('hex')}`;
  await withClient(addresses.adminUrl, (client) =>
    client.query(`CREATE DATABASE ${name} OWNER ${ownerRole} ${origin}`),
  );
  const takeAway = async () => {
    await withClient(addresses.adminUrl, async (client) => {
      await client.query(`ALTER DATABASE ${name} WITH ALLOW_CONNECTIONS false`);
      await client.query('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1', [name]);
    });
    return () =>
      withClient(addresses.adminUrl, async (client) => {
        await client.query(`ALTER DATABASE ${name} WITH ALLOW_CONNECTIONS true`);
      });
  };
  return {
    name,
    runtimeUrl: within(addresses.url, name),
    migrateUrl: within(addresses.migrateUrl, name),
    adminUrl: within(addresses.adminUrl, name),
    takeAway,
    copy: async () => {
      const giveBack = await takeAway();
      try {
        return await makeDatabase(addresses, `TEMPLATE ${name}`);
      } finally {
        await giveBack();
      }
    },
    drop: async () => {
      await withClient(addresses.adminUrl, (client) =>
        client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`),
      );
    },
  };
}
