import { generateKeyPairSync } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import type { DbRoot } from '@/lib/server/db/client';
import { loadEnv } from '@/lib/server/process/env';
import { ensureInstallation, listAudit } from '@/lib/server/services/system';
import type { KeyPlace } from '@/lib/server/verbs/facilities';
import { systemCtx } from '@/test/support/callers';
import { temporaryFolder } from '@/test/support/temporary-folder';
import { usesDatabase } from '@/test/support/uses-database';
import { checkReportKey, getReportKeys, keyPlaceOf, listReportKeys, rotateReportKey } from '.';
import { ensureKey, readKey } from './key-file';
import { readOwnKey } from './keys';

let db: DbRoot;
usesDatabase((opened) => {
  db = opened;
});
beforeAll(() => ensureInstallation(db, new Date()));

function folder(): string {
  const made = temporaryFolder('gf-report-key-');
  onTestFinished(() => rmSync(made, { recursive: true, force: true }));
  return made;
}

const placeIn = (dataDir: string, reportKeyFile?: string): KeyPlace => keyPlaceOf({ dataDir, reportKeyFile });

const pemOn = (namedCurve: string) =>
  String(generateKeyPairSync('ec', { namedCurve }).privateKey.export({ format: 'pem', type: 'pkcs8' }));

describe('the key that signs reports', () => {
  it('is made at first use, for its owner alone, and once', async () => {
    const place = placeIn(folder());
    expect(await readKey(place)).toBeUndefined();
    const keys = await Promise.all(Array.from({ length: 8 }, () => ensureKey(place)));
    expect(new Set(keys.map(({ kid }) => kid)).size).toBe(1);
    expect(statSync(place.file).mode & 0o777).toBe(0o600);
    expect(statSync(path.dirname(place.file)).mode & 0o777).toBe(0o700);
    expect((await readKey(place))?.kid).toBe(keys[0]?.kid);
  });

  it('is the given one, which nothing writes', async () => {
    const data = folder();
    const file = path.join(folder(), 'given.pem');
    writeFileSync(file, pemOn('P-256'));
    const place = placeIn(data, file);
    const { kid } = await ensureKey(place);
    expect(kid).toMatch(/^[\w-]{43}$/);
    await db.installation.updateMany({ data: { reportKid: kid } });
    await expect(rotateReportKey({ ctx: systemCtx(db), keyPlace: place })).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringMatching(
        /^GF_REPORT_KEY_FILE names .*given\.pem, which holds the key in use: put another/,
      ),
    });
    writeFileSync(file, pemOn('P-256'));
    const other = await readKey(place);
    await expect(readOwnKey(db, place)).rejects.toThrow(`given.pem holds ${other?.kid}: give all servers`);
    expect(await rotateReportKey({ ctx: systemCtx(db), keyPlace: place })).toEqual({ kid: other?.kid });
    expect((await readOwnKey(db, place))?.kid).toBe(other?.kid);
  });

  it.each<[string, string, RegExp]>([
    ['torn', pemOn('P-256').slice(0, 100), /holds no private key in PEM form without passphrase/],
    ['empty', '', /holds no private key/],
    ['a public key', 'x', /holds no private key/],
    ['on another curve', pemOn('P-384'), /is not a key on the curve P-256/],
    ['on the other curve of 256 bits', pemOn('secp256k1'), /is not a key on the curve P-256/],
  ])('is refused where its file is %s, with what to do', async (_, text, what) => {
    const data = folder();
    const given = path.join(data, 'given.pem');
    const own = placeIn(data);
    mkdirSync(path.dirname(own.file));
    for (const [place, way] of [
      [own, /restore it from your backup, or remove it and run gf report-key rotate/],
      [
        placeIn(data, given),
        /give GF_REPORT_KEY_FILE a file that this server can read, such as openssl genpkey/,
      ],
    ] as const) {
      writeFileSync(place.file, text);
      await expect(ensureKey(place)).rejects.toThrow(what);
      await expect(ensureKey(place)).rejects.toThrow(way);
      expect(readFileSync(place.file, 'utf8')).toBe(text);
    }
    await expect(checkReportKey(loadEnv({ GF_DATA_DIR: data }))).rejects.toMatchObject({
      code: 'startup_error',
    });
  });

  it('is refused where a given file is not there, or cannot be read or written', async () => {
    const data = folder();
    const env = loadEnv({ GF_DATA_DIR: data, GF_REPORT_KEY_FILE: path.join(data, 'none.pem') });
    await expect(checkReportKey(env)).rejects.toThrow(/none\.pem, is not there: give GF_REPORT_KEY_FILE/);
    const isFolder = placeIn(data, data);
    await expect(readKey(isFolder)).rejects.toThrow(/cannot be read \(EISDIR\)/);
    const closed = placeIn(path.join(data, 'file'));
    writeFileSync(path.join(data, 'file'), '');
    await expect(ensureKey(closed)).rejects.toThrow(/cannot be (read|written) \(ENOTDIR\)/);
  });

  it('is rotated, which is noted, and the earlier public key goes on being served', async () => {
    const place = placeIn(folder());
    const ctx = systemCtx(db);
    const first = await rotateReportKey({ ctx, keyPlace: place });
    const second = await rotateReportKey({
      ctx: systemCtx(db, new Date(ctx.now.getTime() + 1_000)),
      keyPlace: place,
    });
    expect((await readKey(place))?.kid).toBe(second.kid);
    expect(statSync(place.file).mode & 0o777).toBe(0o600);
    const listed = await listReportKeys({ ctx });
    const mine = listed.filter(({ kid }) => [first.kid, second.kid].includes(kid));
    expect(mine.map(({ kid, isCurrent, reports }) => [kid, isCurrent, reports])).toEqual([
      [second.kid, true, 0],
      [first.kid, false, 0],
    ]);
    const served = (await getReportKeys({ ctx })).keys.map(({ kid }) => kid);
    expect(served).toEqual(expect.arrayContaining([first.kid, second.kid]));
    const { entries } = await listAudit({ ctx, input: { subject: first.kid } });
    expect(entries).toMatchObject([{ action: 'reportKey.added', detail: { added: 'rotated' } }]);
  });

  it('is managed by administrators', async () => {
    const place = placeIn(folder());
    const actor = {
      kind: 'operator',
      id: 'x',
      name: 'x',
      email: '',
      role: 'auditor',
      fabrics: 'all',
    } as const;
    const ctx = { ...systemCtx(db), actor };
    await expect(rotateReportKey({ ctx, keyPlace: place })).rejects.toMatchObject({ code: 'forbidden' });
    await expect(listReportKeys({ ctx })).rejects.toMatchObject({ code: 'forbidden' });
    expect(await readKey(place)).toBeUndefined();
  });
});
