import { v7 as uuid } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DbRoot, openDb } from '@/lib/server/db/client';
import { type TestDatabase, testDatabase } from '@/test/support/database';
import { insertFleet } from '@/test/support/fleet';
import { batchesOfHosts } from './batches';
import { countHosts } from './host-rows';
import { prepare } from './question';

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
/** A single connection: one that is not given back would be missed. */
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
    for await (const rows of batchesOfHosts(db, question, sorting))
      names.push(...rows.map((row) => row.hostname));
    expect(names).toHaveLength(HOSTS);
    expect(names).toEqual([...new Set(names)].sort());
  });

  it('gives the connection back when its reader goes away', async () => {
    for await (const rows of batchesOfHosts(db, question, sorting)) {
      expect(rows.length).toBeLessThan(HOSTS);
      break;
    }
    expect(await countHosts(db, await prepare(db, question))).toBe(HOSTS);
  });

  it('tells the reader when the database fails', async () => {
    const broken = { ...question, fabrics: ['no id'] };
    const read = async () => {
      for await (const rows of batchesOfHosts(db, broken, sorting)) expect(rows).toBeUndefined();
    };
    await expect(read()).rejects.toThrow();
    expect(await countHosts(db, await prepare(db, question))).toBe(HOSTS);
  });
});
