import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { replaceReadFileSync } from '@/test/support/replace-read';
import { tryLock } from './lock.mjs';
import { root } from './steps.mjs';

describe('the lock of the commands', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'gf-lock-'));
  const file = path.join(folder, 'working.pid');
  beforeEach(() => rmSync(file, { force: true }));
  afterAll(() => rmSync(folder, { recursive: true }));

  /** A waiter tries again; the first try may be spent on what a killed process left. */
  const tryTwice = () => tryLock(file) ?? tryLock(file);

  it('is one process’s until it unlocks, and leaves nothing behind', () => {
    const unlock = tryLock(file);
    expect(unlock).toBeDefined();
    expect(tryTwice()).toBeUndefined();
    unlock?.();
    expect(readdirSync(folder)).toEqual([]);
    tryLock(file)?.();
  });

  it.each([
    ['an empty file', () => ''],
    ['half a line', () => '{"pid":1'],
    ['the id alone', () => String(process.pid)],
    ['a process that is gone', () => JSON.stringify({ pid: 2 ** 30, startedAt: 'then' })],
    ['an id given out again', () => JSON.stringify({ pid: process.pid, startedAt: 'then' })],
  ])('is taken from nobody: %s', (_what, left) => {
    writeFileSync(file, left());
    const unlock = tryTwice();
    expect(unlock).toBeDefined();
    unlock?.();
  });

  it('that another process took since is not removed', () => {
    const unlock = tryLock(file);
    const taken = JSON.stringify({ pid: 1, startedAt: 'now' });
    writeFileSync(file, taken);
    unlock?.();
    expect(readFileSync(file, 'utf8')).toBe(taken);
  });

  it('is not free for a moment where another process took what was left behind since one looked', () => {
    const taken = JSON.stringify({ pid: 1, startedAt: 'now' });
    writeFileSync(file, 'left behind');
    const wasThere: boolean[] = [];
    replaceReadFileSync((read) => (from, options) => {
      wasThere.push(existsSync(file));
      const found = read(from, options);
      if (found === 'left behind') writeFileSync(file, taken);
      return found;
    });
    expect(tryLock(file)).toBeUndefined();
    expect(wasThere).not.toContain(false);
    expect(readFileSync(file, 'utf8')).toBe(taken);
  });

  it('is never two processes’ at once, also where one was left behind', async () => {
    writeFileSync(file, '');
    const log = path.join(folder, 'log');
    const program = `
      import { appendFileSync } from 'node:fs';
      import { setTimeout as wait } from 'node:timers/promises';
      import { tryLock } from ${JSON.stringify(pathToFileURL(path.join(root, 'apps/launcher/lock.mjs')).href)};
      let unlock;
      while (!(unlock = tryLock(${JSON.stringify(file)}))) await wait(1);
      appendFileSync(${JSON.stringify(log)}, 'in ');
      await wait(5);
      appendFileSync(${JSON.stringify(log)}, 'out ');
      unlock();`;
    const children = Array.from({ length: 4 }, () =>
      spawn(process.execPath, ['--input-type=module', '--eval', program], { stdio: 'ignore' }),
    );
    await Promise.all(children.map((child) => once(child, 'close')));
    expect(readFileSync(log, 'utf8')).toBe('in out '.repeat(4));
  });
});
