import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { conditionAt } from '@/apps/simulator/fleet/condition';
import { type Fleet, type FleetHost, makeFleet } from '@/apps/simulator/fleet/fleet';
import { isWithin } from '@/apps/simulator/fleet/spells';
import type { Ctx } from '@/lib/server/context';
import { type DbRoot, openDb } from '@/lib/server/db/client';
import { createFabric } from '@/lib/server/services/fabric';
import { summarizeHosts } from '@/lib/server/services/host';
import { type TestDatabase, testDatabase } from '@/test/support/database';
import { type Loaded, loadPast } from './load';
import { type Memory, openMemory, type Plan } from './memory';
import { newPassword } from './people';

const DAY_MS = 86_400_000;
const settings = { reportIntervalSeconds: 900, retentionDays: 800 };

let database: TestDatabase;
let db: DbRoot;
let memory: Memory;
let plan: Plan;
let fleet: Fleet;

const folders: string[] = [];

function makeMemory(): Memory {
  const folder = mkdtempSync(path.join(tmpdir(), 'gf-demo-'));
  folders.push(folder);
  return openMemory(folder);
}

const newPlan = (): Plan => ({
  version: 2,
  hosts: 24,
  days: 5,
  seed: 1,
  presentMs: Date.now(),
  password: newPassword(),
  begun: false,
  tokens: {},
});

type Stoppable = { memory: Memory; signal: AbortSignal };

const load = (stoppable?: Stoppable): Promise<Loaded> =>
  loadPast({
    db,
    plan: memory.plan() ?? plan,
    fleet,
    settings,
    print: () => undefined,
    clock: Date.now,
    ...(stoppable ?? { memory, signal: new AbortController().signal }),
  });

const summaryAt = (ms: number) => {
  const ctx: Ctx = { actor: { kind: 'system', id: 'cli' }, db, now: new Date(), requestId: 'test' };
  return summarizeHosts({ ctx, input: { filter: {}, at: new Date(ms) } });
};

/** What the story says of a host, told again without the database. */
function toldState(host: FleetHost, time: number): string {
  return host.quiet.some((span) => isWithin(time, span)) ? 'Silent' : conditionAt(host, time).status;
}

function toldStates(time: number, of = fleet): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const host of of.hosts) {
    const state = toldState(host, time);
    counts[state] = (counts[state] ?? 0) + 1;
  }
  return counts;
}

beforeAll(async () => {
  database = await testDatabase();
  db = openDb(database.runtimeUrl, { max: 6, batches: true });
  memory = makeMemory();
  plan = newPlan();
  fleet = makeFleet(plan);
});

afterAll(async () => {
  await db.$disconnect();
  await database.drop();
  for (const folder of folders) rmSync(folder, { recursive: true });
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
  expect(summary.states).toMatchObject(toldStates(now));
  expect(summary.vms.total).toBe(fleet.hosts.reduce((sum, { vms }) => sum + vms, 0));
}, 120_000);

test('the past is there too', async () => {
  const dayBefore = fleet.presentMs - DAY_MS;
  const { states, reporting } = await summaryAt(dayBefore);
  expect(states.Passed).toBe(toldStates(dayBefore).Passed);
  expect(reporting.never).toBe(0);
});

test('what is there already is not written again', async () => {
  const before = await db.$queryRaw`SELECT count(*)::int AS n FROM snapshot_receipt`;
  memory.saveProgress({ untilMs: Date.now() - 6 * 3_600_000, vouchedSeconds: 900 });
  await load();
  const after = await db.$queryRaw`SELECT count(*)::int AS n FROM snapshot_receipt WHERE outcome = 'stored'`;
  // A minute may have passed, in which some of the 24 hosts reported.
  const [{ n: least }, { n: now }] = [before, after].map(
    (rows) => (rows as { n: number }[])[0] ?? { n: -1 },
  ) as [{ n: number }, { n: number }];
  expect(now - least).toBeGreaterThanOrEqual(0);
  expect(now - least).toBeLessThanOrEqual(24);
}, 60_000);

test('a demo that was away for long is filled so that nobody falls silent who was not', async () => {
  const away = { ...newPlan(), hosts: 12, presentMs: Date.now() - 10 * DAY_MS };
  const other = await testDatabase();
  const otherDb = openDb(other.runtimeUrl, { max: 4, batches: true });
  const otherFleet = makeFleet(away);
  const options = { db: otherDb, memory: makeMemory(), plan: away, fleet: otherFleet, settings };
  await loadPast({
    ...options,
    signal: new AbortController().signal,
    print: () => undefined,
    clock: Date.now,
  });
  const ctx: Ctx = { actor: { kind: 'system', id: 'cli' }, db: otherDb, now: new Date(), requestId: 'test' };
  for (const days of [0, 0.1, 1, 5, 8.1, 10]) {
    const at = new Date(away.presentMs + days * DAY_MS);
    const { states } = await summarizeHosts({ ctx, input: { filter: {}, at } });
    expect(states).toMatchObject(toldStates(at.getTime(), otherFleet));
  }
  await otherDb.$disconnect();
  await other.drop();
}, 120_000);

test('every silence is noticed when it begins, as by a server that was there', async () => {
  const other = await testDatabase();
  const otherDb = openDb(other.runtimeUrl, { max: 4, batches: true });
  // Of these hosts one falls silent and comes back, and another one is silent still.
  const month = { ...newPlan(), hosts: 12, days: 30 };
  await loadPast({
    db: otherDb,
    memory: makeMemory(),
    plan: month,
    fleet: makeFleet(month),
    settings,
    signal: new AbortController().signal,
    print: () => undefined,
    clock: Date.now,
  });
  const told = await otherDb.change.findMany({
    where: { kind: { in: ['silent', 'back'] }, supersededAt: null },
  });
  const silences = told.filter(({ kind }) => kind === 'silent');
  const returns = told.filter(({ kind }) => kind === 'back');
  expect([returns.length, silences.length]).toEqual([1, 2]);
  for (const { hostId, detail } of returns) {
    const { since } = detail as { since: string };
    expect(silences).toContainEqual(expect.objectContaining({ hostId, at: new Date(since) }));
  }
  for (const { at, recordedAt } of silences) expect(recordedAt).toEqual(at);
  await otherDb.$disconnect();
  await other.drop();
}, 120_000);

test('a database with fabrics of its own is left alone', async () => {
  const other = await testDatabase();
  const otherDb = openDb(other.runtimeUrl, { max: 2, batches: true });
  const ctx: Ctx = { actor: { kind: 'system', id: 'cli' }, db: otherDb, now: new Date(), requestId: 'test' };
  await createFabric({ ctx, input: { name: 'Somebody’s' } });
  const loading = loadPast({
    db: otherDb,
    memory: makeMemory(),
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
