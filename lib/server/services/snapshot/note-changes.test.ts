import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { defaultChangeQuery } from '@/lib/contracts/words/changes';
import type { DbRoot } from '@/lib/server/db/client';
import { listChanges } from '@/lib/server/services/change';
import { systemCtx } from '@/test/support/callers';
import { deliver, delivery, enrolledHost, INGEST_SETTINGS, snapshotAt } from '@/test/support/ingest';
import { usesDatabase } from '@/test/support/uses-database';
import { wholeRefusal } from './decide';
import { ingestBatch } from './ingest-batch';

// What goes wrong with every snapshot is recorded once an hour, with how often: one host fills no table and no list.

const NOON = new Date('2026-11-24T12:00:00Z');
const secondsAfter = (seconds: number) => new Date(NOON.getTime() + seconds * 1000);

let db: DbRoot;
usesDatabase((opened) => {
  db = opened;
}, 'ingest');

const changesOf = async (hostId: string, kind: string) =>
  (await db.change.findMany({ where: { hostId, kind }, orderBy: { at: 'asc' } })).map(({ at, detail }) => ({
    at: at.toISOString(),
    ...(detail as Record<string, unknown>),
  }));

describe('refused again and again', () => {
  it('is one change of its host, code and hour, with how often and when last', async () => {
    const [host, other] = [
      await enrolledHost(db, secondsAfter(-3_600)),
      await enrolledHost(db, secondsAfter(-3_600)),
    ];
    const bad = () => ({ snapshotId: randomUUID(), collectedAt: 'yesterday' });
    for (const seconds of [0, 60, 3_599, 3_600])
      await deliver(db, host, {
        receivedAt: secondsAfter(seconds),
        snapshots: Array.from({ length: 100 }, bad),
      });
    await deliver(db, host, { receivedAt: secondsAfter(3_601), snapshots: [7] });
    await deliver(db, other, { receivedAt: secondsAfter(3_601), snapshots: [bad()] });
    expect(await changesOf(host.hostId, 'rejected')).toMatchObject([
      { at: NOON.toISOString(), code: 'invalid_time', count: 300, lastAt: secondsAfter(3_599).toISOString() },
      { code: 'invalid_time', count: 100, lastAt: secondsAfter(3_600).toISOString() },
      { code: 'invalid_snapshot', count: 1 },
    ]);
    const ctx = systemCtx(db, secondsAfter(3_700));
    const { changes } = await listChanges({ ctx, input: { ...defaultChangeQuery(), limit: 100 } });
    expect(changes.filter(({ kind }) => kind === 'rejected')).toHaveLength(4);
    expect(changes.find(({ count }) => count === 300)).toMatchObject({ code: 'invalid_time' });
  });

  it('is the same for whole bodies', async () => {
    const host = await enrolledHost(db, secondsAfter(-3_600));
    const body = (seconds: number) =>
      wholeRefusal(
        { ...delivery(host, { receivedAt: secondsAfter(seconds), snapshots: [] }), requestId: randomUUID() },
        'invalid_json',
      );
    for (const seconds of [0, 1])
      await ingestBatch(
        db,
        Array.from({ length: 50 }, () => body(seconds)),
        INGEST_SETTINGS,
      );
    expect(await changesOf(host.hostId, 'rejected')).toMatchObject([{ code: 'invalid_json', count: 100 }]);
  });
});

describe('stored with what should not have happened to an agent', () => {
  it('is one change of its host, kind and hour', async () => {
    const host = await enrolledHost(db, secondsAfter(-3_600));
    for (const index of [0, 1, 2, 3])
      await deliver(db, host, {
        receivedAt: secondsAfter(index),
        sentAt: secondsAfter(index - 600),
        dropped: 2 * index,
        snapshots: [snapshotAt(host, secondsAfter(index), { sequence: 9 - index })],
      });
    expect(await changesOf(host.hostId, 'clockStepped')).toMatchObject([{ count: 4 }]);
    expect(await changesOf(host.hostId, 'snapshotsDropped')).toMatchObject([
      { count: 3, dropped: 6, total: 6 },
    ]);
  });
});
