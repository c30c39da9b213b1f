import { rmSync } from 'node:fs';
import path from 'node:path';
import type { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { run } from '@/apps/cli/main';
import { withClient } from '@/lib/server/db/connection';
import { attachEmbedded } from '@/lib/server/db/embedded/server';
import { openDatabase } from '@/lib/server/db/start';
import { loadEnv } from '@/lib/server/process/env';
import { readSecret } from '@/lib/server/request/bearer-secrets';
import { canSetUp } from '@/lib/server/services/operator';
import { enroll, type HostNames, hostNames, snapshotOf } from '@/test/support/agent-client';
import { makeCallers, makeOperator, signInCookie, systemCtx } from '@/test/support/callers';
import { deliver } from '@/test/support/ingest';
import { startTestServer, type TestServer } from '@/test/support/server';
import { temporaryFolder } from '@/test/support/temporary-folder';
import { makeWorld, uniqueName } from '@/test/support/world';

const PASSWORD = 'a password that is long enough';

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
});

afterAll(() => server.stop());

/** As a shell sees it: with the server running, on the same database. */
async function gf(argv: string[], password = PASSWORD) {
  const out: string[] = [];
  const err: string[] = [];
  const code = await run(argv, {
    open: async () => ({ runtimeUrl: server.database.runtimeUrl, stop: async () => undefined }),
    readPassword: async () => password,
    out: (line) => void out.push(line),
    err: (line) => void err.push(line),
  });
  return { code, out, err };
}

const rows = ({ out }: { out: string[] }) => out.slice(1).map((line) => line.split('\t'));

describe('gf', () => {
  it('prints another set-up link while nobody can sign in, and none afterwards', async () => {
    const { code, out, err } = await gf(['operator', 'set-up']);
    expect([code, out.length, err]).toEqual([0, 1, []]);
    const ctx = systemCtx(server.runtime.db);
    const opens = (link: string) =>
      canSetUp({ ctx, input: { token: new URL(link).searchParams.get('token') ?? '' } });
    expect(await opens(out[0] ?? '')).toBe(true);
    expect(await opens(server.setUpLink ?? '')).toBe(false);
    await gf(['operator', 'create', '--email', `${uniqueName('first')}@fab.example`, '--role', 'viewer']);
    expect(await gf(['operator', 'set-up'])).toEqual({
      code: 1,
      out: [],
      err: ['gf: There is an operator already: gf operator create makes another one'],
    });
  });

  it('makes fabrics, and refuses one that is there with exit code 1', async () => {
    const name = uniqueName('fabric');
    expect(await gf(['fabric', 'create', name])).toMatchObject({ code: 0, err: [] });
    expect(await gf(['fabric', 'create', name.toUpperCase()])).toEqual({
      code: 1,
      out: [],
      err: [`gf: There is a fabric "${name}" already`],
    });
    const twoLines = await gf(['fabric', 'create', `${name}\nb`]);
    expect([twoLines.code, twoLines.out]).toEqual([1, []]);
    expect(rows(await gf(['fabric', 'list'])).map(([, shown]) => shown)).toContain(name);
  });

  it('prints the secret of an enrolment token alone, once', async () => {
    const fabric = uniqueName('fabric');
    await gf(['fabric', 'create', fabric]);
    const made = await gf([
      'enrollment-token',
      'create',
      '--fabric',
      fabric,
      '--uses',
      '3',
      '--expires',
      '2h',
    ]);
    expect(made).toMatchObject({ code: 0, err: [] });
    expect(made.out).toHaveLength(1);
    const none = await gf(['enrollment-token', 'create', '--fabric', fabric, '--uses', '0']);
    expect(none).toEqual({ code: 1, out: [], err: ['gf: uses: must be at least 1'] });
    const nameless = await gf(['fabric', 'create', '']);
    expect(nameless).toEqual({ code: 1, out: [], err: ['gf: name: must be at least 1 character'] });
    expect(readSecret('enrollmentToken', made.out[0] ?? '')).not.toBeNull();
    const listed = await gf(['enrollment-token', 'list']);
    expect(listed.out.join()).not.toContain(made.out[0]);
    const [id = ''] = rows(listed).find((row) => row[1] === fabric) ?? [];
    expect((await gf(['enrollment-token', 'revoke', id])).code).toBe(0);
    const after = rows(await gf(['enrollment-token', 'list'])).find((row) => row[0] === id);
    expect(after?.at(-1)).toBe('false');
  });

  it('ends all sessions of a person, by e-mail address or id', async () => {
    const { id, email, password } = await makeOperator(server.runtime.db, 'viewer');
    for (const person of [email, id]) {
      await signInCookie(server.address, email, password);
      await signInCookie(server.address, email, password);
      expect((await gf(['session', 'list'])).out.filter((line) => line.includes(email))).toHaveLength(2);
      expect(await gf(['session', 'revoke-all', person])).toEqual({ code: 0, out: ['2'], err: [] });
    }
    expect(await gf(['session', 'revoke-all', 'nobody@fab.example'])).toMatchObject({ code: 1, out: [] });
  });

  it('makes operators with a password from standard input, and API tokens', async () => {
    const email = `${uniqueName('op')}@fab.example`;
    const create = ['operator', 'create', '--email', email, '--role', 'auditor'];
    expect((await gf(create)).code).toBe(0);
    expect(await gf(create, 'short')).toMatchObject({ code: 1, out: [] });
    expect((await gf(['operator', 'reset-password', email], 'another long password')).code).toBe(0);
    expect((await gf(['operator', 'disable', email])).code).toBe(0);
    const shown = rows(await gf(['operator', 'list'])).find((row) => row[1] === email);
    expect(shown?.at(-1)).toMatch(/^\d{4}-/);
    const token = await gf(['api-token', 'create', '--name', email, '--role', 'viewer']);
    expect(readSecret('apiToken', token.out[0] ?? '')).not.toBeNull();
    const [id = ''] = rows(await gf(['api-token', 'list'])).find((row) => row[1] === email) ?? [];
    expect((await gf(['api-token', 'revoke', id])).code).toBe(0);
  });

  it('administers hosts by name or id', async () => {
    const headers = await makeCallers(server.runtime.db, server.address);
    const rotate = () =>
      fetch(`${server.address}/api/v1/agent/rotate`, { method: 'POST', headers: headers.hostCredential });
    const [id = '', name = ''] = rows(await gf(['host', 'list']))[0] ?? [];
    const until = await gf(['host', 'allow-reenroll', name]);
    expect(Date.parse(until.out[0] ?? '') - Date.now()).toBeGreaterThan(23 * 3_600_000);
    expect(await gf(['host', 'withdraw-reenroll', name])).toMatchObject({ code: 0, out: [] });
    expect(await gf(['host', 'withdraw-reenroll', name])).toMatchObject({ code: 1 });
    expect(await gf(['host', 'unlock', name])).toMatchObject({ code: 1 });
    await server.runtime.db.source.update({ where: { id }, data: { lockedAt: new Date() } });
    expect(await gf(['host', 'unlock', id])).toMatchObject({ code: 0, out: [] });
    expect((await rotate()).status).toBe(200);
    expect((await gf(['host', 'retire', name])).code).toBe(0);
    expect((await rotate()).status).toBe(401);
    expect(await gf(['host', 'retire', name])).toMatchObject({ code: 1 });
    expect(rows(await gf(['host', 'list'])).map((row) => row[0])).not.toContain(id);
  });

  it('takes a host name that one host goes by, and no name of several', async () => {
    const { db } = server.runtime;
    const world = await makeWorld(db);
    const enrolled = async (names: HostNames) => enroll(server.address, await world.enrollmentToken(), names);
    const hostname = uniqueName('HV');
    const one = await enrolled(hostNames(hostname));
    expect(await gf(['host', 'allow-reenroll', hostname.toLowerCase()])).toMatchObject({ code: 0 });
    const two = await enrolled({ ...hostNames(hostname), fqdn: `${hostname}.two.example` });
    const sentence = `gf: 2 hosts go by "${hostname}": give the FQDN that one enrolled with, or its id`;
    expect(await gf(['host', 'retire', hostname])).toEqual({ code: 1, out: [], err: [sentence] });
    const now = new Date();
    const renamed = snapshotOf(two, {
      collectedAt: now,
      host: { hostname: `${hostname}-NEW`, fqdn: one.fqdn },
    });
    await deliver(
      server.runtime.ingestDb,
      { ...two, enrollment: 1 },
      { receivedAt: now, snapshots: [renamed] },
    );
    expect(await gf(['host', 'retire', one.fqdn])).toMatchObject({ code: 0 });
    expect(await gf(['host', 'retire', `${hostname}-new`])).toMatchObject({ code: 0 });
    const left = await db.host.findMany({ where: { enrolledHostname: hostname, retiredAt: null } });
    expect(left).toEqual([]);
  });

  it('says that two hosts are one machine', async () => {
    const world = await makeWorld(server.runtime.db);
    const enrolled = async () => {
      const names = hostNames(uniqueName('HV'));
      return enroll(server.address, await world.enrollmentToken(), names);
    };
    const [before, after] = [await enrolled(), await enrolled()];
    expect(await gf(['host', 'merge', before.fqdn])).toMatchObject({ code: 2 });
    const merge = () => gf(['host', 'merge', before.fqdn, after.hostId]);
    expect(await merge()).toEqual({ code: 0, out: [], err: [] });
    const headers = { authorization: `Bearer ${before.credential}` };
    const rotated = await fetch(`${server.address}/api/v1/agent/rotate`, { method: 'POST', headers });
    expect(rotated.status).toBe(401);
    expect(await merge()).toMatchObject({ code: 1, out: [] });
  });

  it('finds a broken audit log', async () => {
    const intact = await gf(['audit', 'verify']);
    expect(intact.out[0]).toMatch(/^\d+ entries, intact, head [0-9a-f]{64}$/);
    await gf(['fabric', 'create', uniqueName('fabric')]);
    const change = (actor: string) => (client: Client) =>
      client.query(
        `UPDATE audit_entry SET actor_kind = $1 WHERE sequence = (SELECT max(sequence) FROM audit_entry) RETURNING sequence`,
        [actor],
      );
    const { rows: changed } = await withClient(server.database.adminUrl, change('nobody'));
    const sentence = `gf: The audit log is broken: entry ${changed[0]?.sequence} was changed after it was written`;
    expect(await gf(['audit', 'verify'])).toEqual({
      ...{ code: 1, out: [] },
      err: [expect.stringContaining('There is no checkpoint file'), sentence],
    });
    await withClient(server.database.adminUrl, change('system'));
    expect(await gf(['audit', 'verify'])).toMatchObject({ code: 0 });
  });

  it('works with no server running: it starts the database of the data folder, and ends it', async () => {
    const folder = temporaryFolder('gf-cli-');
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const dataDir = path.join(folder, 'data');
    const alone = async (...argv: string[]) => {
      const out: string[] = [];
      const code = await run(argv, {
        open: () => openDatabase(loadEnv({ NODE_ENV: 'test', GF_DATA_DIR: dataDir }), () => undefined),
        readPassword: async () => PASSWORD,
        out: (line) => void out.push(line),
        err: () => undefined,
      });
      return { code, out };
    };
    expect(await alone('fabric', 'create', 'PAR-Prod')).toMatchObject({ code: 0 });
    const token = await alone('enrollment-token', 'create', '--fabric', 'PAR-Prod');
    expect(token.out).toHaveLength(1);
    expect(readSecret('enrollmentToken', token.out[0] ?? '')).not.toBeNull();
    expect(await alone('fabric', 'create', 'PAR-Prod')).toEqual({ code: 1, out: [] });
    expect(attachEmbedded(dataDir)).toBeUndefined();
    // A server makes an installation of it; gf alone has not.
    const said: string[] = [];
    const backup = await run(['backup', path.join(folder, 'copy')], {
      open: () => Promise.reject(new Error('not needed')),
      readPassword: () => Promise.reject(new Error('not needed')),
      environment: { NODE_ENV: 'test', GF_DATA_DIR: dataDir },
      out: (line) => void said.push(line),
      err: (line) => void said.push(line),
    });
    const sentence = 'gf: This database was never served: start the server once, then back it up';
    expect([backup, said]).toEqual([1, [sentence]]);
  });

  it('renames fabrics, whatever the case, and never to a name that is taken', async () => {
    const [old, taken, name] = [uniqueName('fabric'), uniqueName('fabric'), uniqueName('fabric')];
    const [id] = (await gf(['fabric', 'create', old])).out;
    await gf(['fabric', 'create', taken]);
    expect(await gf(['fabric', 'rename', old, taken.toUpperCase()])).toMatchObject({ code: 1, out: [] });
    expect(await gf(['fabric', 'rename', old.toUpperCase(), name])).toEqual({ code: 0, out: [], err: [] });
    expect(await gf(['fabric', 'rename', old, 'x'])).toMatchObject({ code: 1 });
    expect(await gf(['fabric', 'rename', name, name.toUpperCase()])).toMatchObject({ code: 0 });
    const shown = rows(await gf(['fabric', 'list'])).find((row) => row[0] === id);
    expect(shown?.[1]).toBe(name.toUpperCase());
    const renamed = await gf(['audit', 'list', '--action', 'fabric.renamed', '--subject', id ?? '']);
    expect(rows(renamed).map((row) => row[5])).toEqual([
      JSON.stringify({ to: name.toUpperCase(), from: name }),
      JSON.stringify({ to: name, from: old }),
    ]);
  });

  it('lists the audit log, and says on standard error that there is more', async () => {
    for (let n = 0; n < 3; n += 1) await gf(['fabric', 'create', uniqueName('fabric')]);
    const listed = await gf(['audit', 'list', '--actor', 'cli', '--since', '1h', '--limit', '2']);
    expect(rows(listed).map((row) => row.slice(2, 4))).toEqual(
      Array(2).fill(['system cli', 'fabric.created']),
    );
    expect(listed.err).toEqual(['These are the newest 2: there are more, and --limit asks for them']);
    expect((await gf(['audit', 'list', '--since', 'soon'])).err[0]).toMatch(
      /--since takes a time such as 7d/,
    );
    expect(rows(await gf(['audit', 'list', '--since', '2999-01-01T00:00:00Z']))).toEqual([]);
    expect(rows(await gf(['audit', 'list', '--until', '1970-01-01T00:00:00Z']))).toEqual([]);
  });

  it('lists what was done to a thing, by its name', async () => {
    const name = uniqueName('fabric');
    const [id] = (await gf(['fabric', 'create', name])).out;
    const listed = rows(await gf(['audit', 'list', '--subject', name]));
    expect(listed.map((row) => row.slice(3, 5))).toEqual([['fabric.created', `fabric ${id} ${name}`]]);
  });

  it('names the option that is wrong, and what a command takes', async () => {
    const expires = (...argv: string[]) => gf([...argv, '--expires', '45s']);
    expect(await expires('enrollment-token', 'create', '--fabric', 'x')).toEqual({
      code: 2,
      out: [],
      err: ['gf: --expires must be from 60s to 30d, not "45s"'],
    });
    expect((await expires('api-token', 'create', '--name', 'x', '--role', 'viewer')).err).toEqual([
      'gf: --expires must be from 60s to 366d, not "45s"',
    ]);
    expect((await gf(['audit', 'list', '--since', '-1d'])).err[0]).toMatch(
      /^gf: --since needs a value; one that begins with a dash is --since=VALUE/,
    );
    expect(await gf(['agent', 'hash', 'extra'])).toEqual({
      code: 2,
      out: [],
      err: ['gf: Usage: gf agent hash'],
    });
    expect((await gf(['agent', 'hash', '--help'])).out[0]).toBe('gf agent hash');
  });

  it('takes the id of a key that begins with a dash, as one of 64 does, for no option', async () => {
    const kid = '-qPNO-j7rmNRf-7nFoEDI2RwiHETj5Q04SrMBFS33eY';
    expect(await gf(['report-key', 'show', kid])).toEqual({
      code: 1,
      out: [],
      err: ['gf: There is no such key: gf report-key list shows all'],
    });
    expect((await gf(['agent', 'hash', '-x'])).err).toEqual(['gf: Usage: gf agent hash']);
  });

  it('changes what operators may do, and enables them again', async () => {
    const fabric = uniqueName('fabric');
    await gf(['fabric', 'create', fabric]);
    const email = `${uniqueName('op')}@fab.example`;
    await gf(['operator', 'create', '--email', email, '--role', 'auditor']);
    const shown = async () =>
      rows(await gf(['operator', 'list']))
        .find((row) => row[1] === email)
        ?.slice(3);
    expect(await gf(['operator', 'set', email, '--role', 'operator'])).toEqual({ code: 0, out: [], err: [] });
    expect(await shown()).toEqual(['operator', 'all', '']);
    await gf(['operator', 'set', email, '--fabric', fabric]);
    expect(await shown()).toEqual(['operator', fabric, '']);
    await gf(['operator', 'set', email, '--all-fabrics', '--role', 'viewer']);
    expect(await shown()).toEqual(['viewer', 'all', '']);
    await gf(['operator', 'disable', email]);
    expect((await shown())?.[2]).not.toBe('');
    await gf(['operator', 'enable', email]);
    expect((await shown())?.[2]).toBe('');
    for (const wrong of [[], ['--role', 'king'], ['--fabric', fabric, '--all-fabrics']])
      expect((await gf(['operator', 'set', email, ...wrong])).code).toBe(2);
    expect((await gf(['operator', 'set', email, '--fabric', 'none'])).code).toBe(1);
  });

  it('says how it is used, with exit code 2 where it was used wrongly', async () => {
    const fabric = (await gf(['fabric', '--help'])).out;
    expect(fabric.join('\n')).toContain(
      '  gf fabric create NAME\n      makes a fabric: the hosts attested by one HGS cluster\n',
    );
    expect((await gf(['fabric'])).out).toEqual(fabric);
    const help = (await gf(['--help'])).out;
    expect(help.find((line) => line.startsWith('  fabric '))).toMatch(/ create, list, rename$/);
    expect((await gf(['help'])).out).toEqual(help);
    expect([...help, ...fabric].filter((line) => line.length > 80)).toEqual([]);
    expect((await gf(['fabric', 'create', '--help'])).out[0]).toBe('gf fabric create NAME');
    for (const argv of [
      [],
      ['nothing'],
      ['fabric', 'create'],
      ['fabric', 'create', 'a', 'b'],
      ['fabric', 'list', '--colour'],
      ['enrollment-token', 'create'],
      ['enrollment-token', 'create', '--fabric', 'x', '--expires', 'soon'],
      ['enrollment-token', 'create', '--fabric', 'x', '--uses', '-1'],
      ['operator', 'create', '--email', 'a@b.example', '--role', 'king'],
      ['toString', 'x'],
    ])
      expect([argv, (await gf(argv)).code]).toEqual([argv, 2]);
  });
});
