import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Stated, statements } from '@/lib/server/db/checked-rows';
import type { Pools } from '@/lib/server/db/pools';
import type { TestDatabase } from '@/test/support/database';
import { answeredColumns, expectedColumns, namedIn } from '@/test/support/stated-columns';
import { usesDatabase } from '@/test/support/uses-database';

const ASKING_MS = 60_000;

type Room = {
  /** Texts of files by their paths. */
  sources: ReadonlyMap<string, string>;
  /** More statements than this are named in them: a search that finds none would pass. */
  moreThan: number;
  /** Has the server ask each of these statements at least once. */
  ask: (pools: Pools) => Promise<void>;
};

/**
 * TypeScript cannot look into SQL. Here the statements of a room are put to PostgreSQL, whose answer says which columns
 * each has, and of which type.
 */
export function comparesStatements(what: string, { sources, moreThan, ask }: Room): void {
  let database: TestDatabase;
  let pools: Pools;
  usesDatabase((_, opened, made) => {
    pools = opened;
    database = made;
  });

  const seen: Stated[] = [];
  const see = (message: unknown) => void seen.push(message as Stated);
  beforeAll(async () => {
    statements.subscribe(see);
    await ask(pools);
  }, ASKING_MS);
  afterAll(() => void statements.unsubscribe(see));

  const named = [...sources.values()].flatMap(namedIn);

  describe(what, () => {
    it('has a name of its own, and says which columns it expects', () => {
      expect(named.length).toBeGreaterThan(moreThan);
      expect(new Set(named).size).toBe(named.length);
      expect([...sources].filter(([, source]) => source.includes('$queryRaw'))).toEqual([]);
    });

    it.each(named)('is answered with the columns that its reader expects: %s', async (name) => {
      const stated = seen.filter((one) => one.name === name);
      expect(stated.length).toBeGreaterThan(0);
      for (const one of stated)
        expect(await answeredColumns(database.adminUrl, one)).toEqual(expectedColumns(one));
    });
  });
}
