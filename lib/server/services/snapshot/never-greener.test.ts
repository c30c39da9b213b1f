import { describe, expect, it } from 'vitest';
import { defaultHostQuery } from '@/lib/contracts/words/host-query';
import type { State } from '@/lib/domain/vocabulary';
import type { DbRoot } from '@/lib/server/db/client';
import { listHosts } from '@/lib/server/services/host';
import { INSECURE } from '@/test/support/agent-client';
import { tokenCtx } from '@/test/support/callers';
import { deliver, enrolledHost, INGEST_SETTINGS, snapshotAt, type TestHost } from '@/test/support/ingest';
import { usesDatabase } from '@/test/support/uses-database';
import { maintainPartitions } from './maintain-partitions';

// What a wrong clock, a bad line or a copied disk can do to a host that is not able: nothing that makes it green.

const DAY_MINUTES = 24 * 60;
const NOON = new Date('2026-11-10T12:00:00Z');
const at = (minutes: number) => new Date(NOON.getTime() + minutes * 60_000);

let db: DbRoot;
usesDatabase((opened) => {
  db = opened;
}, 'ingest');

/** Failing since noon, with its newest number 5. */
async function failingHost(): Promise<TestHost> {
  const host = await enrolledHost(db, at(-60));
  await deliver(db, host, {
    receivedAt: NOON,
    snapshots: [snapshotAt(host, NOON, { sequence: 5, hgsClient: INSECURE })],
  });
  return host;
}

async function stateOf({ hostId }: TestHost, minutes: number): Promise<State | undefined> {
  const { fabricId } = await db.host.findUniqueOrThrow({ where: { id: hostId } });
  const ctx = tokenCtx(db, { fabrics: [fabricId], role: 'viewer', now: at(minutes) });
  const { hosts } = await listHosts({ ctx, input: defaultHostQuery() });
  return hosts.find(({ id }) => id === hostId)?.state;
}

describe('a clock that is stepped by three days between collecting and sending', () => {
  it('forwards: makes old what is new, and neither refreshes nor greens', async () => {
    const host = await failingHost();
    await deliver(db, host, {
      receivedAt: at(15),
      sentAt: at(15 + 3 * DAY_MINUTES),
      snapshots: [snapshotAt(host, at(15), { sequence: 6 })],
    });
    expect(await stateOf(host, 16)).toBe('InsecureHostConfiguration');
    expect(await stateOf(host, 61)).toBe('Silent');
  });

  it('backwards, with more in the spool: neither refreshes nor greens', async () => {
    const host = await failingHost();
    await deliver(db, host, {
      receivedAt: at(15),
      sentAt: at(15 - 3 * DAY_MINUTES),
      pending: 1,
      snapshots: [snapshotAt(host, at(15), { sequence: 6 })],
    });
    expect(await stateOf(host, 16)).toBe('InsecureHostConfiguration');
    expect(await stateOf(host, 61)).toBe('Silent');
  });
});

describe('a reply that is lost', () => {
  it('brings the same snapshot again, which does not keep the host from falling silent', async () => {
    const host = await enrolledHost(db, at(-60));
    const green = snapshotAt(host, NOON, { sequence: 1 });
    await deliver(db, host, { receivedAt: NOON, snapshots: [green] });
    for (const minutes of [1, 15, 59])
      expect(await deliver(db, host, { receivedAt: at(minutes), snapshots: [green] })).toMatchObject([
        { outcome: 'duplicate' },
      ]);
    expect(await stateOf(host, 59)).toBe('Passed');
    expect(await stateOf(host, 61)).toBe('Silent');
  });

  it('greens nobody who has failed since', async () => {
    const host = await enrolledHost(db, at(-60));
    const green = snapshotAt(host, NOON, { sequence: 1 });
    await deliver(db, host, { receivedAt: NOON, snapshots: [green] });
    const red = snapshotAt(host, at(15), { sequence: 2, hgsClient: INSECURE });
    await deliver(db, host, { receivedAt: at(15), snapshots: [red] });
    await deliver(db, host, { receivedAt: at(16), snapshots: [green] });
    expect(await stateOf(host, 17)).toBe('InsecureHostConfiguration');
  });
});

describe('an upload of thirty seconds', () => {
  it('that ends after a newer snapshot came does not stand before it', async () => {
    const host = await failingHost();
    const collected = at(15);
    const newer = snapshotAt(host, new Date(collected.getTime() + 10_000), {
      sequence: 7,
      hgsClient: INSECURE,
    });
    const later = (seconds: number) => new Date(collected.getTime() + seconds * 1_000);
    await deliver(db, host, { receivedAt: later(10), sentAt: later(10), snapshots: [newer] });
    await deliver(db, host, {
      receivedAt: later(30),
      sentAt: collected,
      snapshots: [snapshotAt(host, collected, { sequence: 6 })],
    });
    expect(await stateOf(host, 16)).toBe('InsecureHostConfiguration');
  });
});

describe('a request that is replayed byte for byte after its receipt is gone', () => {
  const after = 10 * DAY_MINUTES;

  async function replayed(reports: boolean) {
    const host = await enrolledHost(db, at(-60));
    const green = { sentAt: NOON, snapshots: [snapshotAt(host, NOON, { sequence: 1 })] };
    await deliver(db, host, { receivedAt: NOON, ...green });
    const red = (minutes: number, sequence: number) =>
      deliver(db, host, {
        receivedAt: at(minutes),
        snapshots: [snapshotAt(host, at(minutes), { sequence, hgsClient: INSECURE })],
      });
    await red(15, 2);
    await maintainPartitions(db, at(after), INGEST_SETTINGS);
    if (reports) await red(after - 15, 3);
    const answer = await deliver(db, host, { receivedAt: at(after), ...green });
    return { host, answer };
  }

  it('does not green a host that sends', async () => {
    const { host } = await replayed(true);
    expect(await stateOf(host, after + 1)).toBe('InsecureHostConfiguration');
  });

  it('does not green a host that is silent', async () => {
    const { host, answer } = await replayed(false);
    expect(answer).toMatchObject([{ outcome: 'rejected', code: 'too_old' }]);
    expect(await stateOf(host, after + 1)).toBe('Silent');
  });

  it('is none where only the clock was set back, or only the disk was put back: such a host is heard', async () => {
    const clock = await failingHost();
    const disk = await failingHost();
    await maintainPartitions(db, at(after), INGEST_SETTINGS);
    const [setBack, putBack] = [
      snapshotAt(clock, NOON, { sequence: 6 }),
      snapshotAt(disk, at(after), { sequence: 2 }),
    ];
    await deliver(db, clock, { receivedAt: at(after), sentAt: NOON, snapshots: [setBack] });
    await deliver(db, disk, { receivedAt: at(after), snapshots: [putBack] });
    for (const host of [clock, disk]) expect(await stateOf(host, after + 1)).toBe('Passed');
  });

  it('is too old where it is sent with the time of sending, as an agent does', async () => {
    const host = await failingHost();
    await maintainPartitions(db, at(after), INGEST_SETTINGS);
    const green = snapshotAt(host, at(-5), { sequence: 4 });
    expect(await deliver(db, host, { receivedAt: at(after), snapshots: [green] })).toMatchObject([
      { outcome: 'rejected', code: 'too_old' },
    ]);
    expect(await stateOf(host, after + 1)).toBe('Silent');
  });
});

describe('two agents with one credential', () => {
  it('of which the copy counts from where it was copied: it greens nobody', async () => {
    const host = await failingHost();
    const minutes = [1, 2, 3];
    for (const minute of minutes)
      await deliver(db, host, {
        receivedAt: at(minute),
        snapshots: [snapshotAt(host, at(minute), { sequence: minute })],
      });
    expect(await stateOf(host, 4)).toBe('InsecureHostConfiguration');
    // One change an hour, which says how often.
    const changes = await db.change.findMany({ where: { hostId: host.hostId, kind: 'sequenceFellBack' } });
    expect(changes).toMatchObject([{ detail: { count: minutes.length } }]);
  });

  it('of which the one that fails counts behind the other: each of its reports is seen, and the host not able', async () => {
    const host = await enrolledHost(db, at(-60));
    const report = (minutes: number, sequence: number, more: object = {}) =>
      deliver(db, host, {
        receivedAt: at(minutes),
        snapshots: [snapshotAt(host, at(minutes), { sequence, ...more })],
      });
    for (const round of [0, 1, 2]) {
      await report(15 * round, 900 + round);
      expect(await stateOf(host, 15 * round)).toBe('Passed');
      await report(15 * round + 7, 400 + round, { hgsClient: INSECURE });
      expect(await stateOf(host, 15 * round + 8)).toBe('InsecureHostConfiguration');
    }
  });

  it('of which the one that fails was put back by a few numbers: it stays failing until a higher one passes', async () => {
    const host = await enrolledHost(db, at(-60));
    await deliver(db, host, { receivedAt: NOON, snapshots: [snapshotAt(host, NOON, { sequence: 40 })] });
    for (const [minutes, sequence, more] of [
      [15, 10, { hgsClient: INSECURE }],
      [30, 11, {}],
    ] as const)
      await deliver(db, host, {
        receivedAt: at(minutes),
        snapshots: [snapshotAt(host, at(minutes), { sequence, ...more })],
      });
    expect(await stateOf(host, 31)).toBe('InsecureHostConfiguration');
    await deliver(db, host, { receivedAt: at(45), snapshots: [snapshotAt(host, at(45), { sequence: 41 })] });
    expect(await stateOf(host, 46)).toBe('Passed');
  });

  it('that say different things under one number: the last one heard, as the line brought them', async () => {
    const host = await failingHost();
    await deliver(db, host, {
      receivedAt: at(15),
      snapshots: [snapshotAt(host, at(15), { sequence: 6 })],
    });
    await deliver(db, host, {
      receivedAt: at(16),
      snapshots: [snapshotAt(host, at(16), { sequence: 6, hgsClient: INSECURE })],
    });
    expect(await stateOf(host, 17)).toBe('InsecureHostConfiguration');
  });
});

describe('a refused item between good ones', () => {
  it('leaves the good ones stored, and no host green that failed after it', async () => {
    const host = await enrolledHost(db, at(-60));
    const results = await deliver(db, host, {
      receivedAt: at(30),
      snapshots: [
        snapshotAt(host, at(0), { sequence: 1 }),
        { ...snapshotAt(host, at(15), { sequence: 2 }), bootedAt: 'never' },
        snapshotAt(host, at(30), { sequence: 3, hgsClient: INSECURE }),
      ],
    });
    expect(results.map(({ outcome }) => outcome)).toEqual(['stored', 'rejected', 'stored']);
    expect(await stateOf(host, 31)).toBe('InsecureHostConfiguration');
  });

  it('that is the newest of them: the host is not green', async () => {
    const host = await enrolledHost(db, at(-60));
    await deliver(db, host, {
      receivedAt: at(30),
      snapshots: [
        snapshotAt(host, at(0), { sequence: 1 }),
        snapshotAt(host, at(15), { sequence: 2 }),
        { ...snapshotAt(host, at(30), { sequence: 3 }), bootedAt: 'never' },
      ],
    });
    expect(await stateOf(host, 31)).toBe('Silent');
  });
});
