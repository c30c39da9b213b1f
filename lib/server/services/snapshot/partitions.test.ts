import { describe, expect, it } from 'vitest';
import type { DbRoot } from '@/lib/server/db/client';
import { deliver, delivery, enrolledHosts, INGEST_SETTINGS, snapshotAt } from '@/test/support/ingest';
import { usesDatabase } from '@/test/support/uses-database';
import { createBatcher } from './batcher';
import { ingestBatch } from './ingest-batch';

const DAY_MS = 86_400_000;
const NOON = new Date('2026-11-24T12:00:00Z');
const daysAgo = (days: number) => new Date(NOON.getTime() - days * DAY_MS);

let db: DbRoot;
usesDatabase((opened) => {
  db = opened;
});

async function partitions(): Promise<string[]> {
  const rows = await db.$queryRaw<{ name: string }[]>`
    SELECT c.relname AS name FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
    JOIN pg_class p ON p.oid = i.inhparent
    WHERE p.relname IN ('snapshot_receipt', 'state_segment', 'vm_segment', 'snapshot_document') ORDER BY 1`;
  return rows.map(({ name }) => name);
}

const hundredDays = Array.from({ length: 100 }, (_, index) => 100 + index);

describe('partitions that snapshots need', () => {
  it('are not made for snapshots that are refused as too old', async () => {
    const [host] = await enrolledHosts(db, daysAgo(300), 1);
    if (!host) return;
    await deliver(db, host, { receivedAt: NOON, snapshots: [snapshotAt(host, NOON, { sequence: 500 })] });
    const before = await partitions();
    const snapshots = hundredDays.map((days) => snapshotAt(host, daysAgo(days), { sequence: days }));
    const results = await deliver(db, host, { receivedAt: NOON, snapshots });
    expect(results.every(({ code }) => code === 'too_old')).toBe(true);
    expect(await partitions()).toEqual(before);
  });

  it('are made for a snapshot of an earlier day that is stored, its receipt under the day of receipt', async () => {
    const [host] = await enrolledHosts(db, daysAgo(300), 1);
    if (!host) return;
    const sent = { receivedAt: NOON, snapshots: [snapshotAt(host, daysAgo(40))] };
    expect(await deliver(db, host, sent)).toMatchObject([{ outcome: 'stored' }]);
    const made = await partitions();
    expect(made).toEqual(
      expect.arrayContaining(['state_segment_20261015', 'vm_segment_20261015', 'snapshot_document_202610']),
    );
    expect(made.filter((name) => name.startsWith('snapshot_receipt'))).toEqual(['snapshot_receipt_20261124']);
  });

  it('are not waited for by other hosts where one host needs many', async () => {
    const [old, other] = await enrolledHosts(db, daysAgo(300), 2);
    if (!old || !other) return;
    // Each is newer than all that this host had before.
    const snapshots = [...hundredDays]
      .reverse()
      .map((days) => snapshotAt(old, daysAgo(days), { sequence: 300 - days }));
    const needsMany = delivery(old, { receivedAt: NOON, snapshots });
    const ordinary = delivery(other, { receivedAt: NOON, snapshots: [snapshotAt(other, NOON)] });
    await expect(ingestBatch(db, [needsMany, ordinary], INGEST_SETTINGS)).rejects.toThrow(/partitions/);
    const batcher = createBatcher(db, INGEST_SETTINGS);
    const answeredInOrder: string[] = [];
    const [manyResults, otherResults] = await Promise.all([
      batcher.deliver(needsMany).finally(() => answeredInOrder.push('many')),
      batcher.deliver(ordinary).finally(() => answeredInOrder.push('other')),
    ]);
    expect(otherResults).toMatchObject([{ outcome: 'stored' }]);
    expect(manyResults?.every(({ outcome }) => outcome === 'stored')).toBe(true);
    expect(answeredInOrder).toEqual(['other', 'many']);
  });
});
