import { afterAll, describe, expect, it } from 'vitest';
import { withClient } from '@/lib/server/db/connection';
import { type TestDatabase, testDatabase } from './database';

describe('testDatabase', () => {
  const made: TestDatabase[] = [];
  afterAll(() => Promise.all(made.map(({ drop }) => drop())));

  it('gives every caller a migrated database of its own', async () => {
    const [one, other] = await Promise.all([testDatabase(), testDatabase()]);
    made.push(one, other);
    await withClient(one.migrateUrl, (client) => client.query('CREATE TABLE only_here ()'));
    const seen = (url: string) =>
      withClient(url, (client) =>
        client.query("SELECT to_regclass('only_here') AS here, to_regclass('audit_entry') AS migrated"),
      );
    expect((await seen(one.runtimeUrl)).rows[0]).toEqual({ here: 'only_here', migrated: 'audit_entry' });
    expect((await seen(other.runtimeUrl)).rows[0]).toEqual({ here: null, migrated: 'audit_entry' });
  });

  it('lets the serving role extend the audit log, and neither change nor shorten it', async () => {
    const database = await testDatabase();
    made.push(database);
    const rights = await withClient(database.runtimeUrl, async (client) => {
      const { rows } = await client.query<{ right: string; granted: boolean }>(
        `SELECT "right", has_table_privilege('audit_entry', "right") AS granted
         FROM unnest('{SELECT,INSERT,UPDATE,DELETE,TRUNCATE}'::text[]) AS "right"`,
      );
      return Object.fromEntries(rows.map(({ right, granted }) => [right, granted]));
    });
    expect(rights).toEqual({ SELECT: true, INSERT: true, UPDATE: false, DELETE: false, TRUNCATE: false });
  });
});
