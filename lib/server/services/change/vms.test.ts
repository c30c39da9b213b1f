import { describe, expect, it } from 'vitest';
import { defaultChangeQuery } from '@/lib/contracts/words/changes';
import type { DbRoot } from '@/lib/server/db/client';
import { ingestBatch } from '@/lib/server/services/snapshot';
import { INSECURE, PASSED } from '@/test/support/agent-client';
import { tokenCtx } from '@/test/support/callers';
import { delivery, enrolledHosts, INGEST_SETTINGS, snapshotAt, type TestHost } from '@/test/support/ingest';
import { usesDatabase } from '@/test/support/uses-database';
import { feedChanges, listChanges } from '.';

const MIDNIGHT = new Date('2026-11-24T00:00:00Z');
const at = (hours: number, minutes = 0) => new Date(MIDNIGHT.getTime() + (hours * 60 + minutes) * 60_000);
const ASKED = { ...defaultChangeQuery(), limit: 500 };

let db: DbRoot;
let ingest: DbRoot;
usesDatabase((opened, pools) => {
  db = opened;
  ingest = pools.ingest;
}, 'fleet');

let sequence = 0;

async function say(host: TestHost, when: Date, words: object): Promise<void> {
  sequence += 1;
  const snapshots = [snapshotAt(host, when, { sequence, ...words })];
  await ingestBatch(ingest, [delivery(host, { receivedAt: when, snapshots })], INGEST_SETTINGS);
}

const ctx = (fabric: string) => tokenCtx(db, { fabrics: [fabric], role: 'viewer', now: at(4) });

describe('shielded VMs', () => {
  it('are told as the host held them then, of a wave in sum, and nowhere where no number is known', async () => {
    const [host, beside] = (await enrolledHosts(db, at(0), 2)) as [TestHost, TestHost];
    const { fabricId } = await db.host.findUniqueOrThrow({ where: { id: host.hostId } });
    const held = (total: number) => ({
      facts: { shieldedVms: { status: 'ok', value: { total, running: 0 } } },
    });
    for (const [one, total] of [[host, 3] as const, [beside, 4] as const]) {
      await say(one, at(1), { hgsClient: PASSED, ...held(total) });
      await say(one, at(1, 10), { hgsClient: INSECURE, ...held(total) });
    }
    await say(host, at(1, 20), { hgsClient: INSECURE, ...held(9) });
    await say(host, at(1, 30), { hgsClient: PASSED, ...held(9) });
    const { changes } = await listChanges({ ctx: ctx(fabricId), input: ASKED });
    const told = changes.flatMap(({ hostId, kind, vms }) => (vms ? [{ hostId, kind, vms }] : []));
    expect(told).toHaveLength(3);
    expect(told).toEqual(
      expect.arrayContaining([
        { hostId: host.hostId, kind: 'recovery', vms: { count: 9, effect: 'freed' } },
        { hostId: host.hostId, kind: 'transition', vms: { count: 3, effect: 'blocked' } },
        { hostId: beside.hostId, kind: 'transition', vms: { count: 4, effect: 'blocked' } },
      ]),
    );
    const { entries } = await feedChanges({
      ctx: ctx(fabricId),
      input: { ...ASKED, filter: { kind: { include: ['transition'], exclude: [] } } },
    });
    expect(entries).toMatchObject([{ type: 'wave', wave: { vms: { count: 7, effect: 'blocked' } } }]);
  });
});
