import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { DbRoot } from '@/lib/server/db/client';
import { INSECURE } from '@/test/support/agent-client';
import {
  deliver,
  delivery,
  enrolledHost,
  enrolledHosts,
  historyOf,
  INGEST_SETTINGS,
  snapshotAt,
  type TestHost,
} from '@/test/support/ingest';
import { usesDatabase } from '@/test/support/uses-database';
import { ingestBatch } from './ingest-batch';

const MINUTE = 60_000;
const NOON = new Date('2026-11-24T12:00:00Z');
const minutesAfter = (minutes: number) => new Date(NOON.getTime() + minutes * MINUTE);

let db: DbRoot;
usesDatabase((opened) => {
  db = opened;
}, 'ingest');

const newHost = () => enrolledHost(db, minutesAfter(-60));
const states = async (host: TestHost) => (await historyOf(db, host.hostId)).states;

describe('what an agent had to drop', () => {
  it('is known from each of a host’s requests, also where one that was refused whole follows it', async () => {
    const host = await newHost();
    const good = delivery(host, { receivedAt: NOON, dropped: 5, snapshots: [snapshotAt(host, NOON)] });
    const refused = {
      ...good,
      items: [],
      spool: { pending: null, dropped: null },
      bodyFault: 'invalid_json',
    };
    await ingestBatch(db, [good, { ...refused, requestId: randomUUID() }], INGEST_SETTINGS);
    const live = await db.hostLive.findUniqueOrThrow({ where: { hostId: host.hostId } });
    expect(live.agentDropped).toBe(5n);
    expect(await db.change.count({ where: { hostId: host.hostId, kind: 'snapshotsDropped' } })).toBe(1);
  });
});

describe('once', () => {
  it('answers a repetition duplicate and changes nothing, not even last seen', async () => {
    const host = await newHost();
    const snapshot = snapshotAt(host, NOON);
    expect(await deliver(db, host, { receivedAt: NOON, snapshots: [snapshot] })).toMatchObject([
      { outcome: 'stored' },
    ]);
    const before = await historyOf(db, host.hostId);
    const again = { ...snapshot, host: { ...snapshot.host } };
    expect(await deliver(db, host, { receivedAt: minutesAfter(30), snapshots: [again] })).toMatchObject([
      { outcome: 'duplicate' },
    ]);
    expect(await historyOf(db, host.hostId)).toEqual(before);
  });

  it('rejects the same id with other content, makes the host faulty, and answers that the same way again', async () => {
    const host = await newHost();
    const snapshot = snapshotAt(host, NOON);
    await deliver(db, host, { receivedAt: NOON, snapshots: [snapshot] });
    const other = { ...snapshot, sequence: 2 };
    const conflict = [{ outcome: 'rejected', code: 'snapshot_conflict' }];
    expect(await deliver(db, host, { receivedAt: minutesAfter(5), snapshots: [other] })).toMatchObject(
      conflict,
    );
    const spell = await historyOf(db, host.hostId);
    expect(spell.states.at(-1)).toMatchObject({
      faulty: true,
      from_at: minutesAfter(5),
      covered_until: 'infinity',
    });
    expect(await deliver(db, host, { receivedAt: minutesAfter(9), snapshots: [other] })).toMatchObject(
      conflict,
    );
    expect(await historyOf(db, host.hostId)).toEqual(spell);
    await deliver(db, host, {
      receivedAt: minutesAfter(15),
      snapshots: [snapshotAt(host, minutesAfter(15), { sequence: 2 })],
    });
    expect((await states(host)).at(-1)).toMatchObject({ faulty: false, from_at: minutesAfter(15) });
  });

  it('rejects the same id and sequence with anything else in it', async () => {
    const host = await newHost();
    const snapshot = snapshotAt(host, NOON);
    await deliver(db, host, { receivedAt: NOON, snapshots: [snapshot] });
    const other = { ...snapshot, host: { ...snapshot.host, owner: 'somebody else' } };
    expect(await deliver(db, host, { receivedAt: minutesAfter(5), snapshots: [other] })).toMatchObject([
      { outcome: 'rejected', code: 'snapshot_conflict' },
    ]);
  });

  it('knows a snapshot again that comes without its sequence after a new enrolment, and by no other number', async () => {
    const host = await newHost();
    const snapshot = snapshotAt(host, NOON, { sequence: 5 });
    const send = (item: object) => deliver(db, host, { receivedAt: minutesAfter(5), snapshots: [item] });
    await send(snapshot);
    const { sequence, ...unnumbered } = snapshot;
    expect(await send(unnumbered)).toMatchObject([{ outcome: 'duplicate' }]);
    expect(await send({ ...snapshot, sequence: sequence + 1 })).toMatchObject([
      { code: 'snapshot_conflict' },
    ]);
  });

  it('does not undo the good items around a rejected one', async () => {
    const host = await newHost();
    const bad = { ...snapshotAt(host, minutesAfter(1)), collectedAt: 'yesterday' };
    const results = await deliver(db, host, {
      receivedAt: minutesAfter(2),
      snapshots: [
        snapshotAt(host, NOON, { sequence: 1 }),
        bad,
        snapshotAt(host, minutesAfter(2), { sequence: 3 }),
        7,
      ],
    });
    expect(results.map(({ outcome, code }) => [outcome, code])).toEqual([
      ['stored', undefined],
      ['rejected', 'invalid_time'],
      ['stored', undefined],
      ['rejected', 'invalid_snapshot'],
    ]);
    const events = await db.change.findMany({ where: { hostId: host.hostId, kind: 'rejected' } });
    // What came without an id of its own is told without one.
    expect(events.map(({ detail }) => detail)).toEqual(
      expect.arrayContaining([
        { code: 'invalid_time', snapshotId: bad.snapshotId, count: 1, lastAt: minutesAfter(2).toISOString() },
        { code: 'invalid_snapshot', count: 1, lastAt: minutesAfter(2).toISOString() },
      ]),
    );
    expect(events).toHaveLength(2);
  });
});

describe('time', () => {
  it('uses the host’s clock only for the difference between its own stamps', async () => {
    const host = await newHost();
    const collected = new Date('2031-01-01T00:00:00Z');
    await deliver(db, host, {
      receivedAt: NOON,
      sentAt: new Date(collected.getTime() + 3 * MINUTE),
      snapshots: [snapshotAt(host, collected)],
    });
    expect((await historyOf(db, host.hostId)).live).toMatchObject({ last_observed_at: minutesAfter(-3) });
  });

  it('fills history with a late snapshot and never replaces a newer state', async () => {
    const host = await newHost();
    await deliver(db, host, {
      receivedAt: minutesAfter(60),
      snapshots: [snapshotAt(host, minutesAfter(60), { sequence: 2 })],
    });
    const late = snapshotAt(host, NOON, { sequence: 1, hgsClient: INSECURE });
    await deliver(db, host, { receivedAt: minutesAfter(90), snapshots: [late] });
    const { states: segments, live } = await historyOf(db, host.hostId);
    expect(segments).toMatchObject([
      { from_at: NOON, late_evidence: true },
      { from_at: minutesAfter(60), late_evidence: false },
    ]);
    expect(live).toMatchObject({ last_observed_at: minutesAfter(60) });
  });

  it('neither refreshes nor greens by a snapshot whose clock was stepped before it was sent', async () => {
    const host = await newHost();
    await deliver(db, host, {
      receivedAt: NOON,
      snapshots: [snapshotAt(host, NOON, { sequence: 5, hgsClient: INSECURE })],
    });
    const before = await historyOf(db, host.hostId);
    const stepped = snapshotAt(host, minutesAfter(3 * 24 * 60), { sequence: 4 });
    await deliver(db, host, { receivedAt: minutesAfter(10), pending: 3, snapshots: [stepped] });
    expect(await historyOf(db, host.hostId)).toMatchObject({ states: before.states, vms: before.vms });
  });

  it('takes what is over eight days old only if it is newer than everything its host has', async () => {
    const host = await newHost();
    const old = new Date(NOON.getTime() - 9 * 24 * 60 * MINUTE);
    expect(await deliver(db, host, { receivedAt: NOON, snapshots: [snapshotAt(host, old)] })).toMatchObject([
      { outcome: 'stored' },
    ]);
    const older = snapshotAt(host, new Date(old.getTime() - MINUTE));
    expect(await deliver(db, host, { receivedAt: NOON, snapshots: [older] })).toMatchObject([
      { outcome: 'rejected', code: 'too_old' },
    ]);
    expect((await historyOf(db, host.hostId)).live).toMatchObject({ last_rejected_at: null });
  });

  it('opens a new segment at midnight UTC that carries since', async () => {
    const host = await newHost();
    for (const minutes of [700, 715, 730])
      await deliver(db, host, {
        receivedAt: minutesAfter(minutes),
        snapshots: [snapshotAt(host, minutesAfter(minutes), { sequence: minutes })],
      });
    expect(await states(host)).toMatchObject([
      { from_at: minutesAfter(700), since: minutesAfter(700) },
      { from_at: minutesAfter(730), since: minutesAfter(700) },
    ]);
  });
});

describe('times of other centuries', () => {
  const ages = [
    '0000-06-01T00:00:00Z',
    '0001-01-01T00:00:00Z',
    '1969-12-31T00:00:00Z',
    '2020-01-01T00:00:00Z',
  ];

  it('are answered, make nobody faulty for good, and make no table', async () => {
    const host = await newHost();
    await deliver(db, host, { receivedAt: NOON, snapshots: [snapshotAt(host, NOON, { sequence: 1 })] });
    const tables = () => db.$queryRaw`SELECT count(*)::int AS n FROM pg_inherits`;
    const before = await tables();
    const good = ages.map((age, index) => ({
      ...snapshotAt(host, NOON),
      snapshotId: `old-${index}`,
      collectedAt: age,
    }));
    const bad = good.map((item) => ({ ...item, snapshotId: `${item.snapshotId}-bad`, bootedAt: 'never' }));
    const sentAt = new Date('9999-12-31T23:59:59Z');
    const sent = { receivedAt: minutesAfter(1), sentAt, snapshots: [...good, ...bad] };
    const results = await deliver(db, host, sent);
    expect(new Set(results.map(({ outcome }) => outcome))).toEqual(new Set(['rejected']));
    expect(await tables()).toEqual(before);
    expect((await historyOf(db, host.hostId)).live).toMatchObject({ last_rejected_at: null });
  });
});

describe('what is noticed', () => {
  const kinds = async (host: TestHost) =>
    (await db.change.findMany({ where: { hostId: host.hostId }, orderBy: { kind: 'asc' } })).map(
      ({ kind }) => kind,
    );

  it('is a new name, in the order in which the names were used', async () => {
    const host = await newHost();
    const named = (minutes: number, hostname: string, sequence: number) =>
      deliver(db, host, {
        receivedAt: minutesAfter(100),
        sentAt: minutesAfter(100),
        snapshots: [
          snapshotAt(host, minutesAfter(minutes), {
            sequence,
            host: { hostname, fqdn: `${hostname}.example` },
          }),
        ],
      });
    const renames = async () => {
      const where = { hostId: host.hostId, kind: 'renamed', supersededAt: null };
      const found = await db.change.findMany({ where, orderBy: { at: 'asc' } });
      return found.map(({ detail }) => [
        Reflect.get(Object(detail), 'from'),
        Reflect.get(Object(detail), 'to'),
      ]);
    };
    const [enrolled, first] = [host.fqdn, `${host.hostname}.example`];
    await named(50, host.hostname, 2);
    await named(60, 'RENAMED', 3);
    expect(await renames()).toEqual([
      [enrolled, first],
      [first, 'RENAMED.example'],
    ]);
    await named(40, 'BEFORE', 1);
    expect(await renames()).toEqual([
      [enrolled, 'BEFORE.example'],
      ['BEFORE.example', first],
      [first, 'RENAMED.example'],
    ]);
  });

  it('is no new name where the host could not read its FQDN for a while', async () => {
    const host = await newHost();
    for (const [index, own] of [{}, { fqdn: null, model: null }, {}].entries()) {
      const at = minutesAfter(index);
      const snapshots = [snapshotAt(host, at, { sequence: index + 1, host: own })];
      await deliver(db, host, { receivedAt: at, snapshots });
    }
    expect(await kinds(host)).toEqual(['enrolled', 'firstReport']);
  });

  it('is a sequence that falls back, and what the agent had to drop', async () => {
    const host = await newHost();
    await deliver(db, host, { receivedAt: NOON, snapshots: [snapshotAt(host, NOON, { sequence: 9 })] });
    const fallen = snapshotAt(host, minutesAfter(15), { sequence: 4 });
    await deliver(db, host, { receivedAt: minutesAfter(15), dropped: 7, snapshots: [fallen] });
    expect(await kinds(host)).toEqual(['enrolled', 'firstReport', 'sequenceFellBack', 'snapshotsDropped']);
  });

  it('is an identity that two live hosts claim; both are flagged until one lets go', async () => {
    const [one, two] = [await newHost(), await newHost()];
    const flags = async () => {
      const hosts = await db.host.findMany({ where: { id: { in: [one.hostId, two.hostId] } } });
      return hosts.map(({ duplicateIdentity }) => duplicateIdentity);
    };
    await deliver(db, one, { receivedAt: NOON, snapshots: [snapshotAt(one, NOON, { sequence: 1 })] });
    const stolen = snapshotAt(two, NOON, { sequence: 1, host: { machineId: one.machineId.toUpperCase() } });
    await deliver(db, two, { receivedAt: NOON, snapshots: [stolen] });
    expect(await flags()).toEqual([true, true]);
    expect(await kinds(one)).toContain('duplicateIdentity');
    const honest = snapshotAt(two, minutesAfter(15), { sequence: 2 });
    await deliver(db, two, { receivedAt: minutesAfter(15), snapshots: [honest] });
    expect(await flags()).toEqual([false, false]);
  });

  it('is told once of each of many hosts that claim one identity, however many they are', async () => {
    const hosts = await enrolledHosts(db, NOON, 30);
    const cloned = randomUUID();
    const saying = (all: readonly TestHost[], minute: number, machineIdOf: (host: TestHost) => string) =>
      ingestBatch(
        db,
        all.map((host) =>
          delivery(host, {
            receivedAt: minutesAfter(minute),
            snapshots: [snapshotAt(host, minutesAfter(minute), { host: { machineId: machineIdOf(host) } })],
          }),
        ),
        INGEST_SETTINGS,
      );
    const ids = { in: hosts.map(({ hostId }) => hostId) };
    const flagged = () => db.host.count({ where: { id: ids, duplicateIdentity: true } });
    await saying(hosts.slice(0, 10), 0, () => cloned);
    for (const host of hosts.slice(10)) await saying([host], 15, () => cloned);
    expect(await flagged()).toBe(30);
    expect(await db.change.count({ where: { hostId: ids, kind: 'duplicateIdentity' } })).toBe(30);
    await saying(hosts.slice(0, 28), 30, ({ machineId }) => machineId);
    expect(await flagged()).toBe(2);
    await saying(hosts.slice(28, 29), 30, ({ machineId }) => machineId);
    expect(await flagged()).toBe(0);
  });
});

describe('hostile text', () => {
  it('keeps NUL, lone surrogates, unknown fields and unknown checks', async () => {
    const host = await newHost();
    const nasty = 'a\u0000b\ud800c=cmd()<script>';
    const snapshot = {
      ...snapshotAt(host, NOON, {
        host: { cluster: nasty, model: nasty },
        hgsClient: { ...INSECURE, attestationSubstatus: 'BitLocker, BrandNewCheck' },
      }),
      [nasty]: { ['__proto__']: nasty },
    };
    expect(await deliver(db, host, { receivedAt: NOON, snapshots: [snapshot] })).toMatchObject([
      { outcome: 'stored' },
    ]);
    const profile = await db.hostProfile.findFirstOrThrow({ where: { hostname: host.hostname } });
    expect(profile).toMatchObject({
      cluster: 'a\ufffdb\ufffdc=cmd()<script>',
      failingChecks: ['BitLocker', 'BrandNewCheck'],
    });
  });
});
