import { describe, expect, it } from 'vitest';
import type { DbRoot } from '@/lib/server/db/client';
import { lockHosts } from '@/lib/server/db/ingest/lock-hosts';
import { countReceipts } from '@/lib/server/db/ingest/receipts';
import { HOST_LOCKED } from '@/lib/server/errors';
import { delivery, enrolledHosts, INGEST_SETTINGS, snapshotAt, type TestHost } from '@/test/support/ingest';
import { usesDatabase } from '@/test/support/uses-database';
import { createBatcher } from './batcher';
import { WINDOW_MS, wholeRefusal } from './decide';
import { ingestBatch } from './ingest-batch';
import { countReceived, loadRoom } from './receipt-limit';

const NOON = new Date('2026-11-24T12:00:00Z');
const after = (minutes: number) => new Date(NOON.getTime() + minutes * 60_000);
const LIMIT_MS = 120_000;
/** Four times what an hour's interval asks in eight days is fewer than 2,000. */
const HOURLY = { ...INGEST_SETTINGS, reportIntervalSeconds: 3_600 };

let db: DbRoot;
usesDatabase((opened) => {
  db = opened;
}, 'ingest');

const hundred = (host: TestHost, minute: number) =>
  Array.from({ length: 100 }, (_, index) =>
    snapshotAt(host, new Date(after(minute).getTime() - (100 - index)), { sequence: minute * 100 + index }),
  );

const send = (host: TestHost, minute: number, snapshots: unknown[], settings = HOURLY) =>
  ingestBatch(db, [delivery(host, { receivedAt: after(minute), snapshots })], settings);

/** Sends hundreds until one is refused, and says how many snapshots were taken. */
async function takenOf(host: TestHost, first: number, settings = HOURLY): Promise<number> {
  let taken = 0;
  for (let minute = first; ; minute += 1) {
    const [answer] = await send(host, minute, hundred(host, minute), settings);
    if (!Array.isArray(answer)) {
      expect(answer).toMatchObject({ code: 'too_many_requests', status: 429 });
      return taken;
    }
    taken += answer.length;
  }
}

/** As enrolment tells an interval of an hour. */
async function hourly(count: number): Promise<TestHost[]> {
  const hosts = await enrolledHosts(db, NOON, count);
  await db.hostLive.updateMany({ data: { toldInterval: 3_600 } });
  return hosts;
}

/**
 * How many more this host may keep if its receipts were `counted`, told the shortest interval; null where it is too far
 * from its limit for them to be counted.
 */
async function roomFor(hostId: string, at: Date, counted = 0): Promise<number | null> {
  const hosts = await lockHosts(db, [hostId]);
  const counting = {
    $queryRaw: async <T>() => [{ hostId, receipts: counted, shortestInterval: 60 }] as T,
  };
  const room = await loadRoom(counting, hosts, new Map([[hostId, 1]]), at.getTime());
  return room.get(hostId) ?? null;
}

const since = async ({ hostId }: TestHost) =>
  (await db.hostLive.findUniqueOrThrow({ where: { hostId } })).overLimitSince;

describe('the counters of a host', () => {
  const period = 2_500;
  const heard = {
    receivedPeriod: period,
    received: 1_500,
    receivedBefore: 7,
    receivedShortest: 60,
    receivedBeforeShortest: 300,
    toldInterval: 900,
  };
  const at = (later: number) => (period + later) * WINDOW_MS + 1;

  it('add to the period of the newest receipt', () => {
    expect(countReceived(heard, 3, at(0))).toMatchObject({
      received: 1_503,
      receivedBefore: 7,
      receivedShortest: 60,
    });
  });

  it('keep the period before, with the shortest interval of its time', () => {
    expect(countReceived(heard, 3, at(1))).toEqual({
      receivedPeriod: period + 1,
      received: 3,
      receivedBefore: 1_500,
      receivedShortest: 900,
      receivedBeforeShortest: 60,
    });
  });

  it('forget what is older', () => {
    expect(countReceived(heard, 3, at(2))).toMatchObject({
      received: 3,
      receivedBefore: 0,
      receivedBeforeShortest: null,
    });
  });
});

describe('what a host may keep within eight days', () => {
  it(
    'is 2,000 snapshots at least: more are refused to it alone, until the oldest are past the window',
    async () => {
      const [host, other] = (await hourly(2)) as [TestHost, TestHost];
      const first = hundred(host, 0);
      await send(host, 0, first);
      expect(await takenOf(host, 1)).toBe(1_900);
      expect(await since(host)).toEqual(after(20));
      const answers = await ingestBatch(
        db,
        [host, other].map((one) => delivery(one, { receivedAt: after(30), snapshots: hundred(one, 30) })),
        HOURLY,
      );
      expect(answers).toMatchObject([{ status: 429, retryAfterSeconds: 3_600 }, { length: 100 }]);
      // What it has sent already it may send again: nothing more is kept for it.
      const [again] = await send(host, 31, first);
      expect(again).toMatchObject(first.map(() => ({ outcome: 'duplicate' })));
      const ninthDay = 8 * 24 * 60 + 30;
      expect(await send(host, ninthDay, hundred(host, ninthDay))).toMatchObject([{ length: 100 }]);
      expect(await since(host)).toBeNull();
    },
    LIMIT_MS,
  );

  it(
    'is four times what the shortest interval asks that it was told in these days',
    async () => {
      const [host] = (await hourly(1)) as [TestHost];
      // 1,200 s ask 576 snapshots in eight days. Told with the first answer, and written with the second receipt.
      const shorter = { ...HOURLY, reportIntervalSeconds: 1_200 };
      await send(host, 1, hundred(host, 1), shorter);
      await send(host, 2, hundred(host, 2));
      expect(await takenOf(host, 3)).toBe(2_104);
    },
    LIMIT_MS,
  );

  it('is not counted for a host that sent what a shorter interval asked, nor once its period is over', async () => {
    const [host] = (await enrolledHosts(db, NOON, 1)) as [TestHost];
    const { hostId } = host;
    await db.hostLive.update({ where: { hostId }, data: { toldInterval: 60 } });
    const send900 = (minute: number) =>
      send(host, minute, [snapshotAt(host, after(minute))], INGEST_SETTINGS);
    await send900(0);
    await db.hostLive.update({ where: { hostId }, data: { received: 11_520 } });
    await send900(1);
    expect(await roomFor(hostId, after(2))).toBeNull();
    const nextPeriod = 8 * 24 * 60;
    await send900(nextPeriod);
    expect(await roomFor(hostId, after(nextPeriod + 1))).toBeNull();
    // What the long interval alone allows is counted.
    await db.hostLive.update({ where: { hostId }, data: { received: 3_072 } });
    expect(await roomFor(hostId, after(nextPeriod + 1))).not.toBeNull();
  });

  it('is 24,000 snapshots at most, and is not counted for a host that sends at the shortest interval', async () => {
    const [host] = (await enrolledHosts(db, NOON, 1)) as [TestHost];
    const { hostId } = host;
    const heard = { toldInterval: 60, receivedPeriod: Math.floor(NOON.getTime() / WINDOW_MS) };
    const shortest = { receivedShortest: 60, receivedBeforeShortest: 60 };
    const update = (counts: { received: number; receivedBefore: number }) =>
      db.hostLive.update({ where: { hostId }, data: { ...heard, ...shortest, ...counts } });
    await update({ received: 11_520, receivedBefore: 11_520 });
    expect(await roomFor(hostId, NOON)).toBeNull();
    await update({ received: 24_000, receivedBefore: 0 });
    expect(await roomFor(hostId, NOON, 23_000)).toBe(1_000);
  });

  it(
    'is used up to the last: what is beyond is left out of the answer, and refused bodies have their own answers',
    async () => {
      const [host] = (await hourly(1)) as [TestHost];
      for (let minute = 1; minute < 20; minute += 1) await send(host, minute, hundred(host, minute));
      const [first, second] = [hundred(host, 20), hundred(host, 21)];
      await send(host, 20, first.slice(0, 50));
      const [taken] = await send(host, 21, second);
      expect(taken).toMatchObject(
        second.slice(0, 50).map(({ snapshotId }) => ({ snapshotId, outcome: 'stored' })),
      );
      expect(taken).toHaveLength(50);
      expect(await since(host)).toEqual(after(21));
      const [again] = await send(host, 22, second);
      expect(again).toMatchObject(second.slice(0, 50).map(() => ({ outcome: 'duplicate' })));
      expect(again).toHaveLength(50);
      // Another snapshot under an id that is stored is one more to keep.
      const conflict = { ...first[0], sequence: 5 };
      expect(await send(host, 23, [conflict])).toMatchObject([{ status: 429 }]);
      const batcher = createBatcher(db, HOURLY);
      const refusedWhole = (minute: number, code: string) =>
        batcher.deliver(
          wholeRefusal(
            {
              hostId: host.hostId,
              enrollment: 1,
              requestId: `request-${minute}`,
              receivedAt: after(minute).getTime(),
            },
            code,
          ),
        );
      const more = delivery(host, { receivedAt: after(24), snapshots: hundred(host, 24) });
      await expect(batcher.deliver(more)).rejects.toMatchObject({ code: 'too_many_requests' });
      const { hostId } = host;
      const receipts = async () => {
        const counted = await countReceipts(db, [hostId], NOON);
        return counted.get(hostId)?.receipts;
      };
      for (const minute of [25, 26, 27]) expect(await refusedWhole(minute, 'invalid_json')).toBeNull();
      expect(await receipts()).toBe(2_001);
      expect(await refusedWhole(28, HOST_LOCKED)).toBeNull();
      expect(await receipts()).toBe(2_002);
      const live = await db.hostLive.findUniqueOrThrow({ where: { hostId } });
      expect(live).toMatchObject({
        lastRejectedCode: HOST_LOCKED,
        rejections: 4n,
        overLimitSince: after(21),
      });
    },
    LIMIT_MS,
  );

  it(
    'is counted anew by nobody for a while: the batcher refuses that host without asking the database',
    async () => {
      const [host, other] = (await hourly(2)) as [TestHost, TestHost];
      await takenOf(host, 1);
      const batcher = createBatcher(db, HOURLY);
      const deliverTo = (one: TestHost) =>
        batcher.deliver(delivery(one, { receivedAt: after(30), snapshots: hundred(one, 30) }));
      for (let time = 0; time < 2; time += 1)
        await expect(deliverTo(host)).rejects.toMatchObject({ code: 'too_many_requests' });
      expect(await deliverTo(other)).toHaveLength(100);
    },
    LIMIT_MS,
  );
});
