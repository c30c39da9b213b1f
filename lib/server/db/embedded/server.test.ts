import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkConnection } from '@/lib/server/db/connect-checks';
import { withClient } from '@/lib/server/db/connection';
import { bareEnvironment, databaseOsUser } from '@/lib/server/db/embedded/os-user';
import {
  attachEmbedded,
  type EmbeddedServer,
  startEmbedded,
  startShared,
  stopShared,
} from '@/lib/server/db/embedded/server';
import { isAlive, processIdentity, programName } from '@/lib/server/process/process-identity';
import { temporaryFolder } from '@/test/support/temporary-folder';

// One data folder goes through a life: each test takes it as the one before left it. The folder that
// mkdtemp makes is closed to others, so that under root every start here is one below a closed parent.
describe('the embedded PostgreSQL', () => {
  let parent: string;
  let dataDir: string;
  let server: EmbeddedServer;
  const lines: string[] = [];

  const start = () => startEmbedded({ dataDir, log: (line) => lines.push(line) });
  const clusterFile = (name: string) => path.join(dataDir, 'postgres', name);

  async function ask<T extends object>(sql: string, url = server.migrateUrl): Promise<T[]> {
    return withClient(url, async (client) => (await client.query<T>(sql)).rows);
  }

  beforeAll(async () => {
    parent = temporaryFolder('gf-embedded-');
    dataDir = path.join(parent, 'data');
    server = await start();
  });

  afterAll(async () => {
    await server.stop();
    rmSync(parent, { recursive: true, force: true });
  });

  it('is made with checksums, UTF-8, UTC and nothing of this machine’s language', async () => {
    expect(await checkConnection('It', server.url)).toMatchObject({
      role: 'guarded_fabric',
      dataChecksums: true,
    });
    const [facts] = await ask(`
      SELECT pg_encoding_to_char(encoding) AS encoding, datlocprovider AS provider, datlocale AS locale,
             (SELECT reset_val FROM pg_settings WHERE name = 'TimeZone') AS zone
      FROM pg_database WHERE datname = current_database()`);
    expect(facts).toEqual({ encoding: 'UTF8', provider: 'b', locale: 'C.UTF-8', zone: 'UTC' });
  });

  it('keeps the serving role away from the schema, and both from the cluster', async () => {
    await expect(ask('CREATE TABLE mine ()', server.url)).rejects.toThrow(/permission denied/);
    expect(
      await ask('SELECT rolsuper FROM pg_roles WHERE rolname LIKE $$guarded_fabric%$$ ORDER BY rolname'),
    ).toEqual([{ rolsuper: false }, { rolsuper: true }, { rolsuper: false }]);
  });

  it('runs in a session of its own, which signals to our process group do not reach', () => {
    const stat = readFileSync(`/proc/${server.pid()}/stat`, 'utf8');
    const [, , group, session] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    expect([group, session]).toEqual([String(server.pid()), String(server.pid())]);
  });

  it('refuses a second server on its data folder, and lets commands in beside it', async () => {
    await expect(start()).rejects.toThrow(`in use by process ${process.pid}: stop that one first`);
    const beside = attachEmbedded(dataDir);
    expect(beside?.holder.pid).toBe(process.pid);
    expect(await ask('SELECT 1 AS one', beside?.url)).toEqual([{ one: 1 }]);
  });

  it('comes back by itself, at the same address, with all that was committed', async () => {
    await ask('CREATE TABLE kept (id int)');
    await ask('INSERT INTO kept SELECT generate_series(1, 1000)');
    const killed = server.pid();
    process.kill(killed, 'SIGKILL');
    await expect.poll(() => server.pid()).not.toBe(killed);
    expect(await ask('SELECT count(*)::int AS rows FROM kept')).toEqual([{ rows: 1000 }]);
    expect(lines.filter((line) => /unexpectedly \(signal SIGKILL\)|is back after/.test(line))).toHaveLength(
      2,
    );
  });

  it('stops PostgreSQL and lets go of the folder', async () => {
    const pid = server.pid();
    await server.stop();
    expect(isAlive(pid)).toBe(false);
    expect(existsSync(clusterFile('postmaster.pid'))).toBe(false);
    expect(existsSync(path.join(dataDir, 'server.lock'))).toBe(false);
    expect(attachEmbedded(dataDir)).toBeUndefined();
  });

  it('takes over what a killed server left running, and stops it in the end', async () => {
    await startShared({ dataDir, log: () => undefined });
    const orphan = Number(readFileSync(clusterFile('postmaster.pid'), 'utf8').split('\n')[0]);
    // The killed server's lock: its process id lives again, as another process.
    const reused = { ...processIdentity(), startedAt: 'another boot' };
    writeFileSync(path.join(dataDir, 'server.lock'), JSON.stringify(reused));
    server = await start();
    expect(server.pid()).toBe(orphan);
    process.kill(orphan, 'SIGKILL');
    await expect.poll(() => server.pid()).not.toBe(orphan);
    expect(await ask('SELECT count(*)::int AS rows FROM kept')).toEqual([{ rows: 1000 }]);
    await server.stop();
    expect(isAlive(server.pid())).toBe(false);
  });

  it('goes on with one that was still starting when it looked', async () => {
    const both = [1, 2].map(() => startShared({ dataDir, log: () => undefined }));
    const [one, other] = await Promise.all(both);
    expect(one).toEqual(other);
    await stopShared(dataDir);
  });

  it('is not misled by a process id that now belongs to something else', async () => {
    writeFileSync(clusterFile('postmaster.pid'), `${process.pid}\n/x\n0\n5432\n\n127.0.0.1\n`);
    server = await start();
    expect(await ask('SELECT count(*)::int AS rows FROM kept')).toEqual([{ rows: 1000 }]);
    await server.stop();
  });

  // Where nobody collects them (many a container's process 1), the dead keep their ids for good.
  it('is not misled by a PostgreSQL that is dead and that nobody has collected', async () => {
    const user = await databaseOsUser();
    const script = 'sleep 300 & echo $!; exec tail -f /dev/null';
    // Nothing that a run of tests preloads may end it before it has spoken.
    const careless = spawn('/bin/sh', ['-c', script], { ...user, cwd: '/', env: bareEnvironment });
    const ended = once(careless, 'exit').then(([code, signal]) => `it ended with ${code ?? signal}`);
    try {
      const said = await Promise.race([once(careless.stdout, 'data'), ended]);
      expect(String(said)).toMatch(/^\d+\n$/);
      const dead = Number(said);
      await expect.poll(() => programName(careless.pid ?? 0)).toBe('tail');
      process.kill(dead, 'SIGKILL');
      await expect.poll(() => isAlive(dead)).toBe(false);
      expect(process.kill(dead, 0)).toBe(true);
      writeFileSync(clusterFile('postmaster.pid'), `${dead}\n/x\n0\n5432\n\n127.0.0.1\n`);
      server = await start();
      expect(await ask('SELECT count(*)::int AS rows FROM kept')).toEqual([{ rows: 1000 }]);
      await server.stop();
    } finally {
      careless.kill('SIGKILL');
    }
  });

  it('is not stopped by a lock file of PostgreSQL that a kill left empty', async () => {
    writeFileSync(clusterFile('postmaster.pid'), '');
    server = await start();
    expect(await ask('SELECT count(*)::int AS rows FROM kept')).toEqual([{ rows: 1000 }]);
    await server.stop();
  });

  it('refuses data of another PostgreSQL and touches nothing', async () => {
    const version = readFileSync(clusterFile('PG_VERSION'), 'utf8');
    writeFileSync(clusterFile('PG_VERSION'), '16\n');
    await expect(start()).rejects.toThrow(
      /holds a PostgreSQL 16 database and this program brings PostgreSQL 18/,
    );
    writeFileSync(clusterFile('PG_VERSION'), 'abc\n');
    await expect(start()).rejects.toThrow(/PG_VERSION cannot be read as a version of PostgreSQL: restore/);
    expect(existsSync(path.join(dataDir, 'server.lock'))).toBe(false);
    writeFileSync(clusterFile('PG_VERSION'), version);
  });

  it.each([
    ['a folder', (place: string) => mkdirSync(path.join(place, 'base'), { recursive: true })],
    ['a file', (place: string) => writeFileSync(place, 'not a folder')],
  ])('refuses %s in the database’s place and touches nothing', async (_what, make) => {
    const foreign = mkdtempSync(path.join(parent, 'foreign-'));
    make(path.join(foreign, 'postgres'));
    const said: string[] = [];
    const starting = startEmbedded({ dataDir: foreign, log: (line) => said.push(line) });
    await expect(starting).rejects.toThrow(
      /is no PostgreSQL database \(it has no file PG_VERSION\): restore/,
    );
    expect([readdirSync(foreign), said]).toEqual([['postgres'], []]);
  });

  const keysFile = () => path.join(dataDir, 'keys', 'postgres.json');

  it.each(['', '{"admin":"a', 'null', '{"admin":"a","owner":"b"}'])(
    'refuses passwords that cannot be read, with what to do: %j',
    async (torn) => {
      const whole = readFileSync(keysFile(), 'utf8');
      writeFileSync(keysFile(), torn);
      await expect(start()).rejects.toMatchObject({
        code: 'startup_error',
        message: expect.stringMatching(/keys.postgres\.json does not hold the passwords .*: restore it/),
      });
      writeFileSync(keysFile(), whole);
    },
  );

  it('refuses passwords of another database, and leaves nothing running', async () => {
    const whole = readFileSync(keysFile(), 'utf8');
    writeFileSync(keysFile(), JSON.stringify({ admin: 'a', owner: 'b', runtime: 'c' }));
    await expect(start()).rejects.toThrow(/does not take the passwords in .*: restore the folder "keys"/);
    expect(existsSync(clusterFile('postmaster.pid'))).toBe(false);
    expect(existsSync(path.join(dataDir, 'server.lock'))).toBe(false);
    // The same of one that runs already.
    writeFileSync(keysFile(), whole);
    await startShared({ dataDir, log: () => undefined });
    writeFileSync(keysFile(), JSON.stringify({ admin: 'a', owner: 'b', runtime: 'c' }));
    await expect(start()).rejects.toThrow(/does not take the passwords in/);
    writeFileSync(keysFile(), whole);
    await stopShared(dataDir);
  });

  it('gives a start up when asked to, and leaves nothing running', async () => {
    const signal = AbortSignal.abort();
    await expect(startEmbedded({ dataDir, log: () => undefined, signal })).rejects.toThrow(/was ended/);
    expect(existsSync(clusterFile('postmaster.pid'))).toBe(false);
    expect(existsSync(path.join(dataDir, 'server.lock'))).toBe(false);
  });

  it('keeps its log small while it runs', async () => {
    server = await start();
    const file = path.join(dataDir, 'postgres.log');
    writeFileSync(file, `${'x'.repeat(11 * 1024 * 1024)}\nthe last line\n`, { flag: 'a' });
    await expect.poll(() => statSync(file).size).toBeLessThan(1024 * 1024);
    const before = readFileSync(`${file}.1`, 'utf8');
    expect(before.length).toBe(10 * 1024 * 1024);
    expect(before.endsWith('\nthe last line\n')).toBe(true);
    // PostgreSQL writes on in the file that was emptied.
    await expect(ask('SELECT no_such_function_at_all()')).rejects.toThrow();
    await expect.poll(() => readFileSync(file, 'utf8')).toContain('no_such_function_at_all');
    expect(statSync(file).size).toBeLessThan(1024 * 1024);
    await server.stop();
  });

  it('refuses data whose passwords are gone, and says where they were', async () => {
    const keys = path.join(dataDir, 'keys');
    renameSync(keys, `${keys}.aside`);
    await expect(start()).rejects.toThrow(/restore the folder "keys" from your backup/);
    rmSync(keys, { recursive: true, force: true });
    renameSync(`${keys}.aside`, keys);
  });
});
