import { describe, expect, it } from 'vitest';
import { type Stated, statements } from '@/lib/server/db/checked-rows';
import type { DbRoot } from '@/lib/server/db/client';
import { holdingLocks } from '@/test/support/holding-locks';
import {
  delivery,
  enrolledHosts,
  historyOf,
  INGEST_SETTINGS,
  snapshotAt,
  type TestHost,
} from '@/test/support/ingest';
import { usesDatabase } from '@/test/support/uses-database';
import { createBatcher } from './batcher';
import { ingestBatch } from './ingest-batch';
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
  await holdingLocks(db, async (tx) => {
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

/** Once the server asks this. */
const stated = (name: string) =>
  new Promise<void>((resolve) => {
    const see = (message: unknown) => {
      if ((message as Stated).name !== name) return;
      statements.unsubscribe(see);
      resolve();
    };
    statements.subscribe(see);
  });

describe('a host whose history takes long to fold', () => {
  const SECONDS = [1, 2, 3, 4, 5];
  const after = (seconds: number) => new Date(NOON.getTime() + seconds * 1000);
  const sent = (host: TestHost, seconds: number) =>
    delivery(host, {
      receivedAt: after(10),
      snapshots: [snapshotAt(host, after(seconds), { sequence: seconds })],
    });

  /** Five snapshots of it are kept, of which a late one has all folded anew: more than may be among others here. */
  async function slowHost(host: TestHost) {
    await ingestBatch(
      db,
      SECONDS.map((seconds) => sent(host, seconds)),
      INGEST_SETTINGS,
    );
    return createBatcher(db, { ...INGEST_SETTINGS, longFold: 4, statementMs: 60_000 });
  }

  /** Runs `work` while somebody else holds the segments that a fold of this host would replace. */
  async function whileFoldIsHeld(host: TestHost, work: () => Promise<void>): Promise<void> {
    await holdingLocks(db, async (tx) => {
      await tx.$queryRaw`SELECT 1 AS locked FROM state_segment WHERE host_id = ${host.hostId}::uuid FOR UPDATE`;
      await work();
    });
  }

  it('keeps nobody waiting whose request came with its own, nor with what it sends meanwhile', async () => {
    const [slow, one, other] = (await enrolledHosts(db, NOON, 3)) as [TestHost, TestHost, TestHost];
    const batcher = await slowHost(slow);
    const answered: string[] = [];
    const send = (name: string, host: TestHost, seconds: number) =>
      batcher.deliver(sent(host, seconds)).finally(() => answered.push(name));
    const waiting: Promise<unknown>[] = [];
    await whileFoldIsHeld(slow, async () => {
      waiting.push(send('late', slow, 0));
      expect(await send('with it', one, 1)).toMatchObject([{ outcome: 'stored' }]);
      waiting.push(send('in order', slow, 6));
      expect(await send('with the next', other, 1)).toMatchObject([{ outcome: 'stored' }]);
      expect(answered).toEqual(['with it', 'with the next']);
    });
    await batcher.drain();
    expect(answered).toEqual(['with it', 'with the next', 'late', 'in order']);
    expect(await Promise.all(waiting)).toMatchObject([[{ outcome: 'stored' }], [{ outcome: 'stored' }]]);
    const { states } = await historyOf(db, slow.hostId);
    expect(states).toMatchObject([{ from_at: after(0), confirmed_at: after(6) }]);
  });

  it('takes no place of a batch: another one goes on beside two batches of others', async () => {
    const [slow, held, ...others] = (await enrolledHosts(db, NOON, 33)) as [
      TestHost,
      TestHost,
      ...TestHost[],
    ];
    const batcher = await slowHost(slow);
    let waiting: Promise<unknown> = Promise.resolve();
    await whileLocked(held, async () => {
      waiting = batcher.deliver(sent(held, 1));
      await expect.poll(batcher.waiting).toBe(0);
      await whileFoldIsHeld(slow, async () => {
        const late = batcher.deliver(sent(slow, 0));
        waiting = Promise.all([waiting, late]);
        await expect.poll(batcher.waiting).toBe(0);
        await Promise.all(others.map((host) => batcher.deliver(sent(host, 1))));
      });
    });
    expect(await waiting).toMatchObject([[{ outcome: 'stored' }], [{ outcome: 'stored' }]]);
  });

  it('is not folded while a batch of others holds something of it, which would then wait', async () => {
    // Rows are locked in this order, so that the batch waits before it has locked the second.
    const [held, slow] = (await enrolledHosts(db, NOON, 2)).sort((a, b) =>
      a.hostId < b.hostId ? -1 : 1,
    ) as [TestHost, TestHost];
    const batcher = await slowHost(slow);
    let together: Promise<unknown> = Promise.resolve();
    let late: Promise<unknown> = Promise.resolve();
    await whileFoldIsHeld(slow, async () => {
      await whileLocked(held, async () => {
        together = Promise.all([batcher.deliver(sent(held, 1)), batcher.deliver(sent(slow, 6))]);
        await expect.poll(batcher.waiting).toBe(0);
        const found = stated('hosts of long folds');
        late = batcher.deliver(sent(slow, 0));
        await found;
        await expect.poll(batcher.waiting).toBe(1);
      });
      expect(await together).toMatchObject([[{ outcome: 'stored' }], [{ outcome: 'stored' }]]);
    });
    expect(await late).toMatchObject([{ outcome: 'stored' }]);
  });

  it('is written with others where what it sends is in order, however much of it is kept', async () => {
    const [slow, one] = (await enrolledHosts(db, NOON, 2)) as [TestHost, TestHost];
    await slowHost(slow);
    const sizes: number[] = [];
    const batcher = createBatcher(
      db,
      { ...INGEST_SETTINGS, longFold: 4 },
      { ...UNOBSERVED, committed: ({ outcome }) => void sizes.push(outcome.length) },
    );
    await Promise.all([batcher.deliver(sent(slow, 6)), batcher.deliver(sent(one, 1))]);
    expect(sizes).toEqual([2]);
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

it('goes on, and says so, where writing threw what it never should', async () => {
  const hosts = await enrolledHosts(db, NOON, 3);
  let isBroken = true;
  const told: unknown[] = [];
  const breaking = () => {
    if (isBroken) throw new Error('never thought of');
  };
  const observer = {
    committed: breaking,
    refused: breaking,
    failed: (error: unknown) => void told.push(error),
  };
  const batcher = createBatcher(db, INGEST_SETTINGS, { ...UNOBSERVED, ...observer });
  // As many as may be under way at once.
  const sent = hosts.map(first);
  for (const one of sent) await expect(batcher.deliver(one)).rejects.toMatchObject({ code: 'unavailable' });
  expect(told.length).toBeGreaterThanOrEqual(3);
  isBroken = false;
  for (const one of sent) expect(await batcher.deliver(one)).toMatchObject([{ outcome: 'duplicate' }]);
  await batcher.drain();
  expect([batcher.waiting(), batcher.oldestMs()]).toEqual([0, 0]);
});

it('says for how long the oldest request waits, also while it is under way', async () => {
  const [held] = (await enrolledHosts(db, NOON, 1)) as [TestHost];
  const { batcher } = watched();
  expect(batcher.oldestMs()).toBe(0);
  await whileLocked(held, async () => {
    const waiting = batcher.deliver(first(held));
    await expect.poll(batcher.oldestMs).toBeGreaterThan(50);
    expect(batcher.waiting()).toBe(0);
    void waiting;
  });
  await expect.poll(batcher.oldestMs).toBe(0);
});
