import { expect, it } from 'vitest';
import type { DbRoot } from '@/lib/server/db/client';
import { acknowledgeHosts, getHost } from '@/lib/server/services/host';
import { INSECURE, PASSED, type SnapshotWords } from '@/test/support/agent-client';
import { personCtx } from '@/test/support/exceptions';
import { deliver, enrolledHost, snapshotAt, type TestHost } from '@/test/support/ingest';
import { usesDatabase } from '@/test/support/uses-database';

// What somebody said of a host as it was ends with what the host sends next, where that says something else.

const NOON = new Date('2026-11-24T12:00:00Z');
const after = (minutes: number) => new Date(NOON.getTime() + minutes * 60_000);

let db: DbRoot;
usesDatabase((opened) => {
  db = opened;
}, 'ingest');

const failing = (checks: string): SnapshotWords => ({
  hgsClient: { ...INSECURE, attestationSubstatus: checks },
});

const send = (host: TestHost, minutes: number, words: SnapshotWords, receivedAt = minutes) =>
  deliver(db, host, {
    receivedAt: after(receivedAt),
    snapshots: [snapshotAt(host, after(minutes), words)],
  });

/** Acknowledged a minute after its first snapshot. */
async function acknowledgedHost(): Promise<TestHost> {
  const host = await enrolledHost(db, after(-1));
  await send(host, 0, failing('BitLocker'));
  const input = { hosts: [host.hostId], reason: 'Ticket 4711' };
  await acknowledgeHosts({ ctx: personCtx(db, { now: after(1) }), input });
  return host;
}

async function isAcknowledged({ hostId: id }: TestHost, minutes: number): Promise<boolean> {
  const { acknowledgement } = await getHost({
    ctx: personCtx(db, { now: after(minutes) }),
    input: { id, at: null },
  });
  return acknowledgement !== null;
}

it('goes on while the host says the same, and ends with a check that it did not name before', async () => {
  const host = await acknowledgedHost();
  await send(host, 15, failing('BitLocker'));
  expect(await isAcknowledged(host, 16)).toBe(true);
  await send(host, 30, failing('BitLocker, SecureBootSettings'));
  expect(await isAcknowledged(host, 31)).toBe(false);
});

it.each([
  ['passes', { hgsClient: PASSED }],
  ['names a check less', failing('SecureBootSettings')],
])('ends when the host %s, and does not come back with what failed before', async (_what, words) => {
  const host = await acknowledgedHost();
  await send(host, 15, words);
  expect(await isAcknowledged(host, 16)).toBe(false);
  await send(host, 30, failing('BitLocker'));
  expect(await isAcknowledged(host, 31)).toBe(false);
});

it('ends where what was on its way when somebody said it says something else', async () => {
  const host = await acknowledgedHost();
  await send(host, 0.5, failing('SecureBootSettings'), 2);
  expect(await isAcknowledged(host, 3)).toBe(false);
});
