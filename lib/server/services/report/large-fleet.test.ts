import { randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import type { DbRoot } from '@/lib/server/db/client';
import { prepareQueue } from '@/lib/server/db/queue';
import { INSECURE } from '@/test/support/agent-client';
import { askedStatements } from '@/test/support/asked-statements';
import { systemCtx, tokenCtx } from '@/test/support/callers';
import { holdingLocks } from '@/test/support/holding-locks';
import { deliver, enrolledHosts, snapshotAt, type TestHost } from '@/test/support/ingest';
import { REPORT_ORDER } from '@/test/support/report-order';
import { temporaryFolder } from '@/test/support/temporary-folder';
import { usesDatabase } from '@/test/support/uses-database';
import { cancelReport, createReport, getReport, keyPlaceOf, makeReport } from '.';
import { keepFiles } from './keep-file';
import { makeContent } from './make-content';

// What would not do for a hundred thousand hosts, shown on few: bench/report.bench.ts makes a report of that many.

const NOON = new Date('2026-11-24T12:00:00.000Z');
const later = (minutes: number) => new Date(NOON.getTime() + minutes * 60_000);

let db: DbRoot;
let ingest: DbRoot;
let isReady: Promise<void>;
usesDatabase((opened, pools) => {
  db = opened;
  ingest = pools.ingest;
  isReady = prepareQueue(pools.jobsPool);
});

const dataDir = temporaryFolder('gf-report-large-');
afterAll(() => rmSync(dataDir, { recursive: true, force: true }));
const keyPlace = keyPlaceOf({ dataDir });

/** Sends that HGS found it insecure, with these facts. */
const failing = (host: TestHost, minutes: number, facts = {}) =>
  deliver(ingest, host, {
    receivedAt: later(minutes),
    snapshots: [snapshotAt(host, later(minutes), { sequence: minutes, hgsClient: INSECURE, facts })],
  });

async function fabricOf(hosts: readonly TestHost[]): Promise<string> {
  const id = hosts[0]?.hostId ?? '';
  return (await db.host.findUniqueOrThrow({ where: { id } })).fabricId;
}

/** Hosts of one fabric that fail; its id. */
async function failingHosts(count: number): Promise<string> {
  const hosts = await enrolledHosts(db, NOON, count);
  for (const host of hosts) await failing(host, 0);
  return fabricOf(hosts);
}

const bitLocker = (protectionStatus: string, volumeStatus: string) => ({
  bitLocker: { status: 'ok', value: { mountPoint: 'C:', protectionStatus, volumeStatus } },
});
const WRONG = bitLocker('Off', 'FullyDecrypted');
const RIGHT = bitLocker('On', 'FullyEncrypted');

/** Four hosts of one fabric: how far back the evidence of each reaches, and whether it waits for a restart, by its id. */
async function hostsWithPasts(): Promise<{ fabricId: string; pending: Map<string, boolean> }> {
  const hosts = await enrolledHosts(db, NOON, 4);
  const [wrong, right, soon, long] = hosts as [TestHost, TestHost, TestHost, TestHost];
  for (const host of [wrong, soon, long]) await failing(host, 0, WRONG);
  for (const host of [right, soon]) await failing(host, 1, RIGHT);
  // More contents than are read at once, twice.
  for (let minutes = 1; minutes < 56; minutes += 1)
    await failing(long, minutes, { ...RIGHT, chatter: minutes });
  const pending = [wrong, right, soon, long].map(({ hostId }, place): [string, boolean] => [
    hostId,
    place > 1,
  ]);
  return { fabricId: await fabricOf(hosts), pending: new Map(pending) };
}

describe('the hosts of a report', () => {
  /** The names of the statements by which the content of a report is read, in their order. */
  async function asked(fabricId: string, hosts: number): Promise<string[]> {
    // Whoever asks first may have to bring the read model up to date.
    const found = await read(fabricId, 1);
    const names = await askedStatements(() => read(fabricId, 1));
    expect(found.filter((host) => host.failing.length > 0)).toHaveLength(hosts);
    return names;
  }

  async function read(fabricId: string, at: number) {
    const ctx = tokenCtx(db, { fabrics: [fabricId], role: 'auditor', now: later(60) });
    const input = { ...REPORT_ORDER, id: randomUUID(), kind: 'moment', at: later(at) } as const;
    return (await makeContent({ ctx, input })).hosts;
  }

  it('are read together: four take no more statements than one', async () => {
    const [one, four] = [await failingHosts(1), await failingHosts(4)];
    expect(await asked(four, 4)).toEqual(await asked(one, 1));
  });

  it('have each its own evidence, however far back it is read', async () => {
    const { fabricId, pending } = await hostsWithPasts();
    const said = (await read(fabricId, 56)).map((host): [string, boolean | undefined] => [
      host.id,
      host.failing.find(({ check }) => check === 'BitLocker')?.restartPending,
    ]);
    expect(new Map(said)).toEqual(pending);
  });
});

describe('a report that takes long', () => {
  async function order(): Promise<string> {
    await isReady;
    const input = { kind: 'moment', timeZone: 'UTC', lang: 'en' } as const;
    return (await createReport({ ctx: systemCtx(db, NOON), input })).id;
  }

  const read = (id: string) => getReport({ ctx: systemCtx(db, NOON), input: { id } });

  /** Makes a report, and does `work` while its files are being stored. */
  async function whileStored(id: string, work: () => Promise<unknown>, signal?: AbortSignal): Promise<void> {
    const isWaiting = async () => {
      const [row] = await db.$queryRaw<{ count: number }[]>`
        SELECT count(*)::int AS count FROM pg_locks WHERE relation = 'report_piece'::regclass AND NOT granted`;
      return row?.count;
    };
    const made: Promise<unknown>[] = [];
    await holdingLocks(db, async (tx) => {
      await tx.$executeRaw`LOCK TABLE report_piece IN SHARE MODE`;
      // It may fail as soon as it is told to stop, and so before the transaction here has ended.
      made.push(
        makeReport({ ctx: systemCtx(db, later(1)), input: { id, keyPlace }, signal }).catch(() => undefined),
      );
      await expect.poll(isWaiting).toBe(1);
      await work();
    });
    await Promise.all(made);
    expect(await db.reportFile.count({ where: { reportId: id } })).toBe(0);
  }

  it('can be cancelled while its files are stored', async () => {
    const id = await order();
    await whileStored(id, () => cancelReport({ ctx: systemCtx(db, later(2)), input: { id } }));
    expect(await read(id)).toMatchObject({ state: 'cancelled' });
  });

  it('is left to the next server where its own stops while files are stored', async () => {
    const id = await order();
    const stopped = new AbortController();
    await whileStored(id, async () => stopped.abort(new Error('The server stops')), stopped.signal);
    expect(await read(id)).toMatchObject({ state: 'queued' });
  });

  it('fails for good where one of its files is larger than the database keeps', async () => {
    const file = { format: 'zip', sha256: '', bytes: Buffer.alloc(1024 ** 3) } as const;
    const kept = db.$transaction((tx) => keepFiles(tx, randomUUID(), [file], async () => undefined));
    await expect(kept).rejects.toMatchObject({
      code: 'unavailable',
      message: expect.stringContaining('1074 MB'),
    });
  });

  it('is given up after an hour, and says what to ask for instead', async () => {
    const id = await order();
    await makeReport({ ctx: systemCtx(db, later(1)), input: { id, keyPlace }, longestMs: 0 });
    expect(await read(id)).toMatchObject({
      state: 'failed',
      failure: { code: 'unavailable', detail: expect.stringContaining('shorter period') },
    });
  });
});
