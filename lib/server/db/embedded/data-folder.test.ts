import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { processIdentity } from '@/lib/server/process/process-identity';
import { replaceReadFileSync } from '@/test/support/replace-read';
import { takeLock } from './data-folder';

describe('the lock of a data folder', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'gf-lock-'));
  const file = path.join(folder, 'server.lock');
  beforeEach(() => rmSync(file, { force: true }));
  afterAll(() => rmSync(folder, { recursive: true }));

  it('is one server’s until it lets go, and leaves nothing behind', () => {
    const release = takeLock(folder);
    expect(() => takeLock(folder)).toThrow(`in use by process ${process.pid}`);
    release();
    expect(readdirSync(folder)).toEqual([]);
  });

  it.each([
    ['an empty file', ''],
    ['half a line', '{"pid":1'],
    ['a process that is gone', JSON.stringify({ pid: 2 ** 30, startedAt: 'then' })],
    ['an id given out again', JSON.stringify({ pid: process.pid, startedAt: 'then' })],
  ])('is taken from nobody: %s', (_what, left) => {
    writeFileSync(file, left);
    takeLock(folder)();
    expect(readdirSync(folder)).toEqual([]);
  });

  it('is not free for a moment where another start took what was left behind since one looked', () => {
    const taken = JSON.stringify(processIdentity());
    writeFileSync(file, 'left behind');
    const wasThere: boolean[] = [];
    replaceReadFileSync((read) => (from, options) => {
      if (String(from).startsWith(folder)) wasThere.push(existsSync(file));
      const found = read(from, options);
      if (found === 'left behind') writeFileSync(file, taken);
      return found;
    });
    expect(() => takeLock(folder)).toThrow('in use by process');
    expect(wasThere).not.toContain(false);
    expect(readFileSync(file, 'utf8')).toBe(taken);
  });
});
