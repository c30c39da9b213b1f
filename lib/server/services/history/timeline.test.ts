import { randomUUID } from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';
import { describe, expect, it } from 'vitest';
import type { TimelineInput } from '@/lib/contracts/host-query';
import type { DbRoot } from '@/lib/server/db/client';
import { INSECURE } from '@/test/support/agent-client';
import { deliver, enrolledHost, snapshotAt, type TestHost } from '@/test/support/ingest';
import { usesDatabase } from '@/test/support/uses-database';
import { hostTimeline } from './timeline';

const ENROLLED_AT = new Date('2026-11-23T22:00:00.000Z');
const NOW = new Date('2026-11-24T22:00:00.000Z');
/** As many events as one answer has. */
const MOST_EVENTS = 500;

let db: DbRoot;
/** Snapshots come by it, whoever asks. */
let ingest: DbRoot;
usesDatabase((opened, pools) => {
  db = opened;
  ingest = pools.ingest;
}, 'fleet');

function timelineOf({ hostId }: TestHost, period: Partial<TimelineInput> = {}, now = NOW) {
  const actor = { kind: 'system', id: 'cli' } as const;
  const ctx = { actor, db, now, requestId: randomUUID() };
  return hostTimeline({ ctx, input: { id: hostId, from: null, to: null, at: null, ...period } });
}

/** Several in the same millisecond, as one request can make them. */
async function renamedOften(host: TestHost, count: number): Promise<void> {
  const data = Array.from({ length: count }, (_, index) => {
    const at = new Date(ENROLLED_AT.getTime() + Math.floor(index / 3));
    const times = { at, recordedAt: at };
    return { id: uuidv7(), hostId: host.hostId, kind: 'renamed', derived: true, detail: { index }, ...times };
  });
  await db.change.createMany({ data });
}

describe('hostTimeline', () => {
  it.each([
    ['0000-01-01T00:00:00Z', 1],
    // These are, in UTC, of the year before the first, and the one after the last, that four digits can write.
    ['0000-01-01T00:00:00+14:00', 1],
    ['9999-12-31T23:59:59-14:00', 0],
  ])('takes any time to begin with: %s', async (from, events) => {
    const host = await enrolledHost(db, ENROLLED_AT);
    const timeline = await timelineOf(host, { from: new Date(from) });
    expect(timeline.events).toHaveLength(events);
  });

  it('takes any time to end with', async () => {
    const host = await enrolledHost(db, ENROLLED_AT);
    const to = new Date('0000-01-01T00:00:00Z');
    expect(await timelineOf(host, { to })).toEqual({
      runs: [],
      unverified: [],
      events: [],
      hasEarlierEvents: false,
      historyFrom: null,
    });
  });

  it('stood at an earlier time as it was told then', async () => {
    const host = await enrolledHost(db, ENROLLED_AT);
    const told = [];
    for (const [step, minutes] of [0, 15, 30, 45, 200, 215].entries()) {
      const receivedAt = new Date(ENROLLED_AT.getTime() + minutes * 60_000);
      const sent = { sequence: step, ...(step % 4 === 2 && { hgsClient: INSECURE }) };
      await deliver(ingest, host, { receivedAt, snapshots: [snapshotAt(host, receivedAt, sent)] });
      told.push({ at: receivedAt, timeline: await timelineOf(host, {}, receivedAt) });
    }
    for (const { at, timeline } of told) expect(await timelineOf(host, { at })).toEqual(timeline);
    expect(told.at(-1)?.timeline.runs).toHaveLength(4);
  });

  it('has failing checks in the order of repair', async () => {
    const host = await enrolledHost(db, ENROLLED_AT);
    const snapshots = [snapshotAt(host, ENROLLED_AT, { hgsClient: INSECURE })];
    await deliver(ingest, host, { receivedAt: ENROLLED_AT, snapshots });
    const { runs } = await timelineOf(host);
    expect(runs.map(({ failingChecks }) => failingChecks)).toEqual([['BitLocker', 'SecureBootSettings']]);
  });

  it('is of no time to come', async () => {
    const host = await enrolledHost(db, ENROLLED_AT);
    const at = new Date(NOW.getTime() + 3_600_000);
    await expect(timelineOf(host, { at })).rejects.toMatchObject({ code: 'invalid_value', pointer: 'at' });
  });

  it('tells apart what happened at the same time', async () => {
    const host = await enrolledHost(db, ENROLLED_AT);
    await renamedOften(host, 6);
    const { events, hasEarlierEvents } = await timelineOf(host);
    expect(new Set(events.map(({ id }) => id)).size).toBe(7);
    expect(hasEarlierEvents).toBe(false);
  });

  it('tells the newest events only, and that there are earlier ones', async () => {
    const host = await enrolledHost(db, ENROLLED_AT);
    await renamedOften(host, MOST_EVENTS + 3);
    const { events, hasEarlierEvents } = await timelineOf(host);
    expect(hasEarlierEvents).toBe(true);
    expect(events.map(({ index }) => index)).toEqual(
      Array.from({ length: MOST_EVENTS }, (_, position) => position + 3),
    );
    const earliest = new Date(String(events[0]?.at));
    const before = await timelineOf(host, { to: earliest });
    expect(before.events.map(({ kind }) => kind)).toContain('enrolled');
    expect(before.hasEarlierEvents).toBe(false);
  });
});
