import { afterAll, beforeAll, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '@/test/support/database';
import { openPools, type Pools } from './pools';

let database: TestDatabase;
let pools: Pools;

beforeAll(async () => {
  database = await testDatabase();
  pools = openPools({ url: database.runtimeUrl });
});

afterAll(async () => {
  await pools.close();
  await database.drop();
});

it('lets background jobs read whole tables, and ingest read along indexes only', async () => {
  const settings = async (name: 'jobs' | 'ingest') => {
    const rows = await pools[name].$queryRaw<{ name: string; setting: string }[]>`
      SELECT name, setting FROM pg_settings WHERE name IN ('enable_hashjoin', 'enable_mergejoin', 'enable_seqscan')`;
    return rows.map(({ setting }) => setting);
  };
  expect(await settings('jobs')).toEqual(['on', 'on', 'on']);
  expect(await settings('ingest')).toEqual(['off', 'off', 'off']);
});

it('opens no connection before it is needed', () => {
  expect(pools.use.fleet()).toMatchObject({ open: 0 });
  expect(pools.use.jobs()).toMatchObject({ open: 1 });
});
