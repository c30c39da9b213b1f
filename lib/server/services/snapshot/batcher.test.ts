import { describe, expect, it } from 'vitest';
import type { DbRoot } from '@/lib/server/db/client';
import { delivery, enrolledHosts, INGEST_SETTINGS, snapshotAt, type TestHost } from '@/test/support/ingest';
import { usesDatabase } from '@/test/support/uses-database';
import { createBatcher } from './batcher';
import { UNOBSERVED } from './ingest-observer';

const NOON = new Date('2026-11-24T12:00:00Z');

let db: DbRoot;
usesDatabase((opened) => {
  db = opened;
}, 'ingest');

const first = (host: TestHost) => delivery(host, { receivedAt: NOON, snapshots: [snapshotAt(host, NOON)] });

/** How many requests each batch held, first to last. */
function watched() {
  const sizes: number[] = [];
  const batcher = createBatcher(db, INGEST_SETTINGS, {
    ...UNOBSERVED,
    committed: ({ outcome }) => void sizes.push(outcome.length),
  });
  return { batcher, sizes };
}

/** Runs `work` while somebody else holds this host's row. */
async function whileLocked(host: TestHost | undefined, work: () => Promise<void>): Promise<void> {
  await db.$transaction(async (tx) => {
    await tx.$queryRaw`SELECT 1 AS locked FROM host_live WHERE host_id = ${host?.hostId}::uuid FOR UPDATE`;
    await work();
  });
}

describe('while a batch is in flight', () => {
  it('begins a second one for many at once', async () => {
    const [held, ...others] = await enrolledHosts(db, NOON, 31);
    const { batcher, sizes } = watched();
    let waiting: Promise<unknown> = Promise.resolve();
    await whileLocked(held, async () => {
      if (held) waiting = batcher.deliver(first(held));
      await expect.poll(batcher.waiting).toBe(0);
      await Promise.all(others.map((host) => batcher.deliver(first(host))));
      expect(sizes).toEqual([30]);
    });
    expect(await waiting).toMatchObject([{ outcome: 'stored' }]);
  });

  it('lets few wait for it, but not for as long as it is held up', async () => {
    const [held, one, other] = await enrolledHosts(db, NOON, 3);
    const { batcher, sizes } = watched();
    let waiting: Promise<unknown> = Promise.resolve();
    await whileLocked(held, async () => {
      if (!held || !one || !other) return;
      waiting = batcher.deliver(first(held));
      await expect.poll(batcher.waiting).toBe(0);
      const two = [batcher.deliver(first(one))];
      // Once what waits was looked at, another still joins it.
      await new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
      two.push(batcher.deliver(first(other)));
      await Promise.all(two);
      expect(sizes).toEqual([2]);
    });
    expect(await waiting).toMatchObject([{ outcome: 'stored' }]);
  });
});

describe('a spool', () => {
  const spool = (host: TestHost) =>
    delivery(host, {
      receivedAt: NOON,
      snapshots: [snapshotAt(host, NOON), snapshotAt(host, new Date(NOON.getTime() - 60_000))],
    });

  it('that takes long keeps nobody else waiting, not even while more spools wait', async () => {
    const [held, another, ...others] = await enrolledHosts(db, NOON, 6);
    const { batcher, sizes } = watched();
    const waiting: Promise<unknown>[] = [];
    await whileLocked(held, async () => {
      if (!held || !another) return;
      waiting.push(batcher.deliver(spool(held)));
      await expect.poll(batcher.waiting).toBe(0);
      waiting.push(batcher.deliver(spool(another)));
      for (const host of others)
        expect(await batcher.deliver(first(host))).toMatchObject([{ outcome: 'stored' }]);
      expect(sizes).toEqual([1, 1, 1, 1]);
    });
    expect(await Promise.all(waiting)).toMatchObject([
      [{ outcome: 'stored' }, { outcome: 'stored' }],
      [{ outcome: 'stored' }, { outcome: 'stored' }],
    ]);
  });
});

it('takes no more bytes in one batch than are judged in a moment', async () => {
  const hosts = await enrolledHosts(db, NOON, 8);
  const { batcher, sizes } = watched();
  const wide = hosts.map((host) => {
    const sent = first(host);
    return { ...sent, items: sent.items.map((item) => ({ ...item, sizeBytes: 400 * 1024 })) };
  });
  const answers = await Promise.all(wide.map((sent) => batcher.deliver(sent)));
  expect(answers.flat().map((result) => result?.outcome)).toEqual(Array(8).fill('stored'));
  expect(sizes).toEqual([2, 2, 2, 2]);
});
