import { describe, expect, it } from 'vitest';
import type { DbRoot } from '@/lib/server/db/client';
import { DAY_MS } from '@/lib/util/durations';
import {
  deliver,
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

const NOON = new Date('2026-11-24T12:00:00Z');
const daysAgo = (days: number) => new Date(NOON.getTime() - days * DAY_MS);

let db: DbRoot;
usesDatabase((opened) => {
  db = opened;
}, 'ingest');

async function partitions(): Promise<string[]> {
  const rows = await db.$queryRaw<{ name: string }[]>`
    SELECT c.relname AS name FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
    JOIN pg_class p ON p.oid = i.inhparent
    WHERE p.relname IN ('snapshot_receipt', 'state_segment', 'vm_segment', 'snapshot_document') ORDER BY 1`;
  return rows.map(({ name }) => name);
}

const malformed = (host: TestHost, collectedAt: Date) => ({
  ...snapshotAt(host, collectedAt),
  bootedAt: 'never',
});

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

  it('are not made for what a host that has stored nothing yet gets refused', async () => {
    const [host] = await enrolledHosts(db, daysAgo(300), 1);
    if (!host) return;
    await deliver(db, host, { receivedAt: NOON, snapshots: [malformed(host, NOON)] });
    const before = await partitions();
    const snapshots = hundredDays.map((days) => malformed(host, daysAgo(days)));
    const results = await deliver(db, host, { receivedAt: NOON, snapshots });
    expect(results.every(({ outcome }) => outcome === 'rejected')).toBe(true);
    expect(await partitions()).toEqual(before);
  });

  it('are those of states alone where a refused snapshot makes its host faulty on an earlier day', async () => {
    const [host] = await enrolledHosts(db, daysAgo(300), 1);
    if (!host) return;
    const before = await partitions();
    await deliver(db, host, { receivedAt: NOON, snapshots: [malformed(host, daysAgo(3))] });
    const made = (await partitions()).filter((name) => !before.includes(name));
    expect(made).toEqual(['state_segment_20261121']);
    expect(await historyOf(db, host.hostId)).toMatchObject({
      states: [{ from_at: daysAgo(3), faulty: true }],
    });
  });

  it('are made for the first month of earlier days that one request brings, and the rest is too old', async () => {
    const [host] = await enrolledHosts(db, daysAgo(900), 1);
    if (!host) return;
    const before = await partitions();
    const days = [...hundredDays].reverse().map((day) => 400 + day);
    const snapshots = days.map((day) => snapshotAt(host, daysAgo(day), { sequence: 1000 - day }));
    const results = await deliver(db, host, { receivedAt: NOON, snapshots });
    expect(results.map(({ outcome }) => outcome)).toEqual(
      days.map((_, index) => (index < 31 ? 'stored' : 'rejected')),
    );
    expect(results.at(-1)).toMatchObject({ code: 'too_old' });
    const made = (await partitions()).filter((name) => !before.includes(name));
    expect(made.filter((name) => name.includes('_segment_'))).toHaveLength(62);
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

  it('are made for the day before where the server’s clock was put back and a host sends at midnight', async () => {
    const midnight = new Date('2026-10-05T00:00:00Z');
    const [host] = await enrolledHosts(db, new Date('2026-10-01T00:00:00Z'), 1);
    if (!host) return;
    const ahead = new Date(midnight.getTime() + DAY_MS);
    await deliver(db, host, { receivedAt: ahead, snapshots: [snapshotAt(host, ahead)] });
    const sent = { receivedAt: midnight, snapshots: [snapshotAt(host, midnight)] };
    expect(await deliver(db, host, sent)).toMatchObject([{ outcome: 'stored' }]);
    // What came while the clock was ahead was there just before what comes now.
    const { states } = await historyOf(db, host.hostId);
    expect(states).toMatchObject([{ from_at: new Date(midnight.getTime() - 1) }, { from_at: midnight }]);
  });

  it('are not waited for by other hosts where one host needs many', async () => {
    const [old, other] = await enrolledHosts(db, daysAgo(300), 2);
    if (!old || !other) return;
    // Each is newer than all that this host had before.
    const snapshots = [...hundredDays]
      .reverse()
      .slice(0, 31)
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
