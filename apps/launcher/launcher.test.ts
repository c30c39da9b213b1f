import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { isInstalled, refuseOldNode } from './install.mjs';
import { clockFrom, ensureFaketime, pushDate } from './other-dates.mjs';
import { root } from './steps.mjs';

describe('isInstalled', () => {
  const wanted = {
    packages: {
      '': { version: '1.0.0' },
      'node_modules/next': { version: '16.4.6' },
      'node_modules/other-platform': { version: '1.0.0', optional: true },
    },
  };

  it('asks for every package in its version, except those for other platforms', () => {
    expect(isInstalled(wanted, { packages: { 'node_modules/next': { version: '16.4.6' } } })).toBe(true);
    expect(isInstalled(wanted, { packages: { 'node_modules/next': { version: '16.4.5' } } })).toBe(false);
    expect(isInstalled(wanted, { packages: {} })).toBe(false);
  });
});

describe('refuseOldNode', () => {
  it.each(['18.20.8', '20.18.3'])('refuses %s', (version) => {
    expect(() => refuseOldNode(version)).toThrow(`Node.js ${version} is too old`);
  });
  it.each(['20.19.0', '22.0.0', '26.1.0'])('takes %s', (version) => {
    expect(() => refuseOldNode(version)).not.toThrow();
  });
});

const library = await ensureFaketime(() => undefined);

it.runIf(library)('another date is that of a program and of what it starts, at the same distance', () => {
  // This run may have another date itself.
  const { LD_PRELOAD: _, FAKETIME: __, ...env } = process.env;
  const tellNow = `process.stdout.write(require('node:child_process').execFileSync('date', ['+%s%3N']))`;
  const ask = (clock = {}) =>
    Number(execFileSync(process.execPath, ['-e', tellNow], { env: { ...env, ...clock }, encoding: 'utf8' }));
  const clock = clockFrom(library, pushDate);
  const aheadMs = Number(clock.FAKETIME) * 1000;
  const before = ask();
  const told = ask(clock);
  expect(told - aheadMs).toBeGreaterThanOrEqual(before);
  expect(told - aheadMs).toBeLessThanOrEqual(ask());
});

describe('a command', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'gf-launcher-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  const moduleAt = (name: string) => pathToFileURL(path.join(root, 'apps/launcher', name)).href;

  function launch(name: string, work: string) {
    const program = path.join(folder, `${name}.mjs`);
    writeFileSync(
      program,
      `import { runCommand } from '${moduleAt('command.mjs')}';
       import { Refusal, run } from '${moduleAt('steps.mjs')}';
       await runCommand(async () => { ${work} });`,
    );
    const child = spawn(process.execPath, [program], { stdio: ['ignore', 'pipe', 'pipe'] });
    let complaint = '';
    child.stderr.on('data', (chunk) => {
      complaint += chunk;
    });
    const ended = once(child, 'close').then(([code]) => ({ code, complaint }));
    return { child, ended };
  }

  it('says a refusal in one sentence and exits with 1', async () => {
    const { ended } = launch('refusing', `throw new Refusal('The moon is full: wait a day');`);
    expect(await ended).toEqual({ code: 1, complaint: 'guarded-fabric: The moon is full: wait a day\n' });
  });

  it('says every sentence of a start-up error of the server’s own', async () => {
    const { ended } = launch(
      'mistaken',
      `throw Object.assign(new Error('x'), { code: 'startup_error', sentences: ['One.', 'Two.'] });`,
    );
    expect(await ended).toEqual({ code: 1, complaint: 'guarded-fabric: One.\nguarded-fabric: Two.\n' });
  });

  it('ends what it runs when it is ended, and says nothing of it', async () => {
    const pidFile = path.join(folder, 'child.pid');
    const noteAndStay = `require('node:fs').writeFileSync(${JSON.stringify(pidFile)}, String(process.pid)); setInterval(() => 0, 1000)`;
    const work = `await run(process.execPath, ['-e', ${JSON.stringify(noteAndStay)}]);`;
    const { child, ended } = launch('interrupted', work);
    const noted = () => (existsSync(pidFile) ? Number(readFileSync(pidFile, 'utf8')) : 0);
    await expect.poll(noted).toBeGreaterThan(0);
    const pid = noted();
    child.kill('SIGTERM');
    expect(await ended).toEqual({ code: 0, complaint: '' });
    expect(() => process.kill(pid, 0)).toThrow(/ESRCH/);
  });
});
