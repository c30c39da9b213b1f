import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { defaultHostQuery } from '@/lib/contracts/words/host-query';
import type { Role } from '@/lib/domain/roles';
import type { Ctx } from '@/lib/server/context';
import { type DbRoot, transact } from '@/lib/server/db/client';
import { tokenCtx } from '@/test/support/callers';
import { deliver, enrolledHosts, snapshotAt, type TestHost } from '@/test/support/ingest';
import { usesDatabase } from '@/test/support/uses-database';
import { waitsForLock } from '@/test/support/waits-for-lock';
import { listHosts, mergeHosts, retireHost } from '.';

const NOON = new Date('2026-11-24T12:00:00Z');
const at = (minutes: number) => new Date(NOON.getTime() + minutes * 60_000);

let db: DbRoot;
/** Snapshots come by it, whoever asks. */
let ingest: DbRoot;
usesDatabase((opened, pools) => {
  db = opened;
  ingest = pools.ingest;
});

const ctxOf = (fabricId: string, minutes: number, role?: Role) =>
  tokenCtx(db, { fabrics: [fabricId], now: at(minutes), role });

/** The record of before, the one of after, and another that calls itself by the name of the first. */
async function records() {
  const hosts = await enrolledHosts(db, at(-60), 3);
  const [before, after, other] = hosts as [TestHost, TestHost, TestHost];
  const { fabricId } = await db.host.findUniqueOrThrow({ where: { id: before.hostId } });
  for (const host of [before, after])
    await deliver(ingest, host, { receivedAt: NOON, snapshots: [snapshotAt(host, NOON)] });
  const { hostname, fqdn } = before;
  const borrowed = snapshotAt(other, NOON, { host: { hostname, fqdn } });
  await deliver(ingest, other, { receivedAt: NOON, snapshots: [borrowed] });
  return { before, after, other, fabricId };
}

const idsAt = async (ctx: Ctx, minutes: number | null) => {
  const asked = { ...defaultHostQuery(), at: minutes === null ? null : at(minutes) };
  return (await listHosts({ ctx, input: asked })).hosts;
};

describe('mergeHosts', () => {
  it('takes the first out of the fleet and rewrites nothing: the past shows both as it did', async () => {
    const { before, after, fabricId } = await records();
    const ctx = ctxOf(fabricId, 30);
    const then = await idsAt(ctx, 10);
    expect(then).toHaveLength(3);
    const merged = await mergeHosts({ ctx, input: { id: before.hostId, into: after.hostId } });
    expect(merged).toEqual({ id: after.hostId });
    expect(await idsAt(ctx, 10)).toEqual(then);
    const left = await idsAt(ctxOf(fabricId, 31), null);
    expect(left.map(({ id }) => id)).not.toContain(before.hostId);
  });

  it('is told on both timelines and in the audit log', async () => {
    const { before, after, fabricId } = await records();
    await mergeHosts({ ctx: ctxOf(fabricId, 30), input: { id: before.fqdn, into: after.hostId } });
    for (const [one, other] of [
      [before, after],
      [after, before],
    ] as const) {
      const where = { hostId: one.hostId, kind: 'merged' };
      expect((await db.change.findFirstOrThrow({ where })).detail).toMatchObject({
        otherHostId: other.hostId,
        from: before.fqdn.toLowerCase(),
        to: after.fqdn.toLowerCase(),
      });
    }
    const entry = await db.auditEntry.findFirstOrThrow({
      where: { action: 'host.merged', subjectId: before.hostId },
    });
    expect(entry.detail).toMatchObject({ into: after.hostId });
  });

  it('lets one of the two stay, also where each is merged into the other at once', async () => {
    const { before, after, fabricId } = await records();
    const ctx = ctxOf(fabricId, 30);
    const { both } = await transact(db, async (tx) => {
      const pair = [before, after] as const;
      for (const { hostId } of pair)
        await tx.$executeRaw`SELECT id FROM host WHERE id = ${hostId}::uuid FOR UPDATE`;
      const both = Promise.allSettled(
        [pair, [after, before] as const].map(([one, other]) =>
          mergeHosts({ ctx, input: { id: one.hostId, into: other.hostId } }),
        ),
      );
      await waitsForLock(db, 2);
      return { both };
    });
    const said = await both;
    expect(said.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(said.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { code: 'not_found' } });
    const ids = [before.hostId, after.hostId];
    expect(await db.host.count({ where: { id: { in: ids }, retiredAt: null } })).toBe(1);
  });

  it('refuses a host and itself, one that is not there or has left, and who may not', async () => {
    const { before, after, fabricId } = await records();
    const ctx = ctxOf(fabricId, 30);
    const merging = (id: string, into: string, own = ctx) => mergeHosts({ ctx: own, input: { id, into } });
    await expect(merging(before.hostId, before.fqdn)).rejects.toMatchObject({ code: 'conflict' });
    await expect(merging(before.hostId, randomUUID())).rejects.toMatchObject({ code: 'not_found' });
    await expect(merging(before.hostId, after.hostId, ctxOf(fabricId, 30, 'viewer'))).rejects.toMatchObject({
      code: 'forbidden',
    });
    await expect(merging(before.hostId, after.hostId, ctxOf(randomUUID(), 30))).rejects.toMatchObject({
      code: 'not_found',
    });
    await merging(before.hostId, after.hostId);
    await expect(merging(before.hostId, after.hostId)).rejects.toMatchObject({ code: 'not_found' });
  });
});

describe('a host that leaves', () => {
  it('lets its names go: who shared them with it alone is flagged no more', async () => {
    const { before, other, fabricId } = await records();
    const flagged = async () =>
      (await db.host.findUniqueOrThrow({ where: { id: other.hostId } })).duplicateIdentity;
    expect(await flagged()).toBe(true);
    await retireHost({ ctx: ctxOf(fabricId, 30), input: { id: before.hostId } });
    expect(await flagged()).toBe(false);
  });
});
