import { randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { nameOf, optionsIn } from '@/apps/cli/command';
import { commands } from '@/apps/cli/main';
import { ROUTED } from '@/lib/server/doors/routed';
import { makeCallers } from '@/test/support/callers';
import { gfOn } from '@/test/support/gf';
import { startTestServer, type TestServer } from '@/test/support/server';
import { temporaryFolder } from '@/test/support/temporary-folder';

let server: TestServer;
let headers: Record<string, string>;
const gf = gfOn(() => server.database.runtimeUrl);
const folder = temporaryFolder('gf-registry-');

beforeAll(async () => {
  server = await startTestServer();
  headers = (await makeCallers(server.runtime.db, server.address)).administratorToken;
});
afterAll(() => server.stop());

const shapeOf = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(shapeOf);
  if (typeof value !== 'object' || value === null) return value === null ? null : typeof value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, shapeOf(each)]));
};

/** Those that ask for nothing that has to be given. */
const asked = ROUTED.filter(({ method, url, declared }) => {
  return method === 'GET' && !url.includes(':') && !declared.people;
}).flatMap(({ url, call }) => {
  const command = commands.find(({ verb }) => verb === call);
  const needed = command && optionsIn(command.usage.replace(/\[.*?\]/g, ''));
  return command && needed?.length === 0 ? [{ url, name: nameOf(command) }] : [];
});

const hostName = async () => (await gf('host', 'list')).out[1]?.split('\t')[1] ?? '';

describe('a command of a verb', () => {
  it.each(asked)('$name prints what $url answers, and with --json the same', async ({ url, name }) => {
    const answer = await fetch(`${server.address}${url}`, { headers });
    const told = await gf(...name.split(' '), '--json');
    expect([told.code, told.err.slice(1)]).toEqual([0, []]);
    const json = JSON.parse(told.out.join('\n'));
    const ofApi = (await answer.json()) as object;
    // The log grows while it is asked.
    if (url.startsWith('/api/v1/audit')) expect(Object.keys(json).sort()).toEqual(Object.keys(ofApi).sort());
    else expect(shapeOf(json)).toEqual(shapeOf(ofApi));
    expect((await gf(...name.split(' '))).code).toBe(0);
  });

  it('takes hosts by their name, and a body from options or a file', async () => {
    const name = await hostName();
    expect((await gf('host', 'show', name)).out).toContainEqual(expect.stringContaining(name));
    expect(await gf('note', 'write', name, '--text', 'Renewed on Friday')).toMatchObject({
      code: 0,
      err: [],
    });
    const file = path.join(folder, 'note.json');
    writeFileSync(file, JSON.stringify({ text: 'From a file' }));
    expect((await gf('note', 'write', name, '--body', file)).code).toBe(0);
    const stdin = Readable.from([Buffer.from('\uFEFF{"text": "From '), Buffer.from('standard input"}')]);
    const piped = gfOn(() => server.database.runtimeUrl, { stdin });
    expect(await piped('note', 'write', name, '--body', '-')).toMatchObject({ code: 0, err: [] });
    const { notes } = JSON.parse((await gf('note', 'list', name, '--json')).out.join('\n'));
    expect(notes.map(({ text }: { text: string }) => text)).toEqual([
      'From standard input',
      'From a file',
      'Renewed on Friday',
    ]);
    expect((await gf('host', 'owner', '--hosts', name, '--owner', 'Ops Paris')).code).toBe(0);
    expect((await gf('host', 'show', 'nowhere')).code).toBe(1);
  });

  it('says with which cursor a list goes on', async () => {
    const first = await gf('audit', 'list', '--limit', '1', '--json');
    expect(JSON.parse(first.out.join('\n')).nextCursor).not.toBeNull();
    for (const text of ['one', 'two']) await gf('note', 'write', await hostName(), '--text', text);
    const listed = await gf('note', 'list', await hostName(), '--limit', '1');
    const cursor = /--cursor=(\S+) goes on$/.exec(listed.err[0] ?? '')?.[1];
    const next = await gf('note', 'list', await hostName(), '--limit', '1', `--cursor=${cursor}`);
    expect([next.code, next.out[1] === listed.out[1]]).toEqual([0, false]);
  });

  it('names the option that is wrong, with exit code 2', async () => {
    const host = await hostName();
    const bodyOf = (written: string) => {
      const file = path.join(folder, `${randomUUID()}.json`);
      writeFileSync(file, written);
      return file;
    };
    const wrong: [string[], RegExp][] = [
      [['host', 'list', '--sort', 'colour'], /^gf: --sort /],
      [['host', 'list', '--fabric', 'none'], /^gf: --fabric /],
      [['report', 'list', '--limit', '0'], /^gf: --limit must be at least 1/],
      [['change', 'since', '--since', 'soon'], /^gf: --since /],
      [['plan', 'create', '--lang', 'de'], /^gf: --lang must be one of en, fr/],
      [['search', 'find'], /^gf: --q must be given/],
      [['plan', 'create', '--body', path.join(folder, 'none')], /^gf: --body cannot be read: ENOENT/],
      [['plan', 'create', '--body', bodyOf('{')], /^gf: --body names no JSON that can be read/],
      [['plan', 'create', '--body', bodyOf('[]')], /^gf: --body must hold a JSON object/],
      [['plan', 'preview', '--hosts', host, '--body', bodyOf('null')], /^gf: --body must hold a JSON object/],
    ];
    for (const [argv, said] of wrong) {
      const { code, err } = await gf(...argv);
      expect([argv, code, err.join()]).toEqual([argv, 2, expect.stringMatching(said)]);
    }
  });
});
