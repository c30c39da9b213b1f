import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MAX_CLOCK_OFFSET_SECONDS } from '@/lib/domain/prerequisites';
import { STATE_ORDER } from '@/lib/domain/vocabulary';
import { withClient } from '@/lib/server/db/connection';
import { type TestDatabase, testDatabase } from '@/test/support/database';

// What stands in a migration and in the code as well, compared as the migrated database has it.

let database: TestDatabase;

beforeAll(async () => {
  database = await testDatabase();
});

afterAll(() => database.drop());

const definitions = (sql: string) =>
  withClient(database.adminUrl, async (client) => {
    const { rows } = await client.query<{ definition: string }>(sql);
    return rows.map(({ definition }) => definition);
  });

describe('a constant of a migration', () => {
  it('is the clock offset at which a live row is judged anew', async () => {
    const [trigger] = await definitions(
      `SELECT pg_get_triggerdef(oid) AS definition FROM pg_trigger WHERE tgname = 'host_live_changed'`,
    );
    const bounds = [...(trigger ?? '').matchAll(/clock_offset_ms [<>]= '?(-?\d+)'?/g)].map(([, ms]) =>
      Number(ms),
    );
    const offset = MAX_CLOCK_OFFSET_SECONDS * 1000;
    expect(new Set(bounds)).toEqual(new Set([-offset, offset]));
  });

  it('is the order of states in the indexes that lists are read from', async () => {
    const indexes = await definitions(
      `SELECT indexdef AS definition FROM pg_indexes WHERE indexname IN ('fleet_host_state_idx', 'fleet_host_state_desc_idx')`,
    );
    const orders = indexes.map((index) => /'\{(.*?)\}'::text\[\]/.exec(index)?.[1]?.split(','));
    expect(orders).toEqual([[...STATE_ORDER], [...STATE_ORDER]]);
  });
});
