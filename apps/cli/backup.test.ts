import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { run } from '@/apps/cli/main';
import { type Manifest, OWN_FILES, writeManifest } from '@/lib/server/db/backup/manifest';
import { loadEnv } from '@/lib/server/process/env';
import { createLogger } from '@/lib/server/process/logger';
import { keyPlaceOf, listReportKeys, rotateReportKey } from '@/lib/server/services/report';
import { type RunningServer, startServer } from '@/server';
import { type Enrolled, enroll, hostNames, send, snapshotOf } from '@/test/support/agent-client';
import { makeOperator, signInCookie, systemCtx } from '@/test/support/callers';
import { temporaryFolder } from '@/test/support/temporary-folder';
import { attachTo, makeWorld, uniqueName } from '@/test/support/world';

// One installation goes through a life: backed up while it serves, lost, restored and served again.
describe('gf backup and gf restore', () => {
  let parent: string;
  let server: RunningServer | undefined;
  let host: Enrolled;
  let person: Awaited<ReturnType<typeof makeOperator>>;
  let cookie: string;
  let reportKeys: unknown;
  const at = (name: string) => path.join(parent, name);

  const variables = (data: string) => ({ NODE_ENV: 'test', PORT: '0', GF_DATA_DIR: at(data) });

  async function gf(data: string, ...argv: string[]) {
    const out: string[] = [];
    const err: string[] = [];
    const code = await run(argv, {
      open: () => Promise.reject(new Error('not needed')),
      readPassword: () => Promise.reject(new Error('not needed')),
      environment: variables(data),
      out: (line) => void out.push(line),
      err: (line) => void err.push(line),
    });
    return { code, out, err };
  }

  const serve = async (data: string) => {
    server = await startServer({
      env: loadEnv(variables(data)),
      pages: false,
      log: createLogger({ level: 'silent' }),
    });
    return server;
  };

  async function running(data = 'data') {
    const { db, close } = attachTo(at(data));
    try {
      const ids = await db.$queryRaw<
        { id: string }[]
      >`SELECT snapshot_id AS id FROM snapshot_receipt ORDER BY 1`;
      const { serverEpoch } = await db.installation.findUniqueOrThrow({ where: { id: 1 } });
      return { ids: ids.map(({ id }) => id), serverEpoch, sessions: await db.session.count() };
    } finally {
      await close();
    }
  }

  const readReportKeys = async (address: string) =>
    (await fetch(`${address}/.well-known/report-keys.json`)).json();

  beforeAll(async () => {
    parent = temporaryFolder('gf-backup-');
    const { runtime, address } = await serve('data');
    const world = await makeWorld(runtime.db);
    host = await enroll(address, await world.enrollmentToken(), hostNames(uniqueName('HV')));
    person = await makeOperator(runtime.db);
    cookie = await signInCookie(address, person.email, person.password);
    await send(address, host, snapshotOf(host));
    const place = keyPlaceOf({ dataDir: at('data') });
    for (const _ of ['first', 'second'])
      await rotateReportKey({ ctx: systemCtx(runtime.db), keyPlace: place });
    reportKeys = await readReportKeys(address);
  });

  afterAll(async () => {
    await server?.stop();
    rmSync(parent, { recursive: true, force: true });
  });

  it('backs up beside the running server: readable by its owner alone, and never over something', async () => {
    const made = await gf('data', 'backup', at('first'));
    expect(made.code).toBe(0);
    expect(made.err.filter((line) => !/^Copying: \d+ % of \d+ MiB$/.test(line))).toEqual([]);
    expect(made.out[0]).toMatch(/first: \d+ MiB in \d+ files, audit log \d+ entries, head [0-9a-f]{64}$/);
    expect(statSync(at('first')).mode & 0o777).toBe(0o700);
    expect(statSync(path.join(at('first'), 'keys', 'postgres.json')).mode & 0o777).toBe(0o600);
    expect(readdirSync(parent).filter((name) => name.includes('partial'))).toEqual([]);
    const again = await gf('data', 'backup', at('first'));
    expect(again).toMatchObject({ code: 1, out: [] });
    expect(again.err[0]).toMatch(/is there already and is never written over/);
    expect((await gf('data', 'backup', at('data/inside'))).err[0]).toMatch(/lies in the data folder/);
    symlinkSync(at('data'), at('way-in'));
    expect((await gf('data', 'backup', at('way-in/inside'))).err[0]).toMatch(/lies in the data folder/);
    expect((await gf('data', 'backup', at('no/such/place'))).err[0]).toMatch(/is not there: make it/);
    expect((await gf('data', 'backup')).code).toBe(2);
    expect((await gf('data', 'backup', at('x'), 'y')).code).toBe(2);
    expect((await gf('data', 'backup', '--help')).out[0]).toBe('gf backup DIR');
  });

  it('refuses what is no whole backup, and leaves the data folder as it was', async () => {
    const refused = async (backup: string, data = 'empty') => {
      const { code, out, err } = await gf(data, 'restore', at(backup));
      expect([code, out, existsSync(at('empty'))]).toEqual([1, [], false]);
      return err.at(-1);
    };
    expect(await refused('first', 'data')).toMatch(
      /data is not empty \(.* …\), and nothing is ever written over/,
    );
    expect(await refused('none')).toMatch(/is no finished backup \(it lacks manifest\.json\)/);
    const manifest = path.join(at('first'), 'manifest.json');
    const rewriteManifest = (changed: Manifest) => {
      for (const file of OWN_FILES) rmSync(path.join(at('first'), file));
      return writeManifest(at('first'), changed);
    };
    const text = readFileSync(manifest, 'utf8');
    for (const major of [-1, 1].map((step) => JSON.parse(text).postgres.major + step)) {
      const { postgres, ...rest } = JSON.parse(text);
      await rewriteManifest({ ...rest, postgres: { ...postgres, major } });
      expect(await refused('first')).toMatch(
        new RegExp(`holds a PostgreSQL ${major} database and this program`),
      );
    }
    await rewriteManifest(JSON.parse(text));
    appendFileSync(manifest, ' ');
    expect(await refused('first')).toMatch(/manifest\.json was changed after it was written/);
    writeFileSync(manifest, text);
    writeFileSync(path.join(at('first'), 'postgres', 'added'), '');
    expect(await refused('first')).toMatch(/added is not of this backup/);
    rmSync(path.join(at('first'), 'postgres', 'added'));
    const control = path.join(at('first'), 'postgres', 'global', 'pg_control');
    const bytes = readFileSync(control);
    writeFileSync(control, Buffer.from(bytes).fill(1, 100, 101));
    expect(await refused('first')).toMatch(/pg_control is not as it was written: the backup is damaged/);
    rmSync(control);
    expect(await refused('first')).toMatch(/pg_control is missing: the backup is not whole/);
    writeFileSync(control, bytes);
    mkdirSync(at('cut/restoring'), { recursive: true });
    expect(await refused('first', 'cut')).toMatch(/cut holds a restore that was cut short/);
    await expect(serve('cut')).rejects.toThrow(
      /holds a restore that was cut short: remove what is in that folder/,
    );
  });

  it('refuses a data folder in the backup and a backup in the data folder, through links too, and a file', async () => {
    symlinkSync(at('first'), at('way-to-first'));
    mkdirSync(at('first/sub'));
    const refused = async (data: string, backup: string) => {
      const { code, out, err } = await gf(data, 'restore', at(backup));
      expect([code, out]).toEqual([1, []]);
      return err.at(-1);
    };
    for (const data of ['first/sub', 'first', 'way-to-first/new/data'])
      expect(await refused(data, 'first')).toMatch(
        /lies in the backup, which would be spoilt: set GF_DATA_DIR/,
      );
    mkdirSync(at('outer'));
    symlinkSync(at('outer'), at('way-to-outer'));
    renameSync(at('first'), at('outer/first'));
    for (const data of ['outer', 'way-to-outer'])
      expect(await refused(data, 'outer/first')).toMatch(/first lies in the data folder, .*: move it out of/);
    renameSync(at('outer/first'), at('first'));
    rmSync(at('first/sub'), { recursive: true });
    writeFileSync(at('file'), '');
    for (const data of ['file', 'file/below'])
      expect(await refused(data, 'first')).toMatch(/is, or lies below, a file where a folder should be/);
  });

  it('restores after everything is lost: the same ids, a new epoch, an intact audit log, nobody signed in', async () => {
    const kept = await running();
    await server?.stop();
    rmSync(at('data'), { recursive: true });
    const restored = await gf('data', 'restore', at('first'));
    expect(restored).toMatchObject({ code: 0 });
    expect(restored.out[0]).toMatch(/audit log intact with \d+ entries$/);
    expect(readdirSync(at('data')).sort()).toEqual(['keys', 'postgres']);
    const { address, runtime } = await serve('data');
    const now = await running();
    expect(now).toMatchObject({ ids: kept.ids, sessions: 0 });
    expect(now.serverEpoch).not.toBe(kept.serverEpoch);
    const me = await fetch(`${address}/api/trpc/operator.me`, { headers: { cookie } });
    expect(me.status).toBe(401);
    await signInCookie(address, person.email, person.password);
    await send(address, host, snapshotOf(host, { sequence: 2 }));
    // Earlier reports can be verified, and later ones are signed with the same key.
    expect(await readReportKeys(address)).toEqual(reportKeys);
    const listed = await listReportKeys({ ctx: systemCtx(runtime.db) });
    expect(listed.map(({ isCurrent }) => isCurrent).sort()).toEqual([false, true]);
  });

  it('backs up a folder that nobody serves, and leaves nothing running', async () => {
    await server?.stop();
    expect(await gf('data', 'backup', at('second'))).toMatchObject({ code: 0 });
    expect(existsSync(at('data/postgres/postmaster.pid'))).toBe(false);
    expect(existsSync(at('data/server.lock'))).toBe(false);
    mkdirSync(at('third'));
    expect(await gf('third', 'restore', at('second'))).toMatchObject({ code: 0 });
    await serve('third');
    expect((await running('third')).ids).toHaveLength(2);
    const nothing = gf('nothing', 'backup', at('fourth'));
    await expect(nothing).rejects.toThrow(/holds no database: set GF_DATA_DIR/);
  });

  it('knows a PostgreSQL of one’s own by its address, and leaves it alone', async () => {
    const surroundings = {
      environment: { ...variables('data'), DATABASE_URL: 'postgresql://localhost/x' },
      open: () => Promise.reject(new Error('not needed')),
      readPassword: () => Promise.reject(new Error('not needed')),
      out: () => undefined,
    };
    const said: string[] = [];
    const err = (line: string) => void said.push(line);
    expect(await run(['backup', at('own')], { ...surroundings, err })).toBe(1);
    expect(await run(['restore', at('first')], { ...surroundings, err })).toBe(1);
    expect(said).toEqual([expect.stringContaining('pg_dump'), expect.stringContaining('pg_restore')]);
  });
});
