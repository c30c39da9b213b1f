import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Fleet, makeFleet } from '@/apps/simulator/fleet/fleet';
import { ago } from '@/apps/simulator/fleet/spells';
import { ListPlansInput } from '@/lib/contracts/plan';
import { defaultHostQuery } from '@/lib/contracts/words/host-query';
import { isRenewalOverdue } from '@/lib/domain/credential';
import { SILENT_INTERVALS } from '@/lib/domain/reporting';
import { SESSION_IDLE_SECONDS } from '@/lib/server/auth/better-auth';
import type { Ctx } from '@/lib/server/context';
import type { DbRoot } from '@/lib/server/db/client';
import { poolOf, rememberPool } from '@/lib/server/db/direct';
import { openPools } from '@/lib/server/db/pools';
import { listEnrollmentTokens } from '@/lib/server/services/enrollment';
import { createFabric } from '@/lib/server/services/fabric';
import { getHost, listHostRecords, listHosts, summarizeHosts } from '@/lib/server/services/host';
import { lastLook, listApiTokens } from '@/lib/server/services/operator';
import { listPlans } from '@/lib/server/services/plan';
import { listAudit, verifyAuditAgainst } from '@/lib/server/services/system';
import { listViews } from '@/lib/server/services/view';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '@/lib/util/durations';
import { type TestDatabase, testDatabase } from '@/test/support/database';
import { demoMemories, newPlan, DEMO_SETTINGS as settings, toldStates } from '@/test/support/demo-story';
import { runs } from '@/test/support/runs';
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
});

test('the past is there too', async () => {
  const dayBefore = fleet.presentMs - DAY_MS;
  const { states, reporting } = await summaryAt(dayBefore);
  expect(states.Passed).toBe(toldStates(dayBefore, fleet).Passed);
  expect(reporting.never).toBe(0);
});

class Killed extends Error {}

/** What kills the demo when it writes for the n-th time. */
function dyingAt(of: DbRoot, write: number): DbRoot {
  let writes = 0;
  const $transaction = (...told: Parameters<DbRoot['$transaction']>) => {
    writes += 1;
    if (writes >= write) throw new Killed();
    return of.$transaction(...told);
  };
  const dying = new Proxy(of, {
    get: (target, key) => (key === '$transaction' ? $transaction : Reflect.get(target, key)),
  });
  rememberPool(dying, poolOf(of));
  return dying;
}

/** A demo whose people have done nothing yet; `start` is what each start of it has them do. */
async function withIdleDemo(work: (start: (dying?: number) => Promise<Deciding>) => Promise<void>) {
  const { hosts } = await load();
  const copy = await database.copy();
  const copyDb = openPools({ url: copy.runtimeUrl }).ingest;
  const enrolled = memory.enrolled();
  const copied: Memory = {
    ...memory,
    enrolled: () => enrolled,
    addEnrolled: (more) => enrolled.push(...more),
  };
  const known = () => new Map(enrolled.map(({ hostId, credential }) => [hostId, credential]));
  try {
    await work(async (dying) => {
      const deciding = { db: copyDb, beginMs: fleet.beginMs, nowMs: Date.now() };
      const credentials = known();
      const sending = hosts.map((host) => ({ ...host, credential: credentials.get(host.hostId) ?? '' }));
      const agents = { hosts: sending, presentMs: fleet.presentMs, memory: copied };
      await decide(dying === undefined ? deciding : { ...deciding, db: dyingAt(copyDb, dying) }, agents);
      return deciding;
    });
  } finally {
    await copyDb.$disconnect();
    await copy.drop();
  }
}

/** Fewer than what is written of these people. */
const WRITES = 100;

test('people who were killed at any moment go on at the next start, and nothing of it is there twice', async () => {
  const property = fc.asyncProperty(fc.noBias(fc.integer({ min: 1, max: WRITES })), (write) =>
    withIdleDemo(async (start) => {
      await expect(start(write)).rejects.toBeInstanceOf(Killed);
      const deciding = await start();
      const { as } = await deskOf(deciding);
      const { views } = await listViews({ ctx: as(JULIEN, 0), input: {} });
      expect(views.map(({ shared }) => shared).sort()).toEqual([false, true, true]);
      await expectSettings(deciding);
      const notes = await deciding.db.note.findMany({ select: { text: true } });
      expect(notes.length).toBeGreaterThan(0);
      expect(new Set(notes.map(({ text }) => text)).size).toBe(notes.length);
      expect(await verifyAuditAgainst(as(CLAIRE, 0), null)).toMatchObject({
        intact: true,
      });
    }),
  );
  await fc.assert(property, { numRuns: runs({ push: 1, long: 20 }), endOnFailure: true });
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
  const tokens = await listApiTokens({ ctx: (await deskOf(deciding)).as(CLAIRE, 0) });
  for (const { name, lastUsedAt } of tokens.filter(({ usable }) => usable))
    expect(lastUsedAt, name).not.toBeNull();
  await expectLog(deciding);
  await expectLooks(deciding);
  const again = await work();
  expect([again.views, again.plans.length]).toEqual([views, plans.length]);
});

/** Each page of the settings has something to show. */
async function expectSettings(deciding: Deciding): Promise<void> {
  const ctx = (await deskOf(deciding)).as(CLAIRE, 0);
  const usable = (rows: readonly { usable: boolean }[]) => rows.filter((row) => row.usable).length;
  expect(usable(await listApiTokens({ ctx }))).toBe(2);
  expect(usable(await listEnrollmentTokens({ ctx }))).toBeGreaterThan(0);
  const recordsOf = (kind: 'retired' | 'reenrollAllowed' | 'locked') =>
    listHostRecords({ ctx, input: { kind, limit: 10, cursor: null } });
  expect(await recordsOf('retired')).toMatchObject({
    total: 1,
    records: [{ name: 'hv-lyo-0401.lyo.fab.example', fabric: 'LYO-Prod' }],
  });
  expect((await recordsOf('reenrollAllowed')).total).toBe(1);
  expect((await recordsOf('locked')).total).toBe(1);
}

/** Who did something had signed in before, and the last weeks in the log are of people’s work; its chain is whole. */
async function expectLog(deciding: Deciding): Promise<void> {
  const claire = (await deskOf(deciding)).as(CLAIRE, 0);
  const { entries } = await listAudit({
    ctx: claire,
    input: { since: new Date(deciding.nowMs - 14 * DAY_MS) },
  });
  const actions = new Set(entries.map(({ action }) => action));
  expect(actions).not.toContain('host.credentialRotated');
  expect(actions.size).toBeGreaterThan(12);
  expect(await verifyAuditAgainst(claire, null)).toMatchObject({ intact: true });
  const seen = new Map<string, number>();
  for (const { actor, action, at } of entries.toReversed()) {
    if (actor.kind !== 'operator' || actor.id === null) continue;
    const ms = Date.parse(at);
    const before = seen.get(actor.id);
    if (action !== 'operator.signedIn' && before !== undefined)
      expect(ms - before, `${action} by ${actor.name}`).toBeLessThanOrEqual(SESSION_IDLE_SECONDS * 1_000);
    seen.set(actor.id, ms);
  }
}

/** Only who looked before the wave of the story is told that it came since, and nobody who never signed in. */
async function expectLooks(deciding: Deciding): Promise<void> {
  const { as } = await deskOf(deciding);
  const lookOf = async (email: string) => (await lastLook({ ctx: as(email, 0) })).since;
  const wave = fleet.presentMs - ago(0, '02:14') * MINUTE_MS;
  const julien = Date.parse((await lookOf(JULIEN)) ?? '');
  expect(julien).toBeLessThan(wave);
  expect(julien).toBeGreaterThan(wave - DAY_MS);
  expect(Date.parse((await lookOf(CLAIRE)) ?? '')).toBeGreaterThan(wave);
  const signedIn = await db.auditEntry.findMany({ where: { action: 'operator.signedIn' } });
  const names = new Set(signedIn.map(({ actorId }) => actorId));
  for (const { email } of PEOPLE) {
    const { actor } = as(email, 0);
    const hasLooked = (await lookOf(email)) !== null;
    expect(hasLooked, email).toBe('id' in actor && names.has(actor.id));
  }
}

/** No host that sends goes on with a credential of the time before, and each is remembered with its new one. */
async function expectRenewed(sending: readonly LiveHost[]): Promise<void> {
  const ctx: Ctx = { actor: { kind: 'system', id: 'cli' }, db, now: new Date(), requestId: 'test' };
  const remembered = new Map(memory.enrolled().map(({ hostId, credential }) => [hostId, credential]));
  for (const { hostId, credential } of sending) {
    const shown = await getHost({ ctx, input: { id: hostId, at: null } });
    const issuedAt = shown.credential?.issuedAt ?? '';
    // Hosts of a demo that runs renew nothing, and it may run for a week.
    const inAWeek = new Date(ctx.now.getTime() + 7 * DAY_MS);
    const isOverdue = isRenewalOverdue(new Date(issuedAt), { reporting: 'onTime', now: inAWeek });
    expect(isOverdue, shown.hostname).toBe(false);
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
});

test('a later version of the demo whose hosts say something else has nothing rejected', async () => {
  const upgraded = makeFleet({ ...plan, agentVersion: '99.0.0' });
  memory.saveProgress({ untilMs: Date.now() - 6 * HOUR_MS, vouchedSeconds: 900 });
  await load({ memory, signal: new AbortController().signal }, upgraded);
  expect(await db.change.count({ where: { kind: 'rejected' } })).toBe(0);
});

test('a silent host said its last word right before its silence, by the interval that its page shows', async () => {
  const other = await testDatabase();
  const otherDb = openPools({ url: other.runtimeUrl }).ingest;
  const week = { ...newPlan(), hosts: 240, days: 8 };
  const all = makeFleet(week);
  const silent = { ...all, hosts: all.hosts.filter(({ lastRuns }) => lastRuns.length > 0) };
  await loadPast({
    db: otherDb,
    memory: memories.make(),
    plan: week,
    fleet: silent,
    settings,
    signal: new AbortController().signal,
    print: () => undefined,
    clock: Date.now,
  });
  const ctx: Ctx = { actor: { kind: 'system', id: 'cli' }, db: otherDb, now: new Date(), requestId: 'test' };
  const { hosts } = await listHosts({ ctx, input: defaultHostQuery() });
  expect(hosts).toHaveLength(4);
  for (const { id, since, hostname } of hosts) {
    const { lastObservedAt, toldIntervalSeconds } = await getHost({ ctx, input: { id, at: null } });
    expect(toldIntervalSeconds, hostname).toBe(settings.reportIntervalSeconds);
    const silentAfterMs = SILENT_INTERVALS * settings.reportIntervalSeconds * 1_000;
    expect(Date.parse(since) - Date.parse(lastObservedAt ?? ''), hostname).toBe(silentAfterMs);
  }
  expect(await otherDb.change.count({ where: { kind: 'sequenceFellBack' } })).toBe(0);
  await otherDb.$disconnect();
  await other.drop();
});

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
