import { rmSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import type { DbRoot } from '@/lib/server/db/client';
import { prepareQueue } from '@/lib/server/db/queue';
import { PASSED } from '@/test/support/agent-client';
import { systemCtx } from '@/test/support/callers';
import { holdingLocks } from '@/test/support/holding-locks';
import { deliver, enrolledHost, snapshotAt } from '@/test/support/ingest';
import { temporaryFolder } from '@/test/support/temporary-folder';
import { usesDatabase } from '@/test/support/uses-database';
import { createReport, enqueueAbandoned, getReport, giveUpReport, keyPlaceOf, makeReport } from '.';

// Who works on a report, where servers lose the database or are killed: one at a time, and always somebody.

let db: DbRoot;
let ingest: DbRoot;
let isReady: Promise<void>;
usesDatabase((opened, pools) => {
  db = opened;
  ingest = pools.ingest;
  isReady = prepareQueue(pools.jobsPool);
});

const dataDir = temporaryFolder('gf-report-taken-over-');
afterAll(() => rmSync(dataDir, { recursive: true, force: true }));
const keyPlace = keyPlaceOf({ dataDir });

/** Servers say by the real clock that they are at work. */
const inMinutes = (minutes: number) => systemCtx(db, new Date(Date.now() + minutes * 60_000));

async function asked(): Promise<string> {
  await isReady;
  const order = { kind: 'moment', timeZone: 'UTC', lang: 'en' } as const;
  return (await createReport({ ctx: inMinutes(0), input: order })).id;
}

const stateOf = async (id: string) => (await getReport({ ctx: inMinutes(0), input: { id } })).state;

/** Holds up whoever reads hosts while `work` goes on. */
const whileHeldUp = (work: () => Promise<void>) =>
  holdingLocks(db, async (tx) => {
    await tx.$executeRaw`LOCK TABLE host IN ACCESS EXCLUSIVE MODE`;
    await work();
  });

describe('a report whose server was away for long', () => {
  it('stays with the server that took it over, even if the first one fails', async () => {
    const host = await enrolledHost(db, new Date());
    const snapshots = [snapshotAt(host, new Date(), { hgsClient: PASSED })];
    await deliver(ingest, host, { receivedAt: new Date(), snapshots });
    const id = await asked();
    const later = inMinutes(60);
    const workedAt = async () => (await db.report.findUniqueOrThrow({ where: { id } })).workedAt;
    const away = new AbortController();
    const both: Promise<void>[] = [];
    await whileHeldUp(async () => {
      both.push(makeReport({ ctx: inMinutes(0), input: { id, keyPlace }, signal: away.signal }));
      await expect.poll(workedAt).not.toBeNull();
      both.push(makeReport({ ctx: later, input: { id, keyPlace } }));
      await expect.poll(workedAt).toEqual(later.now);
      away.abort(new Error('The database was away'));
    });
    await Promise.allSettled(both);
    expect(await stateOf(id)).toBe('ready');
  });

  it('is not given up by the first one', async () => {
    const id = await asked();
    await db.report.update({ where: { id }, data: { state: 'running', workedAt: new Date() } });
    await giveUpReport({ ctx: inMinutes(0), input: { id } });
    expect(await stateOf(id)).toBe('running');
  });
});

describe('a report that is queued', () => {
  type Job = { revision: number; attempts: number };
  const jobs = (id: string) =>
    db.$queryRaw<Job[]>`SELECT revision, attempts FROM graphile_worker.jobs WHERE key = ${id}`;
  const lookAfter = () => enqueueAbandoned({ ctx: inMinutes(1) });

  it('is left alone while its job waits, even for another try', async () => {
    const id = await asked();
    await lookAfter();
    expect(await jobs(id)).toEqual([{ revision: 0, attempts: 0 }]);
    await db.$executeRaw`UPDATE graphile_worker._private_jobs SET attempts = 4 WHERE key = ${id}`;
    await lookAfter();
    expect(await jobs(id)).toEqual([{ revision: 0, attempts: 4 }]);
  });

  it('is picked up again where it has no job', async () => {
    const id = await asked();
    await db.$executeRaw`SELECT graphile_worker.remove_job(${id})`;
    await enqueueAbandoned({ ctx: inMinutes(0) });
    expect(await jobs(id)).toHaveLength(0);
    await lookAfter();
    expect(await jobs(id)).toHaveLength(1);
  });

  it('is picked up again where its job has no try left', async () => {
    const id = await asked();
    await db.$executeRaw`UPDATE graphile_worker._private_jobs SET attempts = max_attempts WHERE key = ${id}`;
    await lookAfter();
    expect(await jobs(id)).toEqual([{ revision: 0, attempts: 0 }]);
  });

  it('is picked up again where its server was killed before it began', async () => {
    const id = await asked();
    const lockedFor = (minutes: number) => db.$executeRaw`
      UPDATE graphile_worker._private_jobs
      SET attempts = 1, locked_at = now() - make_interval(mins => ${minutes}::int), locked_by = 'killed'
      WHERE key = ${id}`;
    // The clock of the database counts, which need not be that of a server.
    await lockedFor(-60);
    await lookAfter();
    expect(await jobs(id)).toEqual([{ revision: 0, attempts: 1 }]);
    await lockedFor(60);
    await lookAfter();
    expect(await jobs(id)).toEqual([{ revision: 0, attempts: 0 }]);
  });
});
