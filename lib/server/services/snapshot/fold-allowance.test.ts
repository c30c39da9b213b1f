import { expect, it } from 'vitest';
import type { DbRoot } from '@/lib/server/db/client';
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

const NOON = new Date('2026-11-24T12:00:00Z');
const after = (minutes: number) => new Date(NOON.getTime() + minutes * 60_000);

let db: DbRoot;
usesDatabase((opened) => {
  db = opened;
}, 'ingest');

it('puts off what is out of order of a host with a long history, for a time, and nothing that is in order', async () => {
  const [busy, other] = (await enrolledHosts(db, NOON, 2)) as [TestHost, TestHost];
  const batcher = createBatcher(db, INGEST_SETTINGS);
  const send = (host: TestHost, received: number, minutes: number[]) => {
    const snapshots = minutes.map((minute) => snapshotAt(host, after(minute), { sequence: minute }));
    return batcher.deliver(delivery(host, { receivedAt: after(received), snapshots }));
  };
  const stored = [{ outcome: 'stored' }];
  for (const host of [busy, other]) expect(await send(host, 20, [20])).toMatchObject(stored);
  // As after a million receipts: each of them is looked at for what is out of order.
  await db.hostLive.update({ where: { hostId: busy.hostId }, data: { received: 1_000_000 } });
  expect(await send(busy, 21, [5])).toMatchObject(stored);
  const before = await historyOf(db, busy.hostId);
  const refusal = { code: 'too_many_requests', status: 429 };
  await expect(send(busy, 22, [4])).rejects.toMatchObject(refusal);
  await expect(send(busy, 22, [3, 22])).rejects.toMatchObject(refusal);
  expect(await historyOf(db, busy.hostId)).toEqual(before);
  expect(await send(busy, 23, [23])).toMatchObject(stored);
  for (const minute of [5, 4, 3]) expect(await send(other, 23, [minute])).toMatchObject(stored);
});
