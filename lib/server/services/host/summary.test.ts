import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import type { DbRoot } from '@/lib/server/db/client';
import { INSECURE } from '@/test/support/agent-client';
import { deliver, enrolledHost, snapshotAt } from '@/test/support/ingest';
import { usesDatabase } from '@/test/support/uses-database';
import { summarizeHosts } from './summary';

const ENROLLED_AT = new Date('2026-11-23T22:00:00.000Z');
const REPORTED_AT = new Date('2026-11-23T22:15:00.000Z');
/** The most that an agent may say. */
const MOST_VMS = 2_147_483_647;

let db: DbRoot;
/** Snapshots come by it, whoever asks. */
let ingest: DbRoot;
usesDatabase((opened, pools) => {
  db = opened;
  ingest = pools.ingest;
}, 'fleet');

it('adds up virtual machines beyond what one host may say', async () => {
  const shieldedVms = { status: 'ok', value: { total: MOST_VMS, running: 0 } };
  for (let count = 0; count < 2; count++) {
    const host = await enrolledHost(db, ENROLLED_AT);
    const snapshots = [snapshotAt(host, REPORTED_AT, { hgsClient: INSECURE, facts: { shieldedVms } })];
    await deliver(ingest, host, { receivedAt: REPORTED_AT, snapshots });
  }
  const actor = { kind: 'system', id: 'cli' } as const;
  const ctx = { actor, db, now: REPORTED_AT, requestId: randomUUID() };
  const summary = await summarizeHosts({ ctx, input: { filter: {}, at: null } });
  expect(summary.vms).toEqual({ total: 2 * MOST_VMS, blocked: 2 * MOST_VMS, unverified: 0 });
  expect(summary.causes[0]).toMatchObject({ vmsBlocked: 2 * MOST_VMS, freedAlone: { hosts: 0, vms: 0 } });
});
