import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { type Db, type DbRoot, transact } from '@/lib/server/db/client';
import { prepareQueue } from '@/lib/server/db/queue';
import { loadEnv } from '@/lib/server/process/env';
import { ensureInstallation } from '@/lib/server/services/system';
import type { KeyPlace } from '@/lib/server/verbs/facilities';
import { systemCtx } from '@/test/support/callers';
import { temporaryFolder } from '@/test/support/temporary-folder';
import { usesDatabase } from '@/test/support/uses-database';
import { createReport, getReport, keyPlaceOf, makeReport, rotateReportKey, startWithReportKey } from '.';
import { readKey } from './key-file';

// A rotation that is cut short, wherever that is: some server has the key in use, and signs.

let db: DbRoot;
let isReady: Promise<void>;
usesDatabase((opened, pools) => {
  db = opened;
  isReady = prepareQueue(pools.jobsPool);
});
beforeEach(async () => {
  await isReady;
  await ensureInstallation(db, new Date());
  await db.installation.updateMany({ data: { reportKid: null } });
});

function folder(): string {
  const made = temporaryFolder('gf-rotate-key-');
  onTestFinished(() => rmSync(made, { recursive: true, force: true }));
  return made;
}

const rotate = async (place: KeyPlace, within: Db = db) =>
  (await rotateReportKey({ ctx: { ...systemCtx(db), db: within }, keyPlace: place })).kid;

/** The key that a report is signed with here. */
async function sign(keyPlace: KeyPlace): Promise<string | undefined> {
  const ctx = systemCtx(db);
  const order = { kind: 'moment', timeZone: 'UTC', lang: 'en' } as const;
  const { id } = await createReport({ ctx, input: order });
  await makeReport({ ctx, input: { id, keyPlace } });
  expect(await getReport({ ctx, input: { id } })).toMatchObject({ state: 'ready' });
  return (await db.reportSignature.findUnique({ where: { reportId: id } }))?.kid;
}

const filesBeside = ({ file }: KeyPlace) => readdirSync(path.dirname(file));

/** Rotates, and is killed once that is committed: what moves the key to its place is not reached. */
const rotateAndEnd = (place: KeyPlace) => transact(db, (tx) => rotate(place, tx));

describe('the rotation of the key of reports', () => {
  it('is refused where the new key cannot be written, and the earlier one goes on signing', async () => {
    const first = keyPlaceOf({ dataDir: folder() });
    const kid = await rotate(first);
    // No file system takes the longer name of what is being written, whereas root writes into a read-only folder.
    const place: KeyPlace = { file: path.join(folder(), 'k'.repeat(211)), isGiven: false };
    writeFileSync(place.file, readFileSync(first.file));
    await expect(rotate(place)).rejects.toMatchObject({
      code: 'unavailable',
      message: expect.stringMatching(
        /cannot be written to .* \(ENAMETOOLONG\): give the server a disk with room/,
      ),
    });
    expect(await sign(place)).toBe(kid);
    await startWithReportKey(db, loadEnv({ GF_DATA_DIR: path.dirname(path.dirname(first.file)) }));
  });

  it('holds where the server is killed before the new key is in its place', async () => {
    const dataDir = folder();
    const place = keyPlaceOf({ dataDir });
    const earlier = await rotate(place);
    const kid = await rotateAndEnd(place);
    expect((await readKey(place))?.kid).toBe(earlier);
    await startWithReportKey(db, loadEnv({ GF_DATA_DIR: dataDir }));
    expect((await readKey(place))?.kid).toBe(kid);
    expect(filesBeside(place)).toEqual(['report-key.pem']);
    const next = await rotateAndEnd(place);
    expect(await sign(place)).toBe(next);
    expect((await readKey(place))?.kid).toBe(next);
    expect(filesBeside(place)).toEqual(['report-key.pem']);
  });

  it('signs with the new key even where it cannot be put into its place', async () => {
    const place = keyPlaceOf({ dataDir: folder() });
    const kid = await rotateAndEnd(place);
    mkdirSync(place.file);
    expect(await sign(place)).toBe(kid);
  });

  it('is none where the transaction that it belongs to fails', async () => {
    const place = keyPlaceOf({ dataDir: folder() });
    const kid = await rotate(place);
    const failing = transact(db, async (tx) => {
      await rotate(place, tx);
      throw new Error('The database was away');
    });
    await expect(failing).rejects.toThrow('The database was away');
    expect(await sign(place)).toBe(kid);
  });

  it('leaves the key that came last where several are rotated at once', async () => {
    const place = keyPlaceOf({ dataDir: folder() });
    const made = await Promise.all([rotate(place), rotate(place), rotate(place), rotate(place)]);
    const kid = await sign(place);
    expect(made).toContain(kid);
    expect((await readKey(place))?.kid).toBe(kid);
  });
});
