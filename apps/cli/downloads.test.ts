import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listAudit } from '@/lib/server/services/system';
import { makeCallers, systemCtx } from '@/test/support/callers';
import { gfOn } from '@/test/support/gf';
import { startTestServer, type TestServer } from '@/test/support/server';
import { temporaryFolder } from '@/test/support/temporary-folder';

let server: TestServer;
let headers: Record<string, string>;
const folder = temporaryFolder('gf-downloads-');
const at = (name: string) => path.join(folder, name);

beforeAll(async () => {
  server = await startTestServer();
  headers = (await makeCallers(server.runtime.db, server.address)).administratorToken;
});
afterAll(() => server.stop());

async function gf(...argv: string[]) {
  const stdout = new PassThrough();
  const environment = { NODE_ENV: 'test', GF_DATA_DIR: at('data') };
  const said = await gfOn(() => server.database.runtimeUrl, { environment, stdout })(...argv);
  stdout.end();
  return { ...said, file: await text(stdout) };
}

const AGO = new Date(Date.now() - 3_600_000).toISOString();

const ofApi = async (address: string) =>
  (await fetch(`${server.address}/api/v1/${address}`, { headers })).text();

describe('gf writes what the API gives as a file', () => {
  it('of hosts, to standard output or under its own name, and notes it', async () => {
    const asked = ['host', 'export', '--format', 'csv', '--sort', 'hostname', '--columns', 'state,hostname'];
    const csv = await ofApi('hosts/export?format=csv&sort=hostname&columns=state,hostname');
    expect(await gf(...asked, '--out', '-')).toEqual({ code: 0, out: [], err: [], file: csv });
    const saved = await gf(...asked, '--out', folder);
    expect(readFileSync(saved.out[0] ?? '', 'utf8')).toBe(`\uFEFF${csv}`);
    expect(path.basename(saved.out[0] ?? '')).toMatch(/^hosts.*\.csv$/);
    const { entries } = await listAudit({
      ctx: systemCtx(server.runtime.db),
      input: { action: 'host.exported' },
    });
    expect(entries.map(({ actor }) => actor.kind)).toEqual(['system', 'system', 'apiToken']);
  });

  it.each([
    ['change export', 'changes/export?format=csv', ['--format', 'csv']],
    [
      'change changelog-export',
      `changelog/export?format=csv&from=${AGO}`,
      ['--format', 'csv', '--from', AGO],
    ],
    ['exception export', 'exceptions/export?format=csv', ['--format', 'csv']],
    ['audit export', 'audit/export?format=csv&action=fabric', ['--format', 'csv', '--action', 'fabric']],
  ])('by %s', async (name, address, options) => {
    const told = await gf(...name.split(' '), ...options, '--out', '-');
    expect([told.code, told.err, told.file]).toEqual([0, [], await ofApi(address)]);
  });

  it('of a report, and of what is signed of it', async () => {
    const made = await gf('report', 'create', '--zone', 'UTC', '-o', at('made.pdf'));
    expect(made.code).toBe(0);
    const listed = JSON.parse((await gf('report', 'list', '--json')).out.join('\n'));
    const [{ number }] = listed.reports;
    const saved = await gf(
      'report',
      'download',
      number,
      '--format',
      'pdf',
      '--out',
      at('again.pdf'),
      '--json',
    );
    expect(JSON.parse(saved.out.join('\n'))).toEqual({ file: at('again.pdf') });
    expect(readFileSync(at('again.pdf')).equals(readFileSync(at('made.pdf')))).toBe(true);
    expect((await gf('report', 'manifest', number, '--out', '-')).file).toContain(number);
    expect((await gf('report', 'signature', number, '--format', 'jws', '--out', folder)).code).toBe(0);
  });

  it('names the option that is wrong, and leaves nothing of what could not be written', async () => {
    const wrong: [string[], 1 | 2, RegExp][] = [
      [['host', 'export'], 2, /^gf: --format must be given: one of csv/],
      [['host', 'export', '--format', 'pdf'], 2, /^gf: --format .*"pdf"/],
      [['host', 'export', '--format', 'csv', '--columns', 'colour'], 2, /^gf: --columns .*"colour"/],
      [['report', 'download', 'R-1', '--format', 'exe'], 2, /^gf: --format /],
      [['report', 'download', 'R-1', '--format', 'pdf'], 1, /No such report/],
      [['host', 'export', '--format', 'csv', '--out', at('no/such/place')], 1, /was not written: ENOENT/],
    ];
    for (const [argv, code, said] of wrong) {
      const { err, code: ended } = await gf(...argv);
      expect([argv, ended, err.join()]).toEqual([argv, code, expect.stringMatching(said)]);
    }
    expect(readdirSync(folder)).not.toContain('no');
  });
});
