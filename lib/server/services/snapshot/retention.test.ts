import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { ChangelogInput } from '@/lib/contracts/compare';
import { defaultChangeQuery } from '@/lib/contracts/words/changes';
import { defaultHostQuery } from '@/lib/contracts/words/host-query';
import type { Ctx } from '@/lib/server/context';
import { type DbRoot, transact } from '@/lib/server/db/client';
import { forgetReadModels } from '@/lib/server/db/history/days';
import { compareFleet, listChanges } from '@/lib/server/services/change';
import {
  complianceTimeOfHosts,
  fillPast,
  fleetComplianceTime,
  fleetCounts,
  hostTimeline,
} from '@/lib/server/services/history';
import { getHost, listHosts, summarizeHosts } from '@/lib/server/services/host';
import { DAY_MS } from '@/lib/util/durations';
import { INSECURE } from '@/test/support/agent-client';
import { deliver, enrolledHost, snapshotAt, type TestHost } from '@/test/support/ingest';
import { usesDatabase } from '@/test/support/uses-database';
import { maintainPartitions } from './maintain-partitions';

const NOW = new Date('2026-11-24T12:00:00Z');
const RETENTION = { retentionDays: 12 };
const HORIZON = new Date('2026-11-12T00:00:00Z');
const daysAgo = (days: number) => new Date(NOW.getTime() - days * DAY_MS);

let db: DbRoot;
/** Snapshots come by it, whoever asks. */
let ingest: DbRoot;
usesDatabase((opened, pools) => {
  db = opened;
  ingest = pools.ingest;
}, 'jobs');

const ctx = (): Ctx => ({ actor: { kind: 'system', id: 'cli' }, db, now: NOW, requestId: randomUUID() });
const send = (host: TestHost, receivedAt: Date, snapshots: unknown[]) =>
  deliver(ingest, host, { receivedAt, snapshots });

let steady: TestHost;
let silent: TestHost;
let faulty: TestHost;
let gone: TestHost;

/** Days at all hours, the first that is kept and its first moment among them. */
const MOMENTS = [
  HORIZON,
  new Date(HORIZON.getTime() + 600_000),
  daysAgo(11.4),
  daysAgo(9),
  daysAgo(0.5),
  NOW,
];

async function answers() {
  const told = [];
  for (const at of MOMENTS) {
    const { hosts } = await listHosts({ ctx: ctx(), input: { ...defaultHostQuery(), at } });
    told.push(hosts, await summarizeHosts({ ctx: ctx(), input: { filter: {}, at } }));
    told.push(await fleetCounts({ ctx: ctx(), input: { at } }));
  }
  const period = { from: HORIZON, to: NOW };
  const hostIds = [steady, silent, faulty, gone].map(({ hostId }) => hostId);
  told.push(await complianceTimeOfHosts({ ctx: ctx(), input: { ...period, hostIds } }));
  told.push(await fleetComplianceTime({ ctx: ctx(), input: period }));
  return told;
}

beforeAll(async () => {
  [steady, silent, faulty, gone] = [
    await enrolledHost(db, daysAgo(41)),
    await enrolledHost(db, daysAgo(41)),
    await enrolledHost(db, daysAgo(41)),
    await enrolledHost(db, daysAgo(41)),
  ];
  for (let days = 40; days > 0; days -= 1) {
    const receivedAt = daysAgo(days - 0.49);
    await send(steady, receivedAt, [snapshotAt(steady, receivedAt, { sequence: 100 - days })]);
    if (days <= 25) continue;
    for (const host of [silent, faulty, gone])
      await send(host, receivedAt, [
        snapshotAt(host, receivedAt, { sequence: 100 - days, hgsClient: INSECURE }),
      ]);
  }
  await send(faulty, daysAgo(20), [{ snapshotId: 'broken' }]);
  await db.host.update({ where: { id: gone.hostId }, data: { retiredAt: daysAgo(22) } });
  await fillPast({ db, now: NOW });
});

describe('retention', () => {
  it('drops whole days and months, and no answer about what is kept', async () => {
    const before = await answers();
    const dropped = await maintainPartitions(db, NOW, RETENTION);
    expect(dropped).toContain('state_segment_20261111');
    expect(dropped).not.toContain('state_segment_20261112');
    expect(dropped).toContain('host_checkpoint_20261111');
    expect(dropped).toContain('snapshot_document_202610');
    expect(dropped).not.toContain('snapshot_document_202611');
    expect(await answers()).toEqual(before);
    expect(await maintainPartitions(db, NOW, RETENTION)).toEqual([]);
    await transact(db, forgetReadModels);
    const plain = await answers();
    expect(plain).toEqual(before);
    await fillPast({ db, now: NOW });
    expect(await answers()).toEqual(before);
  });

  it('still knows what a host said last that was silent for longer than anything is kept', async () => {
    for (const { hostId } of [silent, faulty]) {
      const host = await getHost({ ctx: ctx(), input: { id: hostId, at: null } });
      expect(host).toMatchObject({ state: 'Silent', attestationStatus: 'InsecureHostConfiguration' });
      expect(host.facts).not.toBeNull();
    }
  });

  it('refuses what lies before, and says where history begins', async () => {
    const at = new Date(HORIZON.getTime() - 1);
    const refusal = { code: 'before_history', pointer: 'at' };
    await expect(listHosts({ ctx: ctx(), input: { ...defaultHostQuery(), at } })).rejects.toMatchObject(
      refusal,
    );
    await expect(getHost({ ctx: ctx(), input: { id: steady.hostId, at } })).rejects.toMatchObject(refusal);
    await expect(fleetCounts({ ctx: ctx(), input: { at } })).rejects.toMatchObject(refusal);
    const changes = listChanges({ ctx: ctx(), input: { ...defaultChangeQuery(), at } });
    await expect(changes).rejects.toMatchObject(refusal);
    const log = compareFleet({ ctx: ctx(), input: ChangelogInput.parse({ from: at.toISOString() }) });
    await expect(log).rejects.toMatchObject({ ...refusal, pointer: 'from' });
    const question = { id: steady.hostId, from: null, to: null, at: null };
    await expect(hostTimeline({ ctx: ctx(), input: { ...question, at } })).rejects.toMatchObject(refusal);
  });

  it('says nothing of dropped days in a timeline, where they are neither verified nor unverified', async () => {
    for (const { hostId } of [steady, silent]) {
      const input = { id: hostId, from: null, to: null, at: null };
      const { historyFrom, runs, unverified } = await hostTimeline({ ctx: ctx(), input });
      expect(historyFrom).toBe(HORIZON.toISOString());
      const begins = [...runs, ...unverified].map(({ from }) => from).sort();
      expect(begins.length).toBeGreaterThan(0);
      expect(begins[0]?.localeCompare(HORIZON.toISOString())).not.toBe(-1);
    }
  });

  it('goes on with a host that comes back after all that', async () => {
    const sent = { sequence: 200, hgsClient: INSECURE };
    expect(await send(silent, NOW, [snapshotAt(silent, daysAgo(3), sent)])).toMatchObject([
      { outcome: 'stored' },
    ]);
    await fillPast({ db, now: NOW });
    const { hosts } = await listHosts({ ctx: ctx(), input: { ...defaultHostQuery(), at: daysAgo(3) } });
    expect(hosts.find(({ id }) => id === silent.hostId)).toMatchObject({
      state: 'InsecureHostConfiguration',
    });
    const earlier = await listHosts({ ctx: ctx(), input: { ...defaultHostQuery(), at: daysAgo(4) } });
    expect(earlier.hosts.find(({ id }) => id === silent.hostId)).toMatchObject({ state: 'Silent' });
  });
});

describe('a noisy host', () => {
  it('is one whose content is another more than 24 times a day, until a day is calm', async () => {
    const host = await enrolledHost(db, daysAgo(1));
    const report = (minutes: number, firmwareVersion: string) => {
      const at = new Date(daysAgo(0).getTime() + minutes * 60_000);
      return send(host, at, [snapshotAt(host, at, { host: { firmwareVersion }, sequence: minutes + 1 })]);
    };
    const isNoisy = async () =>
      (
        await getHost({
          ctx: { ...ctx(), now: new Date(NOW.getTime() + 3 * DAY_MS) },
          input: { id: host.hostId, at: null },
        })
      ).noisy;
    for (let change = 0; change <= 24; change += 1) await report(change, `1.${change}`);
    expect(await isNoisy()).toBe(false);
    await report(25, '1.25');
    expect(await isNoisy()).toBe(true);
    await report(1_440, '2.0');
    expect(await isNoisy()).toBe(true);
    await maintainPartitions(db, new Date(NOW.getTime() + DAY_MS), RETENTION);
    expect(await isNoisy()).toBe(true);
    await report(2_880, '3.0');
    expect(await isNoisy()).toBe(false);
  });
});
