import { appendFileSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { run } from '@/apps/cli/main';
import { openCheckpointFile, parseCheckpoints } from '@/lib/server/audit/checkpoint';
import { audit } from '@/lib/server/audit/record';
import type { DbRoot } from '@/lib/server/db/client';
import { openPools, type Pools } from '@/lib/server/db/pools';
import { createFabric } from '@/lib/server/services/fabric';
import { systemCtx } from '@/test/support/callers';
import { type TestDatabase, testDatabase } from '@/test/support/database';
import { startTestServer } from '@/test/support/server';
import { temporaryFolder } from '@/test/support/temporary-folder';
import { uniqueName } from '@/test/support/world';

let folder: string;
let file: string;
let database: TestDatabase;
let owners: Pools;
let owner: DbRoot;

beforeAll(async () => {
  folder = temporaryFolder('gf-checkpoint-');
  file = path.join(folder, 'audit.jsonl');
  database = await testDatabase();
  owners = openPools({ url: database.migrateUrl });
  owner = owners.console;
});

afterAll(async () => {
  await owners.close();
  await database.drop();
  rmSync(folder, { recursive: true, force: true });
});

const serve = (checkpoints = file) =>
  startTestServer({ database, variables: { GF_AUDIT_CHECKPOINT_FILE: checkpoints } });

/** Serves, makes so many entries, and stops. */
async function work(entries: number): Promise<void> {
  const { runtime, stopServing } = await serve();
  for (let n = 0; n < entries; n += 1)
    await createFabric({ ctx: systemCtx(runtime.db), input: { name: uniqueName('fabric') } });
  await stopServing();
}

const noted = () => parseCheckpoints(readFileSync(file, 'utf8')).checkpoints;

const verify = (...options: string[]) => verifyIn({}, ...options);

async function verifyIn(environment: Record<string, string>, ...options: string[]) {
  const out: string[] = [];
  const code = await run(['audit', 'verify', ...options], {
    open: async () => ({ runtimeUrl: database.runtimeUrl, stop: async () => undefined }),
    readPassword: () => Promise.reject(new Error('not needed')),
    environment,
    out: (line) => void out.push(line),
    err: (line) => void out.push(line),
  });
  return { code, said: out.join('\n') };
}

describe('checkpoints of the audit log', () => {
  it('are written only where the log has grown since the last one', async () => {
    const own = await testDatabase();
    const pools = openPools({ url: own.migrateUrl });
    const db = pools.console;
    const ownFile = path.join(folder, 'grown.jsonl');
    const write = await openCheckpointFile(ownFile);
    const sequences = () =>
      parseCheckpoints(readFileSync(ownFile, 'utf8')).checkpoints.map(({ sequence }) => sequence);
    const entry = () => createFabric({ ctx: systemCtx(db), input: { name: uniqueName('fabric') } });
    await write(db, new Date());
    expect(sequences()).toEqual([]);
    await entry();
    for (let time = 0; time < 2; time += 1) await write(db, new Date());
    expect(sequences()).toEqual(['1']);
    await entry();
    await write(db, new Date());
    expect(sequences()).toEqual(['1', '2']);
    await pools.close();
    await own.drop();
  });

  it('are appended at stop, and hold the log while it only grows', async () => {
    await work(3);
    expect(noted().at(-1)).toMatchObject({ sequence: '3' });
    await work(2);
    const checkpoints = noted();
    const last = checkpoints.at(-1);
    expect(last).toMatchObject({ sequence: '5' });
    expect(checkpoints.map(({ sequence }) => Number(sequence))).toEqual(
      checkpoints.map(({ sequence }) => Number(sequence)).sort(),
    );
    expect(await verify('--checkpoints', file)).toEqual({
      code: 0,
      said: `5 entries, intact, holds ${checkpoints.length} checkpoints, head ${last?.hash}`,
    });
  });

  it('find a tail that was cut, which the chain alone does not', async () => {
    await owner.auditEntry.deleteMany({ where: { sequence: { gt: 4 } } });
    expect(await verify()).toEqual({ code: 0, said: expect.stringContaining('was not looked at') });
    const missing = /entry 5 is missing: entries were cut off at the end \(checkpoint of 20/;
    // The file is named, or is the one that the server writes.
    for (const { code, said } of [
      await verify('--checkpoints', file),
      await verifyIn({ GF_AUDIT_CHECKPOINT_FILE: file }),
    ])
      expect([code, said]).toEqual([1, expect.stringMatching(missing)]);
    const gone = await verifyIn({ GF_AUDIT_CHECKPOINT_FILE: path.join(folder, 'none') });
    expect(gone).toEqual({
      code: 2,
      said: expect.stringContaining('GF_AUDIT_CHECKPOINT_FILE names a file that cannot be read'),
    });
  });

  it('find a log that was written anew', async () => {
    await owner.auditEntry.deleteMany();
    for (let n = 0; n < 9; n += 1) await audit(owner, systemCtx(owner), { action: 'thing.done' });
    expect(await verify()).toMatchObject({ code: 0 });
    const { code, said } = await verify('--checkpoints', file);
    expect([code, said]).toEqual([1, expect.stringMatching(/entry \d is another one than was written/)]);
  });

  it('are written below a line that a crash cut short, and still hold the log', async () => {
    const other = path.join(folder, 'other.jsonl');
    appendFileSync(other, '{"at":"2026-11-2');
    expect(await verify('--checkpoints', other)).toMatchObject({ code: 0 });
    const write = await openCheckpointFile(other);
    await write(owner, new Date());
    appendFileSync(other, '{"at":"2026-11-3');
    await audit(owner, systemCtx(owner), { action: 'thing.done' });
    await write(owner, new Date());
    expect(await verify('--checkpoints', other)).toEqual({
      code: 0,
      said: expect.stringMatching(/intact, holds 2 checkpoints \(2 lines were cut short\), head/),
    });
    await owner.auditEntry.deleteMany({ where: { sequence: { gt: 9 } } });
    expect(await verify('--checkpoints', other)).toMatchObject({ code: 1 });
  });

  it('are in a file of which some line is one', async () => {
    const other = path.join(folder, 'else.txt');
    appendFileSync(other, 'x"}\n');
    expect(await verify('--checkpoints', other)).toEqual({
      code: 1,
      said: 'gf: No line of the checkpoint file is a checkpoint',
    });
    expect(await verify('--checkpoints', path.join(folder, 'none'))).toMatchObject({ code: 2 });
  });

  it('go to a file that can be written, or the server does not start', async () => {
    await expect(serve(path.join(folder, 'none', 'file'))).rejects.toThrow(
      /GF_AUDIT_CHECKPOINT_FILE names a file that cannot be written/,
    );
  });
});
