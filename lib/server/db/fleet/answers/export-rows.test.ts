import type { Socket } from 'node:net';
import { v7 as uuid } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DbRoot, openDb } from '@/lib/server/db/client';
import { poolOf } from '@/lib/server/db/direct';
import { keepFleet } from '@/lib/server/db/fleet/read-model/upkeep';
import { type TestDatabase, testDatabase } from '@/test/support/database';
import { insertFleet } from '@/test/support/fleet';
import { batchesOfHosts, type FiledHost } from './export-rows';
import { countHosts } from './host-count';

const SETUP_MS = 60_000;
const HOSTS = 2500;
const ENROLLED_AT = new Date('2026-11-24T09:00:00.000Z');
const question = {
  when: { live: new Date('2026-11-24T10:00:00.000Z') },
  fabrics: 'all' as const,
  filter: {},
};
const sorting = { sort: 'hostname' as const, order: 'asc' as const };

let database: TestDatabase;
/** A single connection, which no pool of the server is: one that is not given back would be missed. */
let db: DbRoot;

beforeAll(async () => {
  database = await testDatabase();
  db = openDb(database.runtimeUrl, { max: 1, customPlans: true, connectionTimeoutMs: 2_000 });
  const fabric = { id: uuid(), name: 'PAR' };
  const hosts = Array.from({ length: HOSTS }, (_, index) => ({
    id: uuid(),
    enrolledHostname: `HV-${String(index).padStart(5, '0')}`,
    enrolledFqdn: null,
    enrolledAt: ENROLLED_AT,
    retiredAt: null,
    assignments: [{ id: uuid(), validFrom: ENROLLED_AT, fabricId: fabric.id, owner: null }],
    items: [],
  }));
  await insertFleet(db, { fabrics: [fabric], hosts, exceptions: [], acknowledgements: [] });
}, SETUP_MS);

afterAll(async () => {
  await db.$disconnect();
  await database.drop();
});

describe('batchesOfHosts', () => {
  it('reads every host once, in order', async () => {
    const names: string[] = [];
    for await (const batch of batchesOfHosts(db, question, sorting))
      names.push(...batch.map(({ hostname }) => hostname));
    expect(names).toHaveLength(HOSTS);
    expect(names).toEqual([...new Set(names)].sort());
  });

  it('says the same of each host, whether groups are few or too many to be remembered', async () => {
    await keepFleet(db, question.when.live);
    const read = async (mostGroups?: number) => {
      const hosts: FiledHost[] = [];
      for await (const batch of batchesOfHosts(db, question, sorting, mostGroups)) hosts.push(...batch);
      return hosts;
    };
    const hosts = await read();
    expect(hosts).toHaveLength(HOSTS);
    expect(hosts[0]).toMatchObject({ hostname: 'HV-00000', shared: { fabric: 'PAR', state: 'Silent' } });
    expect(await read(0)).toEqual(hosts);
  });

  it('gives the connection back when its reader goes away', async () => {
    for await (const batch of batchesOfHosts(db, question, sorting)) {
      expect(batch.length).toBeLessThan(HOSTS);
      break;
    }
    expect(await countHosts(db, question)).toBe(HOSTS);
  });

  it('tells the reader when the connection is lost in the middle', async () => {
    let cut = (): unknown => expect.unreachable();
    poolOf(db).once('acquire', (client) => {
      const { stream } = (client as unknown as { connection: { stream: Socket } }).connection;
      cut = () => stream.destroy();
    });
    const read = async () => {
      for await (const batch of batchesOfHosts(db, question, sorting)) {
        expect(batch.length).toBeLessThan(HOSTS);
        cut();
      }
    };
    await expect(read()).rejects.toThrow();
    expect(await countHosts(db, question)).toBe(HOSTS);
  });

  it('tells the reader when the database fails', async () => {
    const broken = { ...question, fabrics: ['no id'] };
    const read = async () => {
      for await (const batch of batchesOfHosts(db, broken, sorting)) expect(batch).toBeUndefined();
    };
    await expect(read()).rejects.toThrow();
    expect(await countHosts(db, question)).toBe(HOSTS);
  });

  it('reads all hosts at one moment, whatever changes meanwhile', async () => {
    const others = openDb(database.runtimeUrl, { max: 1 });
    const names = new Set<string>();
    for await (const batch of batchesOfHosts(db, question, sorting)) {
      for (const { hostname } of batch) names.add(hostname.slice(0, 2));
      await others.$executeRaw`UPDATE host SET enrolled_hostname = 'NEW-' || enrolled_hostname`;
    }
    await others.$disconnect();
    expect([...names]).toEqual(['HV']);
  });
});
