import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { DbRoot } from '@/lib/server/db/client';
import { inUtc, withClient } from '@/lib/server/db/connection';
import { databaseOsUser, type OsUser } from '@/lib/server/db/embedded/os-user';
import { type EmbeddedAddresses, startShared } from '@/lib/server/db/embedded/server';
import { openPools } from '@/lib/server/db/pools';
import { checkoutRoot } from '@/lib/server/process/checkout';
import { isAlive } from '@/lib/server/process/process-identity';
import { type ApiProcess, startApiProcess } from '@/test/support/rig/api-process';
import { type Installation, makeInstallation } from '@/test/support/rig/installation';
import { judgeBy } from '@/test/support/rig/oracle';

// R24 with a PostgreSQL of one's own, as docs/operate.md says it: a base backup and the archived log.

const MINUTE = 60_000;
const HOSTS = 20;

let installation: Installation;
let archive: string;
let user: OsUser | undefined;
let server: ApiProcess | undefined;

beforeAll(async () => {
  installation = await makeInstallation(HOSTS);
  // PostgreSQL's own user writes there, who may not pass through the other folders.
  archive = mkdtempSync(path.join(tmpdir(), 'gf-rig-archive-'));
  user = await databaseOsUser();
  if (user) chownSync(archive, user.uid, user.gid);
  chmodSync(archive, 0o755);
}, 5 * MINUTE);

afterAll(async () => {
  await server?.stop();
  await installation?.remove();
  rmSync(archive, { recursive: true, force: true });
}, 2 * MINUTE);

const cluster = () => path.join(installation.dataDir, 'postgres');
const start = (settings: Record<string, string>) =>
  startShared({ dataDir: installation.dataDir, log: () => undefined, settings });

async function serve(addresses: EmbeddedAddresses): Promise<ApiProcess> {
  const dataDir = path.join(installation.folder, 'server');
  mkdirSync(dataDir, { recursive: true });
  server = await startApiProcess({
    PORT: new URL(installation.address).port,
    GF_DATA_DIR: dataDir,
    DATABASE_URL: addresses.url,
    DATABASE_MIGRATE_URL: addresses.migrateUrl,
  });
  return server;
}

function giveFile(file: string, text: string): void {
  writeFileSync(file, text);
  if (user) chownSync(file, user.uid, user.gid);
}

/** What pg_basebackup does; that program does not come with the embedded PostgreSQL. */
function takeBase(addresses: EmbeddedAddresses, base: string): Promise<void> {
  return withClient(addresses.adminUrl, async (client) => {
    await client.query("SELECT pg_backup_start('rig', true)");
    // Files that go while it copies are of no use to anybody: the log has what became of them.
    spawnSync('cp', ['-a', cluster(), base]);
    const { rows } = await client.query<{ label: string }>('SELECT labelfile AS label FROM pg_backup_stop()');
    giveFile(path.join(base, 'backup_label'), rows[0]?.label ?? '');
    rmSync(path.join(base, 'postmaster.pid'), { force: true });
    for (const name of readdirSync(path.join(base, 'pg_wal')))
      rmSync(path.join(base, 'pg_wal', name), { recursive: true });
  });
}

async function loseAll(): Promise<void> {
  const pid = installation.postmasterPid();
  await server?.kill();
  process.kill(pid, 'SIGKILL');
  await expect.poll(() => isAlive(pid)).toBe(false);
  rmSync(cluster(), { recursive: true });
}

/** The statements that docs/operate.md wants before the first server starts on what was restored. */
function documentedStatements(): string[] {
  const text = readFileSync(path.join(checkoutRoot(), 'docs/operate.md'), 'utf8');
  const line = text.split('\n').find((one) => one.startsWith('psql ') && one.includes('server_epoch'));
  return [...(line ?? '').matchAll(/-c "([^"]+)"/g)].map(([, statement = '']) => statement);
}

async function receiptsOf(db: DbRoot): Promise<number> {
  const [row] = await db.$queryRaw<{ receipts: number }[]>`
    SELECT count(*)::int AS receipts FROM snapshot_receipt WHERE outcome = 'stored'`;
  return row?.receipts ?? 0;
}

async function asking<T>({ url }: EmbeddedAddresses, ask: (db: DbRoot) => Promise<T>): Promise<T> {
  const pools = openPools({ url: inUtc(url) });
  try {
    return await ask(pools.console);
  } finally {
    await pools.close();
  }
}

it(
  'comes back from a base backup and the archived log, and agents send again what that had not reached (R24)',
  async () => {
    const base = path.join(installation.folder, 'base');
    const first = await start({ archive_mode: 'on', archive_command: `cp %p ${archive}/%f` });
    await serve(first);
    const simulation = await installation.report({});
    const work = async () => {
      const before = simulation.counts.stored;
      await expect.poll(() => simulation.counts.stored).toBeGreaterThan(before + HOSTS);
    };
    await work();
    const atBase = await asking(first, receiptsOf);
    await takeBase(first, base);
    await work();
    await withClient(first.adminUrl, (client) => client.query('SELECT pg_switch_wal()'));
    await work();
    await loseAll();
    const acknowledged = installation.acknowledged();
    renameSync(base, cluster());
    giveFile(path.join(cluster(), 'recovery.signal'), '');
    const again = await start({ restore_command: `cp ${archive}/%f %p`, hot_standby: 'off' });
    expect(await asking(again, receiptsOf)).toBeGreaterThan(atBase);
    const statements = documentedStatements();
    expect(statements).toHaveLength(2);
    for (const statement of statements)
      await withClient(again.migrateUrl, (client) => client.query(statement));
    await serve(again);
    await expect.poll(async () => (await asking(again, (db) => judgeBy(db, acknowledged))).lost).toEqual([]);
    await simulation.stop();
    const verdict = await asking(again, (db) => judgeBy(db, installation.acknowledged()));
    expect(verdict).toMatchObject({ lost: [], doubled: [], astray: 0 });
  },
  3 * MINUTE,
);
