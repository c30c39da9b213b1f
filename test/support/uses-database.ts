import { afterAll, beforeAll } from 'vitest';
import type { DbRoot } from '@/lib/server/db/client';
import { openPools, type PoolName, type Pools } from '@/lib/server/db/pools';
import { type TestDatabase, testDatabase } from '@/test/support/database';

const SETUP_MS = 60_000;

/**
 * A migrated database of its own for every test of the file, handed over before the first and dropped after the last:
 * as the server's pool of this name, by which the part that is tested asks, with the others beside it.
 */
export function usesDatabase(
  use: (db: DbRoot, pools: Pools, database: TestDatabase) => void,
  name: PoolName = 'console',
): void {
  let end: (() => Promise<void>) | undefined;
  beforeAll(async () => {
    const database = await testDatabase();
    const pools = openPools({ url: database.runtimeUrl });
    end = async () => {
      await pools.close();
      await database.drop();
    };
    use(pools[name], pools, database);
  }, SETUP_MS);
  afterAll(() => end?.());
}
