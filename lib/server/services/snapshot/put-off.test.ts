import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import type { DbRoot } from '@/lib/server/db/client';
import { delivery, enrolledHosts, INGEST_SETTINGS, snapshotAt } from '@/test/support/ingest';
import { usesDatabase } from '@/test/support/uses-database';
import { createBatcher } from './batcher';
import { wholeRefusal } from './decide';
import { createFoldAllowance } from './fold-allowance';
import { ingestBatch } from './ingest-batch';
import { type RefusalReason, UNOBSERVED } from './ingest-observer';

const NOON = new Date('2026-11-24T12:00:00Z');
const after = (minutes: number) => new Date(NOON.getTime() + minutes * 60_000);

let db: DbRoot;
usesDatabase((opened) => {
  db = opened;
}, 'ingest');

it('counts a body that was refused beside snapshots of its host that are put off', async () => {
  const [host] = await enrolledHosts(db, NOON, 1);
  if (!host) throw new Error('no host');
  const { hostId, enrollment } = host;
  const sent = (at: Date, collected: Date) =>
    delivery(host, { receivedAt: at, snapshots: [snapshotAt(host, collected)] });
  await ingestBatch(db, [sent(after(10), after(10))], INGEST_SETTINGS);
  const folds = createFoldAllowance(() => 0);
  folds.spend(hostId, { folded: 10_000, kept: 0 });
  const base = { hostId, enrollment, requestId: randomUUID(), receivedAt: after(11).getTime() };
  const answers = await ingestBatch(db, [sent(after(11), after(5)), wholeRefusal(base, 'invalid_json')], {
    ...INGEST_SETTINGS,
    folds,
  });
  expect(answers[0]).toMatchObject({ message: expect.stringContaining('out of order') });
  expect(answers).toEqual([expect.objectContaining({ code: 'too_many_requests' }), null]);
  const { lastRejectedCode, lastObservedAt } = await db.hostLive.findUniqueOrThrow({ where: { hostId } });
  expect({ lastRejectedCode, lastObservedAt }).toEqual({
    lastRejectedCode: 'invalid_json',
    lastObservedAt: after(10),
  });
});

it('says of a host whose items are all rejected that they are, and not that they are out of order', async () => {
  const [host] = await enrolledHosts(db, NOON, 1);
  if (!host) throw new Error('no host');
  const refused: RefusalReason[] = [];
  const observer = { ...UNOBSERVED, refused: (reason: RefusalReason) => refused.push(reason) };
  const folds = createFoldAllowance(() => 0);
  folds.spend(host.hostId, { folded: 10_000, kept: 0 });
  const batcher = createBatcher(db, { ...INGEST_SETTINGS, folds }, observer);
  const snapshots = Array.from({ length: 100 }, (_, junk) => ({ junk }));
  const said = batcher.deliver(delivery(host, { receivedAt: NOON, snapshots }));
  await expect(said).rejects.toMatchObject({
    status: 429,
    message: expect.stringMatching(/^So many snapshots of this host are rejected/),
  });
  expect(refused).toEqual(['rejected']);
});
