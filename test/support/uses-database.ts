import { afterAll, beforeAll } from 'vitest';
import { type DbRoot, openDb } from '@/lib/server/db/client';
import { testDatabase } from '@/test/support/database';

const SETUP_MS = 60_000;

type Options = Partial<Parameters<typeof openDb>[1]>;

/** A migrated database of its own for every test of the file, handed over before the first and dropped after the last. */
export function usesDatabase(use: (db: DbRoot) => void, options: Options = {}): void {
  let end: (() => Promise<void>) | undefined;
  beforeAll(async () => {
    const database = await testDatabase();
    const db = openDb(database.runtimeUrl, { max: 4, batches: true, ...options });
    end = async () => {
      await db.$disconnect();
      await database.drop();
    };
    use(db);
  }, SETUP_MS);
  afterAll(() => end?.());
}
