import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { run } from '@/apps/cli/main';
import { ReportContent } from '@/lib/contracts/report-content';
import { openPools } from '@/lib/server/db/pools';
import { startTestServer, type TestServer } from '@/test/support/server';
import { temporaryFolder } from '@/test/support/temporary-folder';

let server: TestServer;
const folder = temporaryFolder('gf-report-cli-');
const at = (name: string) => path.join(folder, name);

beforeAll(async () => {
  server = await startTestServer();
});
afterAll(async () => {
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** Runs as on a second machine: its data folder is its own, the database is the server's. */
async function gf(...argv: string[]) {
  const out: string[] = [];
  const err: string[] = [];
  const code = await run(argv, {
    open: async () => ({ runtimeUrl: server.database.runtimeUrl, stop: async () => undefined }),
    readPassword: () => Promise.reject(new Error('not needed')),
    environment: { NODE_ENV: 'test', GF_DATA_DIR: at('data') },
    out: (line) => void out.push(line),
    err: (line) => void err.push(line),
  });
  return { code, out, err };
}

const keyIds = async () =>
  (await gf('report-key', 'list')).out.slice(1).map((line) => line.split('\t')[0] ?? '');

async function publicKey(kid: string): Promise<string> {
  const file = at(`${kid}.pem`);
  writeFileSync(file, `${(await gf('report-key', 'show', kid)).out.join('\n')}\n`);
  return file;
}

const moment = ['report', 'create', '--zone', 'Europe/Paris'];

describe('gf report', () => {
  it('makes a report, writes it, and proves it with the key, after a rotation too', async () => {
    const made = await gf(...moment, '-o', at('report.zip'));
    expect(made).toMatchObject({ code: 0, out: [at('report.zip')] });
    const [first = ''] = await keyIds();
    const key = await publicKey(first);
    const rotated = await gf('report-key', 'rotate');
    expect(rotated.code).toBe(0);
    expect(rotated.out).not.toEqual([first]);
    const proven = await gf('report', 'verify', at('report.zip'), '--key', key);
    expect(proven).toMatchObject({ code: 0, err: [] });
    expect(proven.out).toContain('Origin and integrity proven');
    expect(proven.out).toContain(`key\t${first}`);
    expect((await keyIds()).sort()).toEqual([first, ...rotated.out].sort());
  });

  it('writes each format into a folder, and a period in French', async () => {
    const now = Date.now();
    const from = new Date(now - 86_400_000).toISOString();
    const period = ['--from', from, '--to', new Date(now).toISOString(), '--lang', 'fr', '--title', 'Essai'];
    const made = await gf(...moment, ...period, '-o', folder, '--format', 'json', '--format', 'pdf');
    expect(made.code).toBe(0);
    const [json = '', pdf = ''] = made.out;
    expect(ReportContent.parse(JSON.parse(readFileSync(json, 'utf8')))).toMatchObject({
      kind: 'period',
      lang: 'fr',
      title: 'Essai',
      timeZone: 'Europe/Paris',
    });
    const jwks = at('report-keys.json');
    writeFileSync(jwks, await (await fetch(`${server.address}/.well-known/report-keys.json`)).text());
    expect(await gf('report', 'verify', pdf, '--jwks', jwks)).toMatchObject({ code: 0, err: [] });
  });

  it('leaves the making to a server, where nobody waits', async () => {
    const made = await gf(...moment);
    expect(made).toMatchObject({ code: 0, err: [] });
    expect(made.out[0]).toMatch(/^[0-9a-f-]{36}$/);
    expect(await gf(...moment, '--wait')).toMatchObject({ code: 0 });
  });

  it('proves no origin without a key, and says whose fingerprint it is', async () => {
    const found = await gf('report', 'verify', at('report.zip'));
    expect(found.code).toBe(1);
    expect(found.out.join('\n')).toMatch(/^key\t[\w-]{43}$/m);
    expect(found.err[0]).toMatch(/^gf: Origin not proven: the file is as it was signed, but anybody/);
  });

  it('refuses another key, and a file that was changed, with what is wrong', async () => {
    const [newest = ''] = await keyIds();
    await gf('report-key', 'rotate');
    const other = await publicKey((await keyIds()).find((kid) => kid !== newest) ?? '');
    const rotated = await publicKey((await gf('report-key', 'rotate')).out[0] ?? '');
    expect(other).not.toBe(rotated);
    const foreign = await gf('report', 'verify', at('report.zip'), '--key', rotated);
    expect(foreign).toMatchObject({ code: 1, err: ['gf: Refused. Do not rely on this file.'] });
    expect(foreign.out[0]).toMatch(
      /^fault\tIt was signed with another key than the one that was given: [\w-]{43}$/,
    );
    const bytes = readFileSync(at('report.zip'));
    bytes[bytes.length - 400] = (bytes[bytes.length - 400] ?? 0) ^ 1;
    writeFileSync(at('changed.zip'), bytes);
    const changed = await gf('report', 'verify', at('changed.zip'));
    expect(changed.code).toBe(1);
    expect(changed.out[0]).toMatch(/^fault\t/);
    writeFileSync(at('text.txt'), 'hello');
    expect(await gf('report', 'verify', at('text.txt'))).toEqual({
      code: 1,
      out: ['fault\tIt is neither an evidence pack nor a PDF.'],
      err: ['gf: Refused. Do not rely on this file.'],
    });
  });

  it('removes a report by its number once it is old enough', async () => {
    const [id = ''] = (await gf(...moment, '--wait')).out;
    const pools = openPools({ url: server.database.runtimeUrl });
    const db = pools.console;
    try {
      const { number } = await db.report.findUniqueOrThrow({ where: { id }, select: { number: true } });
      const early = await gf('report', 'remove', number);
      expect(early.code).toBe(1);
      expect(early.err[0]).toMatch(/It is kept until \d{4}-/);
      await db.report.update({ where: { id }, data: { createdAt: new Date('2020-01-01') } });
      expect(await gf('report', 'remove', number)).toMatchObject({ code: 0, out: [number] });
      expect((await gf('report', 'remove', number)).err[0]).toMatch(/No such report/);
    } finally {
      await pools.close();
    }
  });

  it('says what is wrong with a command', async () => {
    const wrong: [string[], 1 | 2, RegExp][] = [
      [['report', 'create'], 2, /--zone is missing/],
      [['report', 'create', '--zone', 'Mars/Here'], 1, /timeZone: must be a time zone/],
      [[...moment, '--lang', 'de'], 1, /lang/],
      [
        [...moment, '--at', '2026-01-01T00:00:00Z', '--from', '2026-01-01T00:00:00Z'],
        2,
        /--at is for a moment/,
      ],
      [[...moment, '--from', '2026-01-01T00:00:00Z'], 1, /needs one/],
      [[...moment, '--filter', 'colour=red'], 1, /colour/],
      [[...moment, '--format', 'pdf'], 2, /-o is missing/],
      [[...moment, '-o', at('x'), '--format', 'exe'], 2, /--format is one of/],
      [[...moment, '-o', at('x'), '--format', 'pdf', '--format', 'csv'], 2, /-o must be a folder/],
      [[...moment, '-o', at('none/x.zip')], 1, /was made, and not written: ENOENT/],
      [['report', 'verify'], 2, /Usage: gf report verify FILE/],
      [['report', 'verify', at('none')], 2, /The report cannot be read: ENOENT/],
      [['report', 'verify', at('report.zip'), '--key', at('none')], 2, /The key cannot be read: ENOENT/],
      [
        ['report', 'verify', at('report.zip'), '--key', at('text.txt')],
        2,
        /text\.txt holds no public key for ES256/,
      ],
      [['report-key', 'show', 'x'], 1, /There is no such key/],
    ];
    for (const [argv, code, said] of wrong) {
      const answer = await gf(...argv);
      expect([argv, answer.code, answer.err.at(-1)]).toEqual([argv, code, expect.stringMatching(said)]);
    }
    expect((await gf('report', 'verify', '--help')).out[0]).toBe(
      'gf report verify FILE [--key PEM] [--jwks FILE]',
    );
  });
});

describe('gf framework', () => {
  it('checks a file by its entries, brings it, and makes a report with it', async () => {
    const shown = await gf('framework', 'show', 'iso-27001-2022');
    const own = { ...JSON.parse(shown.out.join('\n')), framework: 'iso-by-us' };
    const write = (name: string, changed: object) => {
      writeFileSync(at(name), `\uFEFF${JSON.stringify({ ...own, ...changed })}`);
      return at(name);
    };
    const [whole, broken] = [
      write('whole.json', {}),
      write('broken.json', { mappings: [{ control: 'A.1' }] }),
    ];
    for (const verb of ['check', 'import']) {
      const refused = await gf('framework', verb, broken);
      expect(refused).toMatchObject({ code: 1, out: [] });
      expect(refused.err[0]).toContain(`${broken}: entry 1 (A.1), title: must be a text`);
    }
    expect(await gf('framework', 'check', whole)).toMatchObject({ code: 0, err: [] });
    expect(await gf('framework', 'import', whole)).toMatchObject({ code: 0, out: ['iso-by-us'] });
    expect((await gf('framework', 'list')).out).toContain('iso-by-us\tISO/IEC 27001 Annex A\t2022\t6\t93');

    const made = await gf(...moment, '--framework', 'iso-by-us', '-o', at('with.json'));
    expect(made.code).toBe(0);
    const { frameworks } = ReportContent.parse(JSON.parse(readFileSync(at('with.json'), 'utf8')));
    expect(frameworks).toMatchObject([{ key: 'iso-by-us', controls: 93, touched: 6 }]);
    expect(await gf('framework', 'remove', 'iso-by-us')).toMatchObject({ code: 0, out: [] });
    const late = await gf(...moment, '--framework', 'iso-by-us');
    expect(late).toMatchObject({ code: 1 });
    expect(late.err[0]).toMatch(/There is no framework "iso-by-us"; there are nist-800-53-r5/);
    writeFileSync(at('own.json'), shown.out.join('\n'));
    for (const verb of ['check', 'import']) {
      const refused = await gf('framework', verb, at('own.json'));
      expect(refused.code).toBe(1);
      expect(refused.err[0]).toMatch(
        /own\.json: framework: "iso-27001-2022" comes with the product; give yours/,
      );
    }
    const missing = await gf('framework', 'check', at('none.json'));
    expect(missing).toMatchObject({ code: 2, err: [expect.stringMatching(/cannot be read: ENOENT/)] });
  });
});

describe('gf report-schedule', () => {
  const weekly = ['--every', 'week', '--on', '1', '--at', '07:00', '--zone', 'Europe/Paris'];

  it('makes a schedule, lists it, pauses and resumes it, and deletes it', async () => {
    const made = await gf('report-schedule', 'create', '--name', 'By shell', ...weekly, '--keep', '4');
    expect(made).toMatchObject({ code: 0, err: [expect.stringMatching(/^Next: (\S+, ){4}\S+$/)] });
    const [id = ''] = made.out;
    const listed = async () => (await gf('report-schedule', 'list')).out.find((line) => line.startsWith(id));
    expect(await listed()).toContain('By shell');
    await gf('report-schedule', 'pause', id);
    expect(await listed()).toContain('paused');
    await gf('report-schedule', 'resume', id);
    expect(await listed()).not.toContain('paused');
    expect(await gf('report-schedule', 'delete', id)).toMatchObject({ code: 0, out: [id] });
    expect(await listed()).toBeUndefined();
  });

  it('says what it does not take, and that no mail is sent', async () => {
    const create = ['report-schedule', 'create', '--name', 'By shell', ...weekly];
    expect((await gf(...create, '--keep', 'many')).code).toBe(2);
    const mailed = await gf(...create, '--to', 'claire@mail.example');
    expect(mailed.code).toBe(1);
    expect(mailed.err.join()).toContain('GF_SMTP_URL');
  });
});
