import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { DbRoot } from '@/lib/server/db/client';
import { INSECURE, PASSED } from '@/test/support/agent-client';
import { deliver, enrolledHost, snapshotAt, type TestHost } from '@/test/support/ingest';
import { usesDatabase } from '@/test/support/uses-database';
import { getRawSnapshot } from './get-raw';

const ENROLLED_AT = new Date('2026-11-23T22:00:00.000Z');
const after = (minutes: number) => new Date(ENROLLED_AT.getTime() + minutes * 60_000);

let db: DbRoot;
/** Snapshots come by it, whoever asks. */
let ingest: DbRoot;
usesDatabase((opened, pools) => {
  db = opened;
  ingest = pools.ingest;
}, 'fleet');

function rawOf({ hostId }: Pick<TestHost, 'hostId'>, at: Date | null) {
  const actor = { kind: 'system', id: 'cli' } as const;
  const ctx = { actor, db, now: after(60), requestId: randomUUID() };
  return getRawSnapshot({ ctx, input: { hostId, at } });
}

describe('getRawSnapshot', () => {
  it('shows the whole item of the moment that the page is frozen on', async () => {
    const host = await enrolledHost(db, ENROLLED_AT);
    for (const [minutes, hgsClient] of [[15, PASSED] as const, [30, INSECURE] as const]) {
      const snapshots = [snapshotAt(host, after(minutes), { hgsClient, sequence: minutes })];
      await deliver(ingest, host, { receivedAt: after(minutes), snapshots });
    }
    const [then, now] = [await rawOf(host, after(20)), await rawOf(host, null)];
    expect(then?.observedAt).toBe(after(15).toISOString());
    expect(JSON.parse(then?.json ?? '')).toMatchObject({ hgsClient: PASSED, sequence: 15 });
    expect(JSON.parse(now?.json ?? '')).toMatchObject({ hgsClient: INSECURE, sequence: 30 });
  });

  it('is nothing before the first snapshot', async () => {
    const host = await enrolledHost(db, ENROLLED_AT);
    expect(await rawOf(host, null)).toBeNull();
    expect(await rawOf(host, after(10))).toBeNull();
  });

  it('knows no host but those there are', async () => {
    await expect(rawOf({ hostId: randomUUID() }, null)).rejects.toMatchObject({ code: 'not_found' });
    await expect(rawOf({ hostId: 'no id' }, null)).rejects.toMatchObject({ code: 'not_found' });
  });
});
