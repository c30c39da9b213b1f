import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import type { DbRoot } from '@/lib/server/db/client';
import { tokenCtx } from '@/test/support/callers';
import { enrolledHost, enrolledHosts, type TestHost } from '@/test/support/ingest';
import { usesDatabase } from '@/test/support/uses-database';
import { getHost, hostLifetime, mergeHosts, retireHost } from '.';

const NOON = new Date('2026-11-24T12:00:00Z');
const at = (minutes: number) => new Date(NOON.getTime() + minutes * 60_000);
const ago = (time: Date) => new Date(time.getTime() - 1);

let db: DbRoot;
usesDatabase((opened) => {
  db = opened;
});

const ctxOf = (fabrics: string[], minutes: number) => tokenCtx(db, { fabrics, now: at(minutes) });

const fabricOf = async ({ hostId }: TestHost) =>
  (await db.host.findUniqueOrThrow({ where: { id: hostId } })).fabricId;

it('says when a retired host came and went, and the last moment that shows it', async () => {
  const host = await enrolledHost(db, at(0));
  const ctx = ctxOf([await fabricOf(host)], 30);
  const input = { id: host.hostId };
  const life = { id: host.hostId, hostname: host.hostname, enrolledAt: at(0).toISOString() };
  const alone = { isMerged: false, mergedInto: null };
  expect(await hostLifetime({ ctx, input })).toEqual({ ...life, ...alone, retiredAt: null, lastAt: null });
  await retireHost({ ctx, input });
  const left = await hostLifetime({ ctx: ctxOf([await fabricOf(host)], 60), input });
  const last = ago(at(30));
  expect(left).toEqual({
    ...life,
    ...alone,
    retiredAt: at(30).toISOString(),
    lastAt: last.toISOString(),
  });
  const then = await getHost({ ctx: ctxOf([await fabricOf(host)], 60), input: { ...input, at: last } });
  expect(then.hostname).toBe(host.hostname);
});

it('tells into which host one was merged, where that may be seen', async () => {
  const [old, stayed] = (await enrolledHosts(db, at(0), 2)) as [TestHost, TestHost];
  const elsewhere = await fabricOf(await enrolledHost(db, at(0)));
  const own = await fabricOf(old);
  await db.host.update({ where: { id: stayed.hostId }, data: { fabricId: elsewhere } });
  await mergeHosts({
    ctx: ctxOf([own, elsewhere], 30),
    input: { id: old.hostId, into: stayed.hostId },
  });
  const lifeFor = (...fabrics: string[]) =>
    hostLifetime({ ctx: ctxOf(fabrics, 60), input: { id: old.hostId } });
  const { name: fabric } = await db.fabric.findUniqueOrThrow({ where: { id: elsewhere } });
  const mergedInto = { id: stayed.hostId, hostname: stayed.hostname, fabric };
  expect(await lifeFor(own, elsewhere)).toMatchObject({ isMerged: true, mergedInto });
  expect(await lifeFor(own)).toMatchObject({ isMerged: true, mergedInto: null });
  await expect(lifeFor(elsewhere)).rejects.toMatchObject({ code: 'not_found' });
  const there = await hostLifetime({ ctx: ctxOf([elsewhere], 60), input: { id: stayed.hostId } });
  expect(there).toMatchObject({ isMerged: false, retiredAt: null });
});

it('does not know a host that nobody enrolled', async () => {
  for (const id of [randomUUID(), 'nothing'])
    await expect(hostLifetime({ ctx: ctxOf([], 0), input: { id } })).rejects.toMatchObject({
      code: 'not_found',
    });
});
