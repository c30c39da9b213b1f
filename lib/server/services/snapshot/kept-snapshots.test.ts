import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { Ctx } from '@/lib/server/context';
import type { DbRoot } from '@/lib/server/db/client';
import { INSECURE, PASSED, type SnapshotWords } from '@/test/support/agent-client';
import { deliver, enrolledHost, snapshotAt, type TestHost } from '@/test/support/ingest';
import { usesDatabase } from '@/test/support/uses-database';
import { compareSnapshots, downloadSnapshot, getRawSnapshot, listSnapshots } from './index';

const ENROLLED_AT = new Date('2026-10-31T22:00:00.000Z');
const after = (minutes: number) => new Date(ENROLLED_AT.getTime() + minutes * 60_000);
const NOW = after(240);

let db: DbRoot;
/** Snapshots come by it, whoever asks. */
let ingest: DbRoot;
usesDatabase((opened, pools) => {
  db = opened;
  ingest = pools.ingest;
}, 'fleet');

const ctx = (): Ctx => ({ actor: { kind: 'system', id: 'cli' }, db, now: NOW, requestId: randomUUID() });
const asOf = (minutes: number | null) => (minutes === null ? null : after(minutes));

async function say(host: TestHost, minutes: number, words: SnapshotWords): Promise<void> {
  const said = { bootedAt: ENROLLED_AT, ...words, sequence: minutes };
  const snapshots = [snapshotAt(host, after(minutes), said)];
  await deliver(ingest, host, { receivedAt: after(minutes), snapshots });
}

/** Able, not able with another firmware, able again as before; then the same in another month. */
async function turningHost(): Promise<TestHost> {
  const host = await enrolledHost(db, ENROLLED_AT);
  await say(host, 15, { hgsClient: PASSED });
  await say(host, 30, { hgsClient: PASSED });
  await say(host, 45, { hgsClient: INSECURE, host: { firmwareVersion: '2.20.0' } });
  await say(host, 60, { hgsClient: PASSED });
  await say(host, 135, { hgsClient: PASSED });
  return host;
}

type Page = { at?: number | null; limit?: number; cursor?: string | null };

const list = ({ hostId }: { hostId: string }, { at = null, limit = 50, cursor = null }: Page = {}) =>
  listSnapshots({ ctx: ctx(), input: { hostId, at: asOf(at), limit, cursor } });

const compare = ({ hostId }: { hostId: string }, from: string, to: string, at: number | null = null) =>
  compareSnapshots({ ctx: ctx(), input: { hostId, from, to, at: asOf(at) } });

const raw = ({ hostId }: { hostId: string }, snapshot: string, at: number | null = null) =>
  getRawSnapshot({ ctx: ctx(), input: { hostId, snapshot, at: asOf(at) } });

const timesOf = ({ snapshots }: Awaited<ReturnType<typeof list>>) =>
  snapshots.map(({ observedAt, lastSeenAt }) => [observedAt, lastSeenAt]);
const iso = (minutes: number) => after(minutes).toISOString();

describe('the raw snapshots that are kept of a host', () => {
  it('are each content once a month, the newest first, with when it came last', async () => {
    const host = await turningHost();
    const kept = await list(host);
    expect(timesOf(kept)).toEqual([
      [iso(135), iso(135)],
      [iso(45), iso(45)],
      [iso(15), iso(60)],
    ]);
    const [again, , first] = kept.snapshots;
    expect(again?.digest).toBe(first?.digest);
    expect(new Set(kept.snapshots.map(({ id }) => id)).size).toBe(3);
    expect(timesOf(await list(host, { at: 50 }))).toEqual([
      [iso(45), iso(45)],
      [iso(15), iso(30)],
    ]);
  });

  it('are paged to the end, each once, also those of one moment', async () => {
    const host = await enrolledHost(db, ENROLLED_AT);
    const models = ['M1', 'M2', 'M3', 'M4', 'M5'];
    const snapshots = models.map((model, index) => ({
      ...snapshotAt(host, after(15), { host: { model } }),
      sequence: index,
    }));
    await deliver(ingest, host, { receivedAt: after(15), snapshots });
    const seen: string[] = [];
    for (let cursor: string | null | undefined; cursor !== null; ) {
      const page = await list(host, { limit: 2, cursor: cursor ?? null });
      expect(page.snapshots.length).toBeLessThanOrEqual(2);
      seen.push(...page.snapshots.map(({ id }) => id));
      cursor = page.nextCursor;
    }
    expect([seen.length, new Set(seen).size]).toEqual([5, 5]);
  });

  it('refuse a cursor that no list gave, or that another list did', async () => {
    const host = await turningHost();
    const { nextCursor } = await list(host, { limit: 1 });
    expect(nextCursor).not.toBeNull();
    for (const cursor of ['7', 'bm9uZQ', Buffer.from('["x",1e99,"y","older"]').toString('base64url')])
      await expect(list(host, { cursor })).rejects.toMatchObject({ code: 'invalid_value' });
    const other = await turningHost();
    await expect(list(other, { cursor: nextCursor })).rejects.toMatchObject({ pointer: 'cursor' });
  });

  it('are opened by id, as they were sent, and as a file', async () => {
    const host = await turningHost();
    const [, turned] = (await list(host)).snapshots;
    const id = turned?.id ?? '';
    const opened = await raw(host, id);
    expect(opened).toMatchObject({ id, observedAt: iso(45) });
    expect(JSON.parse(opened?.json ?? '')).toMatchObject({ hgsClient: INSECURE, sequence: 45 });
    const input = { hostId: host.hostId, snapshot: id, at: null };
    const file = await downloadSnapshot({ ctx: ctx(), input });
    expect(JSON.parse(file.text)).toEqual(JSON.parse(opened?.json ?? ''));
    expect(file.text).toBe(JSON.stringify(JSON.parse(file.text)));
    expect(file.fileName).toBe(`${host.hostname}-2026-10-31T22-45-00Z.json`);
  });

  it('are not there for another host, at an earlier time, or under an id that none has', async () => {
    const [host, other] = [await turningHost(), await turningHost()];
    const [newest] = (await list(host)).snapshots;
    const id = newest?.id ?? '';
    const nowhere: [TestHost | { hostId: string }, string, number | null][] = [
      [other, id, null],
      [host, id, 50],
      [host, randomUUID(), null],
      [{ hostId: randomUUID() }, id, null],
      [{ hostId: 'no id' }, id, null],
    ];
    for (const [asked, snapshot, at] of nowhere)
      await expect(raw(asked, snapshot, at)).rejects.toMatchObject({ code: 'not_found' });
    await expect(raw(host, 'yesterday')).rejects.toMatchObject({
      code: 'invalid_value',
      pointer: 'snapshot',
    });
  });
});

describe('what differs between two of them', () => {
  it('is told path by path, and what always changes by itself', async () => {
    const host = await turningHost();
    const [, turned, first] = (await list(host)).snapshots;
    const compared = await compare(host, first?.id ?? '', turned?.id ?? '');
    expect(compared).toMatchObject({
      from: { id: first?.id, observedAt: iso(15) },
      to: { id: turned?.id, observedAt: iso(45) },
    });
    const paths = (list: { path: string }[]) => list.map(({ path }) => path);
    expect(paths(compared.differences)).toEqual([
      '/host/firmwareVersion',
      '/hgsClient/isHostGuarded',
      '/hgsClient/attestationStatus',
      '/hgsClient/attestationStatusCode',
      '/hgsClient/attestationSubstatus',
      '/hgsClient/attestationSubstatusCode',
    ]);
    expect(compared.differencesTotal).toBe(6);
    expect(paths(compared.volatile)).toEqual(['/snapshotId', '/collectedAt', '/sequence']);
  });

  it('is asked for by times as well: what was known then against what is known now', async () => {
    const host = await turningHost();
    const compared = await compare(host, iso(50), iso(70));
    expect(compared.from.observedAt).toBe(iso(45));
    // It had been said before, and is kept as it was said first.
    expect(compared.to.observedAt).toBe(iso(15));
    const nothing = await compare(host, iso(20), iso(70));
    expect([nothing.differencesTotal, nothing.volatileTotal]).toEqual([0, 0]);
    await expect(compare(host, iso(5), iso(70))).rejects.toMatchObject({ code: 'not_found' });
    await expect(compare(host, iso(300), iso(70))).rejects.toMatchObject({ code: 'invalid_value' });
    await expect(compare(host, iso(20), 'x')).rejects.toMatchObject({ code: 'invalid_value', pointer: 'to' });
  });

  it('copes with the strangest documents, and no more of it than an answer holds', async () => {
    const host = await enrolledHost(db, ENROLLED_AT);
    const strange = JSON.parse(
      '{"__proto__":{"polluted":1},"constructor":{"prototype":1},"a/b":{"~":1},"a.b":[{"name":"x"}],"":0}',
    );
    const wide = Object.fromEntries([...Array(9_000).keys()].map((index) => [`k${index}`, index]));
    const deep = (depth: number): unknown => (depth === 0 ? 'leaf' : [deep(depth - 1)]);
    await say(host, 15, {});
    await say(host, 30, { facts: { strange, wide, deep: deep(24) } });
    await say(host, 45, { facts: { strange: { ...strange, '': 1 } } });
    const [third, second, first] = (await list(host)).snapshots;
    const grown = await compare(host, first?.id ?? '', second?.id ?? '');
    expect(grown.differences).toContainEqual(
      expect.objectContaining({ path: '/facts/strange', kind: 'added', after: strange }),
    );
    const shrunk = await compare(host, second?.id ?? '', third?.id ?? '');
    expect(shrunk.differences).toContainEqual(
      expect.objectContaining({ path: '/facts/strange/', before: 0, after: 1 }),
    );
    expect(Object.prototype).not.toHaveProperty('polluted');
    await say(host, 60, { facts: { wide: Object.fromEntries(Object.keys(wide).map((key) => [key, -1])) } });
    const flood = await compare(host, second?.id ?? '', (await list(host)).snapshots[0]?.id ?? '');
    expect(flood.differences).toHaveLength(500);
    expect(flood.differencesTotal).toBeGreaterThan(9_000);
  });
});
