import { v7 as uuid } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { HostList } from '@/lib/contracts/fleet';
import { defaultHostQuery, HOST_SORTS } from '@/lib/contracts/words/host-query';
import type { DbRoot } from '@/lib/server/db/client';
import { withClient } from '@/lib/server/db/connection';
import { openPools, type Pools } from '@/lib/server/db/pools';
import { listHosts, mapHosts } from '@/lib/server/services/host';
import { systemCtx } from '@/test/support/callers';
import { type TestDatabase, testDatabase } from '@/test/support/database';
import { insertFleet } from '@/test/support/fleet';
import { createPostponedHosts } from './postponed-hosts';
import { keepFleet } from './upkeep';

let database: TestDatabase;
let pools: Pools;
let db: DbRoot;
beforeAll(async () => {
  database = await testDatabase();
  pools = openPools({ url: database.runtimeUrl });
  db = pools.jobs;
});
afterAll(async () => {
  await pools.close();
  await database.drop();
});

const NOW = new Date('2026-11-24T10:00:00.000Z');
const minutesLater = (minutes: number) => new Date(NOW.getTime() + minutes * 60_000);
const random = (characters: number) =>
  Array.from({ length: characters }, () =>
    String.fromCodePoint(0x1f300 + Math.floor(Math.random() * 700)),
  ).join('');

/** As they were stored before names had limits. */
async function insertNamed(names: readonly string[]): Promise<string[]> {
  const fabric = { id: uuid(), name: uuid() };
  const enrolledAt = new Date('2026-11-24T09:00:00.000Z');
  const hosts = names.map((name) => ({
    id: uuid(),
    ...{ enrolledHostname: uuid(), enrolledFqdn: null, enrolledAt, retiredAt: null },
    assignments: [{ id: uuid(), validFrom: enrolledAt, fabricId: fabric.id, owner: null }],
    items: [
      {
        ...{ observedAt: new Date('2026-11-24T09:50:00.000Z'), intervalSeconds: 900, vms: null },
        ...{ clockOffsetMs: 0, late: false },
        profile: {
          ...{ id: uuid(), hostname: name, fqdn: name, cluster: name, os: name, model: name },
          ...{ firmwareVersion: name, tpm: name, agentVersion: name, riskFlags: [], mode: 'Tpm' as const },
          ...{ osVersion: name, bootStage: 'done' as const },
          ...{ judgedState: 'Passed' as const, attestationStatus: 'Passed' as const },
          ...{ failingChecks: [], causes: [] },
        },
      },
    ],
  }));
  await insertFleet(db, { fabrics: [fabric], hosts, exceptions: [], acknowledgements: [] });
  return hosts.map(({ id }) => id);
}

const storedIds = async () =>
  (await db.$queryRaw<{ id: string }[]>`SELECT host_id::text AS id FROM fleet_host`).map(({ id }) => id);

describe('names of many kB that were stored before names had limits', () => {
  it('are kept up, put in order, and gone through page by page with small cursors', async () => {
    const controls = '\u0001'.repeat(8_000);
    const ids = await insertNamed([random(2_000), random(2_000), controls, controls, 'HV-01']);
    await keepFleet(db, NOW);
    expect(await storedIds()).toEqual(expect.arrayContaining(ids));
    const ctx = systemCtx(db, NOW);
    expect((await mapHosts({ ctx, input: { filter: {}, at: null } })).total).toBe(ids.length);
    for (const sort of HOST_SORTS) {
      const seen: string[] = [];
      for (let cursor: string | null = null, isFirst = true; isFirst || cursor !== null; isFirst = false) {
        const page: HostList = await listHosts({
          ctx,
          input: { ...defaultHostQuery(), sort, limit: 1, cursor },
        });
        seen.push(...page.hosts.map(({ id }) => id));
        cursor = page.nextCursor;
        expect(cursor?.length ?? 0).toBeLessThan(4_096);
      }
      expect(seen.sort()).toEqual([...ids].sort());
    }
  });
});

describe('a host whose row cannot be written', () => {
  it('is told once, tried again later, and costs the others nothing', async () => {
    await withClient(database.adminUrl, (client) =>
      client.query("ALTER TABLE fleet_host ADD CONSTRAINT not_this_one CHECK (hostname <> 'HV-BAD')"),
    );
    const [bad, ...good] = await insertNamed(['HV-BAD', 'HV-02', 'HV-03']);
    const told: string[] = [];
    const later = createPostponedHosts((hostId) => void told.push(hostId));
    expect(await keepFleet(db, NOW, { later })).toMatchObject({ renewed: 2 });
    expect(await storedIds()).toEqual(expect.arrayContaining(good));
    for (const minutes of [0, 0.5, 1.5, 4]) await keepFleet(db, minutesLater(minutes), { later });
    expect(told).toEqual([bad]);
    const [another] = await insertNamed(['HV-04']);
    await keepFleet(db, minutesLater(4), { later });
    expect(await storedIds()).toContain(another);
    await withClient(database.adminUrl, (client) =>
      client.query('ALTER TABLE fleet_host DROP CONSTRAINT not_this_one'),
    );
    await keepFleet(db, minutesLater(9), { later });
    expect(await storedIds()).toContain(bad);
    expect(later.ids(minutesLater(9))).toEqual([]);
  });
});
