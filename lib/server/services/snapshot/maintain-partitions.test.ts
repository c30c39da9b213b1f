import { expect, it } from 'vitest';
import type { DbRoot } from '@/lib/server/db/client';
import { deliver, enrolledHost, snapshotAt } from '@/test/support/ingest';
import { usesDatabase } from '@/test/support/uses-database';
import { maintainPartitions } from './maintain-partitions';

let db: DbRoot;
/** Snapshots come by it, whoever asks. */
let ingest: DbRoot;
usesDatabase((opened, pools) => {
  db = opened;
  ingest = pools.ingest;
}, 'jobs');

it('drops the receipts of days past their window, no others, and ingest goes on', async () => {
  const day = (offset: number) => new Date(Date.UTC(2026, 10, 24 + offset, 12));
  const host = await enrolledHost(db, day(-12));
  for (const offset of [-10, -9, -8, 0])
    await deliver(ingest, host, {
      receivedAt: day(offset),
      snapshots: [snapshotAt(host, day(offset), { sequence: 100 + offset })],
    });
  expect(await maintainPartitions(db, day(0), { retentionDays: 800 })).toEqual(['snapshot_receipt_20261114']);
  expect(await maintainPartitions(db, day(0), { retentionDays: 800 })).toEqual([]);
  const again = { receivedAt: day(1), snapshots: [snapshotAt(host, day(1), { sequence: 200 })] };
  expect(await deliver(ingest, host, again)).toMatchObject([{ outcome: 'stored' }]);
});
