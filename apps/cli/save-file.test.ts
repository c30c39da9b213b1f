import { pbkdf2 } from 'node:crypto';
import { once } from 'node:events';
import {
  chmodSync,
  existsSync,
  lstatSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { PassThrough, Readable, Writable } from 'node:stream';
import { promisify } from 'node:util';
import { afterAll, describe, expect, it } from 'vitest';
import { temporaryFolder } from '@/test/support/temporary-folder';
import { pourInto, saveFile } from './save-file';

const folder = temporaryFolder('gf-save-');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const whole = () => Readable.from([Buffer.from('new '), Buffer.from('and whole')]);
async function* tornParts() {
  yield Buffer.from('new, but');
  throw new Error('the database is away');
}

describe('a file that is saved', () => {
  const place = path.join(folder, 'hosts.csv');

  it('takes the place of what was there once it is whole, and of nothing before', async () => {
    writeFileSync(place, 'what was there');
    await expect(saveFile(Readable.from(tornParts()), place)).rejects.toThrow(
      'The file was not written: the database is away',
    );
    expect(readFileSync(place, 'utf8')).toBe('what was there');
    expect(readdirSync(folder)).toEqual(['hosts.csv']);
    await saveFile(whole(), place);
    expect(readFileSync(place, 'utf8')).toBe('new and whole');
    expect(readdirSync(folder)).toEqual(['hosts.csv']);
  });

  it('leaves no part behind where the source breaks before the disk has answered', async () => {
    const busy = Array.from({ length: 8 }, () => promisify(pbkdf2)('a', 'b', 100_000, 64, 'sha512'));
    const source = new PassThrough();
    source.destroy(new Error('the database is away'));
    await expect(saveFile(source, place)).rejects.toThrow('the database is away');
    await Promise.all(busy);
    expect(readdirSync(folder)).toEqual(['hosts.csv']);
  });

  it('lets go of its source where there is no such place', async () => {
    const source = whole();
    await expect(saveFile(source, path.join(folder, 'no/such.csv'))).rejects.toThrow('ENOENT');
    expect(source.destroyed).toBe(true);
  });

  it('may be read by whom the one could be that it replaces, also behind a link', async () => {
    writeFileSync(place, 'for few');
    chmodSync(place, 0o600);
    const link = path.join(folder, 'newest.csv');
    symlinkSync(place, link);
    await saveFile(whole(), link);
    expect(lstatSync(link).isSymbolicLink()).toBe(true);
    expect([readFileSync(place, 'utf8'), statSync(place).mode & 0o777]).toEqual(['new and whole', 0o600]);
    rmSync(link);
  });

  it('leaves no part behind where gf is interrupted', async () => {
    const endless = new PassThrough();
    const saving = saveFile(endless, place);
    expect(readdirSync(folder)).toHaveLength(2);
    const [atExit] = process.listeners('exit').slice(-1);
    atExit?.(130);
    expect(readdirSync(folder)).toEqual(['hosts.csv']);
    endless.destroy();
    await expect(saving).rejects.toThrow('not written');
    expect(process.listeners('exit')).not.toContain(atExit);
  });

  it.runIf(existsSync('/dev/full'))('leaves a device where it is that takes no more', async () => {
    await expect(saveFile(whole(), '/dev/full')).rejects.toThrow(/not written: ENOSPC/);
    expect(existsSync('/dev/full')).toBe(true);
  });

  it('is no error where its reader has enough', async () => {
    const reader = new Writable({
      write: (_chunk, _encoding, done) => done(Object.assign(new Error('write EPIPE'), { code: 'EPIPE' })),
    });
    await pourInto(whole(), reader);
    const all = new PassThrough();
    await pourInto(whole(), all);
    all.end();
    const [said] = await once(all, 'data');
    expect(String(said)).toContain('new ');
  });
});
