import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { DbRoot } from '@/lib/server/db/client';
import { openPools, type Pools } from '@/lib/server/db/pools';
import { acknowledgeHosts, getHost, retireHost } from '@/lib/server/services/host';
import { INSECURE } from '@/test/support/agent-client';
import { type TestDatabase, testDatabase } from '@/test/support/database';
import { personCtx } from '@/test/support/exceptions';
import { deliver, enrolledHost, snapshotAt, type TestHost } from '@/test/support/ingest';
import { serverAway } from './server-away';
import { watchFleet } from './watch';

const NOON = new Date('2026-11-24T12:00:00Z');
const after = (minutes: number) => new Date(NOON.getTime() + minutes * 60_000);

let database: TestDatabase;
let instances: Pools[];
let db: DbRoot;
/** Snapshots come by it, whoever asks. */
let ingest: DbRoot;
/** Another instance's own pool. */
let otherDb: DbRoot;

beforeAll(async () => {
  database = await testDatabase();
  const [own, other] = [1, 2].map(() => openPools({ url: database.runtimeUrl })) as [Pools, Pools];
  instances = [own, other];
  db = own.jobs;
  ingest = own.ingest;
  otherDb = other.jobs;
});

afterAll(async () => {
  await Promise.all(instances.map((pools) => pools.close()));
  await database.drop();
});

/** Each test has its own past of the server. */
beforeEach(async () => {
  await db.$executeRaw`DELETE FROM server_heartbeat`;
  await db.$executeRaw`DELETE FROM server_absence`;
});

const ctxAt = (minutes: number, own = db) => ({
  actor: { kind: 'system', id: 'job' } as const,
  db: own,
  now: after(minutes),
  requestId: randomUUID(),
});

const watch = (minutes: number) => watchFleet({ ctx: ctxAt(minutes) });

/** As a server that runs: a beat each minute. */
async function watchUntil(from: number, until: number): Promise<void> {
  for (let minute = from; minute <= until; minute += 1) await watch(minute);
}

const report = (host: TestHost, minutes: number, receivedAt = minutes) =>
  deliver(ingest, host, {
    receivedAt: after(receivedAt),
    sentAt: after(receivedAt),
    snapshots: [snapshotAt(host, after(minutes), { sequence: minutes + 1_000 })],
  });

/** All that it kept, in one request: every quarter of an hour from one time to another, and again. */
const drain = (host: TestHost, spans: readonly (readonly [number, number])[], receivedAt: number) =>
  deliver(ingest, host, {
    receivedAt: after(receivedAt),
    sentAt: after(receivedAt),
    snapshots: spans.flatMap(([from, until]) =>
      Array.from({ length: (until - from) / 15 + 1 }, (_, index) => from + index * 15).map((minutes) =>
        snapshotAt(host, after(minutes), { sequence: minutes + 1_000 }),
      ),
    ),
  });

async function eventsOf({ hostId }: TestHost) {
  const changes = await db.change.findMany({
    where: { hostId, kind: { in: ['silent', 'back'] } },
    orderBy: { at: 'asc' },
  });
  return changes.map(({ kind, at, recordedAt, supersededAt }) => ({
    kind,
    at: (at.getTime() - NOON.getTime()) / 60_000,
    recorded: (recordedAt.getTime() - NOON.getTime()) / 60_000,
    holds: supersededAt === null,
  }));
}

const newHost = async () => {
  const host = await enrolledHost(db, after(-1));
  await report(host, 0);
  return host;
};

describe('a silence', () => {
  it('is noticed once, at the end of what the last snapshot vouched for, however often anybody looks', async () => {
    const host = await newHost();
    await watchUntil(57, 62);
    const late = await newHost();
    await Promise.all([watch(63), watchFleet({ ctx: ctxAt(63, otherDb) }), watch(63)]);
    expect(await eventsOf(late)).toEqual([{ kind: 'silent', at: 60, recorded: 63, holds: true }]);
    await watchUntil(64, 70);
    expect(await eventsOf(host)).toEqual([{ kind: 'silent', at: 60, recorded: 60, holds: true }]);
    await report(host, 75);
    await watchUntil(76, 136);
    expect(await eventsOf(host)).toMatchObject([
      { kind: 'silent', at: 60 },
      { kind: 'back', at: 75, holds: true },
      { kind: 'silent', at: 135, holds: true },
    ]);
  });

  it('is superseded where a late snapshot says that there was none', async () => {
    const host = await newHost();
    await watchUntil(58, 62);
    await report(host, 50, 64);
    expect(await eventsOf(host)).toMatchObject([{ kind: 'silent', at: 60, holds: false }]);
    await watchUntil(65, 111);
    expect((await eventsOf(host)).filter(({ holds }) => holds)).toMatchObject([{ kind: 'silent', at: 110 }]);
  });

  it('is superseded, and so is the return, where a drained spool fills the time between', async () => {
    const host = await newHost();
    await watchUntil(58, 62);
    await report(host, 90);
    expect((await eventsOf(host)).filter(({ holds }) => holds)).toHaveLength(2);
    await report(host, 45, 92);
    expect((await eventsOf(host)).filter(({ holds }) => holds)).toEqual([]);
  });

  it('within a drained spool is noticed when that comes, once, in the place of the one that the clock had told', async () => {
    const host = await newHost();
    await watchUntil(58, 62);
    // Another instance has served all the time.
    await db.$executeRaw`UPDATE server_heartbeat SET at = ${after(300)}`;
    for (const receivedAt of [300, 301])
      await drain(
        host,
        [
          [15, 45],
          [240, 300],
        ],
        receivedAt,
      );
    expect(await eventsOf(host)).toEqual([
      { kind: 'silent', at: 60, recorded: 60, holds: false },
      { kind: 'silent', at: 105, recorded: 300, holds: true },
      { kind: 'back', at: 240, recorded: 300, holds: true },
    ]);
  });

  it('that is over before the next round was still told by the clock', async () => {
    const host = await newHost();
    await watchUntil(57, 59);
    await watch(59.5);
    await report(host, 61);
    await watchUntil(62, 64);
    expect(await eventsOf(host)).toEqual([
      { kind: 'silent', at: 60, recorded: 60, holds: true },
      { kind: 'back', at: 61, recorded: 61, holds: true },
    ]);
  });

  it('is none before the host was enrolled', async () => {
    const host = await enrolledHost(db, after(200));
    await drain(
      host,
      [
        [0, 30],
        [150, 200],
      ],
      205,
    );
    expect((await eventsOf(host)).map(({ kind }) => kind)).toEqual(['back']);
  });

  it('is none of a host that never reported, is refused, or is retired', async () => {
    const never = await enrolledHost(db, after(-1));
    const refused = await newHost();
    await deliver(ingest, refused, { receivedAt: after(5), snapshots: [{ snapshotId: randomUUID() }] });
    const retired = await newHost();
    await retireHost({ ctx: ctxAt(10), input: { id: retired.hostId } });
    await watchUntil(60, 63);
    for (const host of [never, refused, retired]) expect(await eventsOf(host)).toEqual([]);
  });
});

describe('when the server itself was away', () => {
  it('nobody is called silent for two intervals, and then those who were not heard since', async () => {
    const [silent, heard] = [await newHost(), await newHost()];
    await watchUntil(10, 20);
    // Away until 13:30; both hosts are past their hour then.
    await watchUntil(90, 95);
    await report(heard, 96);
    await watchUntil(96, 119);
    for (const host of [silent, heard])
      expect((await eventsOf(host)).map(({ kind }) => kind)).not.toContain('silent');
    await watchUntil(120, 121);
    expect(await eventsOf(silent)).toEqual([{ kind: 'silent', at: 60, recorded: 120, holds: true }]);
    // Nobody was told that it was silent, so that nobody is told that it is back.
    expect(await eventsOf(heard)).toEqual([]);
    const absences = await db.$queryRaw`SELECT from_at, to_at FROM server_absence`;
    expect(absences).toEqual([{ from_at: after(20), to_at: after(90) }]);
  });

  it('what was acknowledged stands over a silence that was never announced, and ends with one that is', async () => {
    const failing = (host: TestHost, minutes: number) =>
      deliver(ingest, host, {
        receivedAt: after(minutes),
        sentAt: after(minutes),
        snapshots: [snapshotAt(host, after(minutes), { hgsClient: INSECURE, sequence: minutes + 1_000 })],
      });
    const acknowledged = async ({ hostId: id }: TestHost, minutes: number) =>
      (await getHost({ ctx: personCtx(db, { now: after(minutes) }), input: { id, at: null } }))
        .acknowledgement !== null;
    const [heard, silent] = [await newHost(), await newHost()];
    for (const host of [heard, silent]) await failing(host, 2);
    const input = { hosts: [heard.hostId, silent.hostId], reason: 'Ticket 4711' };
    await acknowledgeHosts({ ctx: personCtx(db, { now: after(3) }), input });
    await watchUntil(10, 20);
    await watchUntil(90, 95);
    await failing(heard, 96);
    await watchUntil(96, 121);
    expect([await eventsOf(heard), await acknowledged(heard, 122)]).toEqual([[], true]);
    await failing(silent, 123);
    expect((await eventsOf(silent)).map(({ kind }) => kind)).toEqual(['silent', 'back']);
    expect(await acknowledged(silent, 124)).toBe(false);
  });

  it('a silence that a drained spool shows is none where the server was away, or has just begun', async () => {
    const [host, early] = [await newHost(), await newHost()];
    await watchUntil(10, 20);
    // As a server that takes requests before its first look at the clock.
    await drain(early, [[200, 240]], 240);
    await watch(240);
    await drain(host, [[200, 240]], 241);
    for (const one of [host, early]) expect(await eventsOf(one)).toEqual([]);
    // Neither when its history is folded once more.
    await drain(host, [[245, 245]], 246);
    await report(host, 225, 247);
    expect(await eventsOf(host)).toEqual([]);
  });

  it('a host that was not heard for longer than the server was away is told silent and back', async () => {
    const host = await newHost();
    await watchUntil(10, 20);
    await watchUntil(40, 71);
    await report(host, 130);
    expect((await eventsOf(host)).map(({ kind, at }) => [kind, at])).toEqual([
      ['silent', 60],
      ['back', 130],
    ]);
  });

  it('a host is not heard of yet once it should have sent, and not before', async () => {
    const away = async (minutes: number) => (await serverAway({ ctx: ctxAt(minutes) }))?.notHeard ?? null;
    const [unheard, heard, refused] = [await newHost(), await newHost(), await newHost()];
    for (const host of [unheard, heard, refused]) await report(host, 1_010);
    await watchUntil(1_010, 1_020);
    await watch(1_090);
    expect(await away(1_090)).toBe(3);
    await report(heard, 1_091);
    await deliver(ingest, refused, { receivedAt: after(1_092), snapshots: [{ snapshotId: randomUUID() }] });
    expect(await away(1_093)).toBe(1);
    await report(heard, 1_119);
    await watchUntil(1_119, 1_120);
    await watch(1_125);
    // Away for five minutes: its next snapshot is not due, and every figure calls it on time.
    expect(await away(1_125)).toBeNull();
    expect(await away(1_141)).toBeNull();
    expect(await away(1_142)).toBe(1);
  });

  it('a host that falls silent after it was heard again is noticed at once', async () => {
    const host = await newHost();
    await watch(10);
    await watch(50);
    await report(host, 51);
    await watchUntil(51, 112);
    expect(await eventsOf(host)).toMatchObject([{ kind: 'silent', at: 111, recorded: 111 }]);
  });
});
