import { afterAll, expect, test } from 'vitest';
import { makeFleet } from '@/apps/simulator/fleet/fleet';
import type { Ctx } from '@/lib/server/context';
import { openPools } from '@/lib/server/db/pools';
import { summarizeHosts } from '@/lib/server/services/host';
import { DAY_MS } from '@/lib/util/durations';
import { testDatabase } from '@/test/support/database';
import { demoMemories, newPlan, DEMO_SETTINGS as settings, toldStates } from '@/test/support/demo-story';
import { loadPast } from './load-past';

const memories = demoMemories();
afterAll(() => memories.remove());

test('a demo that was away for long is filled so that nobody falls silent who was not', async () => {
  const away = { ...newPlan(), hosts: 12, presentMs: Date.now() - 10 * DAY_MS };
  const other = await testDatabase();
  const otherDb = openPools({ url: other.runtimeUrl }).ingest;
  const otherFleet = makeFleet(away);
  const options = { db: otherDb, memory: memories.make(), plan: away, fleet: otherFleet, settings };
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
});

test('every silence is noticed when it begins, as by a server that was there', async () => {
  const other = await testDatabase();
  const otherDb = openPools({ url: other.runtimeUrl }).ingest;
  // One of these hosts falls silent and comes back, and another one is silent still.
  const month = { ...newPlan(), hosts: 12, days: 30 };
  await loadPast({
    db: otherDb,
    memory: memories.make(),
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
});
