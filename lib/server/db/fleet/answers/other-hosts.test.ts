import { expect, it } from 'vitest';
import { defaultChangeQuery } from '@/lib/contracts/words/changes';
import type { FabricScope } from '@/lib/server/context';
import type { DbRoot } from '@/lib/server/db/client';
import { getWave, listChanges, recentChanges } from '@/lib/server/services/change';
import { hostTimeline } from '@/lib/server/services/history';
import { mergeHosts } from '@/lib/server/services/host';
import { tokenCtx } from '@/test/support/callers';
import { deliver, enrolledHost, enrolledHosts, snapshotAt, type TestHost } from '@/test/support/ingest';
import { usesDatabase } from '@/test/support/uses-database';

const NOON = new Date('2026-11-24T12:00:00Z');

let db: DbRoot;
/** Snapshots come by it, whoever asks. */
let ingest: DbRoot;
usesDatabase((opened, pools) => {
  db = opened;
  ingest = pools.ingest;
});

const ctxOf = (fabrics: FabricScope) => tokenCtx(db, { fabrics, now: NOON });

const fabricOf = async ({ hostId }: TestHost) =>
  (await db.host.findUniqueOrThrow({ where: { id: hostId } })).fabricId;

/** What all ways of reading say about the one change of this kind on this host. */
async function tellings({ hostId }: TestHost, kind: 'merged' | 'duplicateIdentity', fabrics: FabricScope) {
  const ctx = ctxOf(fabrics);
  const filter = { kind: { include: [kind], exclude: [] } };
  const { changes } = await listChanges({ ctx, input: { ...defaultChangeQuery(), filter } });
  const { events } = await hostTimeline({ ctx, input: { id: hostId, from: null, to: null, at: null } });
  const { entries } = await recentChanges({ ctx, input: { filter: {}, at: null } });
  const recent = entries.flatMap((entry) => (entry.type === 'wave' ? [] : entry.change));
  const isIt = (one: { hostId: string; kind: string }) => one.hostId === hostId && one.kind === kind;
  return [changes.find(isIt), recent.find(isIt), events.find((one) => one.kind === kind)];
}

it('names the other host of a merge to who may see it, and to nobody else', async () => {
  const [before, after] = [await enrolledHost(db, NOON), await enrolledHost(db, NOON)];
  await mergeHosts({ ctx: ctxOf('all'), input: { id: before.hostId, into: after.hostId } });
  const [from, to] = [before.fqdn.toLowerCase(), after.fqdn.toLowerCase()];
  for (const [own, other, seen] of [
    [before, after, { from, to: null }],
    [after, before, { from: null, to }],
  ] as const) {
    for (const told of await tellings(own, 'merged', 'all'))
      expect(told).toMatchObject({ from, to, otherHostId: other.hostId, otherHostname: other.hostname });
    for (const told of await tellings(own, 'merged', [await fabricOf(own)])) {
      expect(told).toMatchObject(seen);
      expect(JSON.stringify(told).toLowerCase()).not.toContain(other.hostname.toLowerCase());
      expect(JSON.stringify(told)).not.toContain(other.hostId);
    }
  }
});

it('names who shares an identity to who may see it, and to nobody else', async () => {
  const [first, second] = [await enrolledHost(db, NOON), await enrolledHost(db, NOON)];
  const { machineId } = first;
  // Enrolled by an agent that told no machine: otherwise that it is another machine now comes first.
  await db.host.update({ where: { id: second.hostId }, data: { machineId: null } });
  const snapshots = [snapshotAt(second, NOON, { host: { machineId } })];
  await deliver(ingest, second, { receivedAt: NOON, snapshots });
  for (const told of await tellings(second, 'duplicateIdentity', 'all'))
    expect(told).toMatchObject({ otherHostId: first.hostId, otherHostname: first.hostname });
  for (const told of await tellings(second, 'duplicateIdentity', [await fabricOf(second)])) {
    expect(told).toBeDefined();
    expect(JSON.stringify(told)).not.toContain(first.hostId);
  }
});

it('tells which plan a wave is about to who sees all its fabrics, and to nobody else', async () => {
  const hosts = await enrolledHosts(db, NOON, 2);
  const elsewhere = await enrolledHost(db, NOON);
  const fabricIds = [await fabricOf(hosts[0] as TestHost), await fabricOf(elsewhere)];
  const plan = { planId: crypto.randomUUID(), number: 7, name: 'Of both fabrics', fabricIds };
  const change = { at: NOON, recordedAt: NOON, kind: 'planOpened', derived: false, reason: plan.planId };
  await db.change.createMany({
    data: hosts.map(({ hostId }) => ({ id: crypto.randomUUID(), hostId, ...change, detail: plan })),
  });
  const waveOf = async (fabrics: FabricScope) => {
    const { changes } = await listChanges({ ctx: ctxOf(fabrics), input: defaultChangeQuery() });
    const id = changes.find(
      ({ kind, hostId }) => kind === 'planOpened' && hostId === hosts[0]?.hostId,
    )?.waveId;
    return JSON.stringify(await getWave({ ctx: ctxOf(fabrics), input: { id: id ?? '', at: null } }));
  };
  expect(await waveOf(fabricIds)).toContain(plan.name);
  const hidden = await waveOf(fabricIds.slice(0, 1));
  for (const word of [plan.name, plan.planId, 'RP-0007']) expect(hidden).not.toContain(word);
});
