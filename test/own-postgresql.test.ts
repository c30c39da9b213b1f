import { execFile } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { run } from '@/apps/cli/main';
import { withClient } from '@/lib/server/db/connection';
import { openPools } from '@/lib/server/db/pools';
import { openDatabase } from '@/lib/server/db/start';
import { checkoutRoot } from '@/lib/server/process/checkout';
import { loadEnv } from '@/lib/server/process/env';
import { createLogger } from '@/lib/server/process/logger';
import { createFabric } from '@/lib/server/services/fabric';
import { followEpoch } from '@/lib/server/services/system';
import { startServer } from '@/server';
import { systemCtx } from '@/test/support/callers';
import { type SystemPostgres, startSystemPostgres } from '@/test/support/system-postgres';
import { temporaryFolder } from '@/test/support/temporary-folder';

// A PostgreSQL of one's own with the two roles of docs/operate.md, by the statements and commands that stand there.

const shell = promisify(execFile);
const documented = readFileSync(path.join(checkoutRoot(), 'docs/operate.md'), 'utf8');
const blocks = [...documented.matchAll(/^```(sql|sh)\n(.*?)^```$/gms)].map(([, , text = '']) => text);

function block(words: string): string {
  const found = blocks.filter((text) => text.includes(words));
  if (found.length !== 1) throw new Error(`docs/operate.md has ${found.length} blocks with ${words}`);
  return found[0] ?? '';
}

let folder: string;
let postgres: SystemPostgres;

beforeAll(async () => {
  folder = temporaryFolder('gf-own-');
  postgres = await startSystemPostgres();
});

afterAll(async () => {
  await postgres?.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** The block with the roles, each of which has its own name as its password. */
async function makeRolesAndDatabase({ withoutGrant = false } = {}): Promise<void> {
  const statements = block('CREATE ROLE gf_owner')
    .split('\n')
    .map((line) => line.replace('…', /ROLE (\w+)/.exec(line)?.[1] ?? ''))
    .filter((line) => line !== '' && !(withoutGrant && line.startsWith('GRANT')));
  await withClient(postgres.adminUrl, async (client) => {
    for (const statement of statements) await client.query(statement);
  });
}

const variables = (database: string) => ({
  DATABASE_URL: postgres.address('gf_app', database),
  DATABASE_MIGRATE_URL: postgres.address('gf_owner', database),
});

async function serve(database: string) {
  const lines: string[] = [];
  const env = loadEnv({ NODE_ENV: 'test', PORT: '0', GF_DATA_DIR: folder, ...variables(database) });
  const log = createLogger({ write: () => undefined });
  const server = await startServer({ env, pages: false, log, print: (line) => void lines.push(line) });
  return { ...server, lines };
}

/** As an operator's shell runs it, in a folder of its own. */
const inShell = (commands: string, database: string) =>
  shell('sh', ['-euc', commands], {
    cwd: folder,
    env: { NODE_ENV: 'test', PATH: `${postgres.bin}:/usr/bin:/bin`, ...variables(database) },
  });

async function gf(database: string, ...argv: string[]) {
  const said: string[] = [];
  const say = (line: string) => void said.push(line);
  const environment = { GF_DATA_DIR: folder, ...variables(database) };
  const open = () => openDatabase(loadEnv(environment), say);
  const readPassword = () => Promise.reject(new Error('not needed'));
  return { code: await run(argv, { environment, open, readPassword, out: say, err: say }), said };
}

const rowOf = <T extends object>(role: string, database: string, sql: string): Promise<T | undefined> =>
  withClient(postgres.address(role, database), async (client) => (await client.query<T>(sql)).rows[0]);

const QUEUE = `
  SELECT string_agg(DISTINCT tableowner, ' ') AS owner FROM pg_tables
  WHERE schemaname = 'graphile_worker' AND tablename <> 'migrations'`;

it('is dumped and restored by the documented commands with the documented roles, and then serves', async () => {
  await makeRolesAndDatabase({ withoutGrant: true });
  const first = await serve('guarded_fabric');
  // An installation of before: its start says what is missing, and the dump would fail.
  expect(first.lines.join('\n')).toContain('pg_dump: run GRANT "gf_app" TO "gf_owner"');
  await createFabric({ ctx: systemCtx(first.runtime.db), input: { name: 'PAR-Prod' } });
  await first.stop();
  await expect(inShell(block('pg_dump'), 'guarded_fabric')).rejects.toThrow(/permission denied/);
  await withClient(postgres.adminUrl, (client) =>
    client.query(block('CREATE ROLE').match(/GRANT.*;/)?.[0] ?? ''),
  );
  await inShell(block('pg_dump'), 'guarded_fabric');

  await withClient(postgres.adminUrl, (client) => client.query('CREATE DATABASE fresh OWNER gf_owner'));
  await inShell(block('pg_restore'), 'fresh');
  await inShell(block('server_epoch'), 'fresh');
  const again = await serve('fresh');
  try {
    expect(again.lines.join('\n')).not.toMatch(/pg_dump|audit log is not protected/);
    expect(again.runtime.serverEpoch).not.toBe(first.runtime.serverEpoch);
    expect(await gf('fresh', 'fabric', 'list')).toMatchObject({
      code: 0,
      said: [expect.anything(), expect.stringContaining('PAR-Prod')],
    });
    expect(await gf('fresh', 'audit', 'verify')).toMatchObject({ code: 0 });
    expect(await rowOf('gf_app', 'fresh', QUEUE)).toEqual({ owner: 'gf_app' });
    await expect(rowOf('gf_app', 'fresh', 'DELETE FROM audit_entry')).rejects.toThrow(/permission denied/);
  } finally {
    await again.stop();
  }
});

/** How often the audit log says so. */
async function epochChanges(database: SystemPostgres): Promise<number> {
  const sql = "SELECT count(*)::int AS changes FROM audit_entry WHERE action = 'system.epochChanged'";
  return withClient(
    database.address('gf_app', 'failing'),
    async (client) => (await client.query(sql)).rows[0].changes,
  );
}

/** Changes a setting of a PostgreSQL while it runs. */
async function set({ adminUrl }: SystemPostgres, name: string, value: string): Promise<void> {
  await withClient(adminUrl, async (client) => {
    await client.query(`ALTER SYSTEM SET ${name} TO '${value}'`);
    await client.query('SELECT pg_reload_conf()');
    const shows = async () => (await client.query(`SHOW ${name}`)).rows[0]?.[name];
    await expect.poll(shows, { timeout: 20_000 }).toBe(value);
  });
}

const promote = ({ adminUrl }: SystemPostgres) =>
  withClient(adminUrl, (client) => client.query('SELECT pg_promote(true, 60)'));

it('has agents send again after a failover that may have lost something, while servers run, and after no other', async () => {
  await withClient(postgres.adminUrl, (client) => client.query('CREATE DATABASE failing OWNER gf_owner'));
  await serve('failing').then((server) => server.stop());
  // It follows from here on: the roles, the database and which PostgreSQL that is.
  const first = await postgres.standby();
  let second: SystemPostgres | undefined;
  const pools = openPools({ url: first.address('gf_app', 'failing') });
  try {
    await promote(first);
    const ctx = systemCtx(pools.jobs);
    const earlier = await ctx.db.installation.findUniqueOrThrow({ where: { id: 1 } });
    const epoch = await followEpoch({ ctx });
    expect(epoch.current).not.toBe(earlier.serverEpoch);
    expect(await epochChanges(first)).toBe(1);
    const { current } = epoch;
    await epoch.refresh();
    expect([epoch.current, await epochChanges(first)]).toEqual([current, 1]);
    // Somebody says by hand that it is another database.
    await ctx.db.$executeRaw`UPDATE installation SET server_epoch = gen_random_uuid()`;
    await epoch.refresh();
    expect(epoch.current).not.toBe(current);

    second = await first.standby();
    await set(first, 'synchronous_standby_names', '*');
    await epoch.refresh();
    await pools.close();
    await first.kill();
    await promote(second);
    const again = openPools({ url: second.address('gf_app', 'failing') });
    try {
      expect((await followEpoch({ ctx: systemCtx(again.jobs) })).current).toBe(epoch.current);
      expect(await epochChanges(second)).toBe(1);
    } finally {
      await again.close();
    }
  } finally {
    await pools.close();
    await second?.stop();
    await first.stop();
  }
});
