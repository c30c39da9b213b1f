import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Fleet, makeFleet } from '@/apps/simulator/fleet/fleet';
import { ListPlansInput } from '@/lib/contracts/plan';
import { defaultHostQuery } from '@/lib/contracts/words/host-query';
import { SILENT_INTERVALS } from '@/lib/domain/reporting';
import type { Ctx } from '@/lib/server/context';
import type { DbRoot } from '@/lib/server/db/client';
import { openPools } from '@/lib/server/db/pools';
import { listEnrollmentTokens } from '@/lib/server/services/enrollment';
import { createFabric } from '@/lib/server/services/fabric';
import { getHost, listHostRecords, listHosts, summarizeHosts } from '@/lib/server/services/host';
import { lastLook, listApiTokens } from '@/lib/server/services/operator';
import { listPlans } from '@/lib/server/services/plan';
import { listViews } from '@/lib/server/services/view';
import { DAY_MS, HOUR_MS } from '@/lib/util/durations';
import { type TestDatabase, testDatabase } from '@/test/support/database';
import { demoMemories, newPlan, DEMO_SETTINGS as settings, toldStates } from '@/test/support/demo-story';
import { decide } from './decide';
import { CLAIRE, type Deciding, deskOf, JULIEN } from './desk';
import type { LiveHost } from './lanes';
import { type Loaded, loadPast } from './load-past';
import { PEOPLE } from './people';
import type { Memory, Plan } from './progress-file';

let database: TestDatabase;
let db: DbRoot;
let memory: Memory;
let plan: Plan;
let fleet: Fleet;

const memories = demoMemories();

type Stoppable = { memory: Memory; signal: AbortSignal };

const load = (stoppable?: Stoppable, ofVersion = fleet): Promise<Loaded> =>
  loadPast({
    db,
    plan: memory.plan() ?? plan,
    fleet: ofVersion,
    settings,
    print: () => undefined,
    clock: Date.now,
    ...(stoppable ?? { memory, signal: new AbortController().signal }),
  });

const summaryAt = (ms: number) => {
  const ctx: Ctx = { actor: { kind: 'system', id: 'cli' }, db, now: new Date(), requestId: 'test' };
  return summarizeHosts({ ctx, input: { filter: {}, at: new Date(ms) } });
};

beforeAll(async () => {
  database = await testDatabase();
  db = openPools({ url: database.runtimeUrl }).ingest;
  memory = memories.make();
  // Longer than a credential is kept.
  plan = { ...newPlan(), days: 40 };
  fleet = makeFleet(plan);
});

afterAll(async () => {
  await db.$disconnect();
  await database.drop();
  memories.remove();
});

test('a demo that is stopped while it loads goes on at its next start and ends with the story', async () => {
  const stopping = new AbortController();
  const saveProgress: Memory['saveProgress'] = (progress) => {
    memory.saveProgress(progress);
    stopping.abort();
  };
  const stopped = load({ memory: { ...memory, saveProgress }, signal: stopping.signal });
  await expect(stopped).rejects.toThrow(/abort/i);
  const { hosts } = await load();
  expect(hosts).toHaveLength(24);
  const now = Date.now();
  const summary = await summaryAt(now);
  expect(summary.total).toBe(24);
  expect(summary.states).toMatchObject(toldStates(now, fleet));
  expect(summary.vms.total).toBe(fleet.hosts.reduce((sum, { vms }) => sum + vms, 0));
}, 120_000);

test('the past is there too', async () => {
  const dayBefore = fleet.presentMs - DAY_MS;
  const { states, reporting } = await summaryAt(dayBefore);
  expect(states.Passed).toBe(toldStates(dayBefore, fleet).Passed);
  expect(reporting.never).toBe(0);
});

test('a host that is silent said its last word right before it, by the interval that its page shows', async () => {
  const ctx: Ctx = { actor: { kind: 'system', id: 'cli' }, db, now: new Date(), requestId: 'test' };
  const state = { include: ['Silent' as const], exclude: [] };
  const { hosts } = await listHosts({ ctx, input: { ...defaultHostQuery(), filter: { state } } });
  // Others fall silent within the days in which everybody sends each interval.
  expect(hosts.some(({ since }) => Date.parse(since) < fleet.presentMs - 3 * DAY_MS)).toBe(true);
  for (const { id, since, hostname } of hosts) {
    const { lastObservedAt, toldIntervalSeconds } = await getHost({ ctx, input: { id, at: null } });
    expect(toldIntervalSeconds, hostname).toBe(settings.reportIntervalSeconds);
    const silentAfterMs = SILENT_INTERVALS * settings.reportIntervalSeconds * 1_000;
    expect(Date.parse(since) - Date.parse(lastObservedAt ?? ''), hostname).toBe(silentAfterMs);
  }
});

test('its people have decided and worked, once, however often it is started', async () => {
  const deciding = { db, beginMs: fleet.beginMs, nowMs: Date.now() };
  const { hosts: sending } = await load();
  const work = async () => {
    await decide(deciding, { hosts: sending, presentMs: fleet.presentMs, memory });
    const julien = (await deskOf(deciding)).as(JULIEN, 0);
    const [{ views }, { plans }, { hosts }] = await Promise.all([
      listViews({ ctx: julien, input: {} }),
      listPlans({ ctx: julien, input: ListPlansInput.parse({}) }),
      listHosts({ ctx: julien, input: { ...defaultHostQuery(), limit: 500 } }),
    ]);
    return { views, plans, hosts };
  };
  const { views, plans, hosts } = await work();
  expect(views.filter(({ shared }) => shared)).toHaveLength(2);
  expect(views.filter(({ shared }) => !shared)).toMatchObject([{ isOwn: true }]);
  // So few hosts fail checks in the cluster of the wave alone, whose plan is left to who looks at the demo.
  expect(plans).toEqual([]);
  const [acknowledged, ...others] = hosts.filter(({ exception }) => exception === 'acknowledged');
  expect(acknowledged).toMatchObject({ state: 'TpmError' });
  expect(others).toEqual([]);
  expect(new Set(hosts.map(({ owner }) => owner))).toContain('Ops Paris');
  // The audit log is read from its end, so what was done later has to stand later.
  const entries = await db.auditEntry.findMany({
    where: { actorKind: { in: ['operator', 'host'] } },
    orderBy: { sequence: 'asc' },
    select: { at: true },
  });
  const times = entries.map(({ at }) => at.getTime());
  expect(times).toEqual(times.toSorted((a, b) => a - b));
  await expectRenewed(sending);
  await expectSettings(deciding);
  const again = await work();
  expect([again.views, again.plans.length]).toEqual([views, plans.length]);
}, 60_000);

/** Each page of the settings has something to show, and each person something that changed since they last looked. */
async function expectSettings(deciding: Deciding): Promise<void> {
  const ctx = (await deskOf(deciding)).as(CLAIRE, 0);
  const usable = (rows: readonly { usable: boolean }[]) => rows.filter((row) => row.usable).length;
  expect(usable(await listApiTokens({ ctx }))).toBe(2);
  expect(usable(await listEnrollmentTokens({ ctx }))).toBeGreaterThan(0);
  const recordsOf = (kind: 'retired' | 'reenrollAllowed') =>
    listHostRecords({ ctx, input: { kind, limit: 10, cursor: null } });
  expect(await recordsOf('retired')).toMatchObject({
    total: 1,
    records: [{ name: 'hv-lyo-0401.lyo.fab.example', fabric: 'LYO-Prod' }],
  });
  expect((await recordsOf('reenrollAllowed')).total).toBe(1);
  for (const { email } of PEOPLE) {
    const { since } = await lastLook({ ctx: (await deskOf(deciding)).as(email, 0) });
    expect(deciding.nowMs - Date.parse(since ?? '')).toBe(10 * HOUR_MS);
  }
}

/** No host that sends goes on with a credential of the time before, and each is remembered with its new one. */
async function expectRenewed(sending: readonly LiveHost[]): Promise<void> {
  const ctx: Ctx = { actor: { kind: 'system', id: 'cli' }, db, now: new Date(), requestId: 'test' };
  const remembered = new Map(memory.enrolled().map(({ hostId, credential }) => [hostId, credential]));
  for (const { hostId, credential } of sending) {
    const shown = await getHost({ ctx, input: { id: hostId, at: null } });
    expect(shown.credential?.isRenewalOverdue, shown.hostname).toBe(false);
    expect(remembered.get(hostId)).toBe(credential);
  }
}

test('what is there already is not written again', async () => {
  const before = await db.$queryRaw`SELECT count(*)::int AS n FROM snapshot_receipt`;
  memory.saveProgress({ untilMs: Date.now() - 6 * 3_600_000, vouchedSeconds: 900 });
  await load();
  const after = await db.$queryRaw`SELECT count(*)::int AS n FROM snapshot_receipt WHERE outcome = 'stored'`;
  // A minute may have passed, in which some of the 24 hosts sent.
  const [{ n: least }, { n: now }] = [before, after].map(
    (rows) => (rows as { n: number }[])[0] ?? { n: -1 },
  ) as [{ n: number }, { n: number }];
  expect(now - least).toBeGreaterThanOrEqual(0);
  expect(now - least).toBeLessThanOrEqual(24);
}, 60_000);

test('a later version of the demo whose hosts say something else has nothing rejected', async () => {
  const upgraded = makeFleet({ ...plan, agentVersion: '99.0.0' });
  memory.saveProgress({ untilMs: Date.now() - 6 * HOUR_MS, vouchedSeconds: 900 });
  await load({ memory, signal: new AbortController().signal }, upgraded);
  expect(await db.change.count({ where: { kind: 'rejected' } })).toBe(0);
}, 60_000);

test('a database with fabrics of its own is left alone', async () => {
  const other = await testDatabase();
  const otherDb = openPools({ url: other.runtimeUrl }).ingest;
  const ctx: Ctx = { actor: { kind: 'system', id: 'cli' }, db: otherDb, now: new Date(), requestId: 'test' };
  await createFabric({ ctx, input: { name: 'Somebody’s' } });
  const loading = loadPast({
    db: otherDb,
    memory: memories.make(),
    plan: newPlan(),
    fleet,
    settings,
    signal: new AbortController().signal,
    print: () => undefined,
    clock: Date.now,
  });
  await expect(loading).rejects.toThrow(/of its own/);
  await otherDb.$disconnect();
  await other.drop();
});
