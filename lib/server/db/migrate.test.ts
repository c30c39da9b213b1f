import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { withClient } from '@/lib/server/db/connection';
import { migrate } from '@/lib/server/db/migrate';
import { emptyDatabase, type TestDatabase } from '@/test/support/database';

describe('migrate', () => {
  let database: TestDatabase;
  let prismaDir: string;

  beforeEach(async () => {
    database = await emptyDatabase();
    prismaDir = mkdtempSync(path.join(tmpdir(), 'gf-migrate-'));
    writeFileSync(
      path.join(prismaDir, 'grants.sql'),
      'GRANT SELECT ON ALL TABLES IN SCHEMA public TO :role;',
    );
    put('1_first', 'CREATE TABLE first (id int); INSERT INTO first VALUES (1);');
    put('2_second', 'ALTER TABLE first ADD name text; CREATE TABLE second ();');
  });

  afterEach(async () => {
    rmSync(prismaDir, { recursive: true });
    await database.drop();
  });

  function put(name: string, sql: string): void {
    const folder = path.join(prismaDir, 'migrations', name);
    mkdirSync(folder, { recursive: true });
    writeFileSync(path.join(folder, 'migration.sql'), sql);
  }

  const run = (runtimeRole?: string, log: (line: string) => void = () => undefined) =>
    migrate({ url: database.migrateUrl, runtimeRole, prismaDir, log });

  async function ask<T extends object>(sql: string, url = database.migrateUrl): Promise<T[]> {
    return withClient(url, async (client) => (await client.query<T>(sql)).rows);
  }

  it('runs what is not there yet, in order, and then nothing', async () => {
    expect(await run()).toEqual({ applied: ['1_first', '2_second'] });
    expect(await run()).toEqual({ applied: [] });
    put('3_third', 'DROP TABLE second;');
    expect(await run()).toEqual({ applied: ['3_third'] });
    expect(await ask('SELECT * FROM first')).toEqual([{ id: 1, name: null }]);
  });

  it('says in one line that it runs them, and which one where it is one', async () => {
    const told: string[] = [];
    await run(undefined, (line) => told.push(line));
    put('3_third', 'DROP TABLE second;');
    await run(undefined, (line) => told.push(line));
    await run(undefined, (line) => told.push(line));
    expect(told).toEqual(['Migrating the database: 2 migrations', 'Migrating the database: 3_third']);
  });

  it('names the one that takes long', async () => {
    put('2_second', 'SELECT pg_sleep(0.2);');
    const told: string[] = [];
    await migrate({
      ...{ url: database.migrateUrl, prismaDir, tellEveryMs: 50 },
      log: (line) => void told.push(line),
    });
    expect(told).toContain('Migrating the database: 2 of 2, 2_second');
  });

  it('keeps Prisma’s record of them', async () => {
    await run();
    const rows = await ask<{ checksum: string }>(
      'SELECT migration_name, checksum, applied_steps_count, finished_at IS NOT NULL AS finished FROM _prisma_migrations ORDER BY 1',
    );
    expect(rows[1]).toEqual({
      migration_name: '2_second',
      checksum: createHash('sha256')
        .update('ALTER TABLE first ADD name text; CREATE TABLE second ();')
        .digest('hex'),
      applied_steps_count: 1,
      finished: true,
    });
  });

  it('runs each once however many instances start together', async () => {
    const results = await Promise.all([run(), run(), run(), run()]);
    expect(results.flatMap(({ applied }) => applied).sort()).toEqual(['1_first', '2_second']);
    expect(await ask('SELECT id FROM first')).toHaveLength(1);
  });

  it('keeps nothing of one that fails, and runs it again when mended', async () => {
    put('3_third', 'CREATE TABLE third (); SELECT 1/0;');
    await expect(run()).rejects.toThrow(
      'The migration 3_third failed: division by zero; nothing of it was kept',
    );
    expect(await ask("SELECT to_regclass('second') AS second, to_regclass('third') AS third")).toEqual([
      { second: 'second', third: null },
    ]);
    put('3_third', 'CREATE TABLE third ();');
    expect(await run()).toEqual({ applied: ['3_third'] });
  });

  it('refuses one that was changed after it ran, before it runs another', async () => {
    await run();
    put('1_first', 'CREATE TABLE first (id bigint);');
    put('3_third', 'CREATE TABLE third ();');
    await expect(run()).rejects.toThrow(/1_first was changed after it had run/);
    expect(await ask("SELECT to_regclass('third') AS third")).toEqual([{ third: null }]);
  });

  it('refuses a database that is newer than the program', async () => {
    await run();
    rmSync(path.join(prismaDir, 'migrations', '2_second'), { recursive: true });
    await expect(run()).rejects.toThrow(/newer than this program \(it has the migration 2_second\)/);
  });

  it('refuses a database of a version before the first release', async () => {
    put('0_earlier', 'CREATE TABLE earlier ();');
    await run();
    rmSync(path.join(prismaDir, 'migrations', '0_earlier'), { recursive: true });
    await expect(run()).rejects.toThrow(
      /made by a version before the first release \(it has the migration 0_earlier\).*empty database/,
    );
  });

  it('refuses to go on after one that did not finish and cannot be begun again', async () => {
    put('3_third', "-- no-transaction\nALTER TYPE missing ADD VALUE 'more'");
    await expect(run()).rejects.toThrow(/3_third failed/);
    await expect(run()).rejects.toThrow(/3_third did not finish earlier/);
  });

  const thirdIndex = () =>
    ask("SELECT indisvalid AS valid FROM pg_index WHERE indexrelid = to_regclass('third')");

  it('begins an index again that was cut short, and leaves no invalid one', async () => {
    await run();
    put('3_third', '-- no-transaction\nCREATE INDEX CONCURRENTLY third ON first (id)');
    await withClient(database.migrateUrl, async (reader) => {
      await reader.query('BEGIN ISOLATION LEVEL REPEATABLE READ');
      await reader.query('SELECT 1 FROM first');
      const upgrade = expect(run()).rejects.toThrow(
        /3_third failed: terminating connection .*; the next start begins it again/,
      );
      await endWhoeverMakes('third');
      await upgrade;
      await reader.query('COMMIT');
    });
    expect(await thirdIndex()).toEqual([{ valid: false }]);
    expect(await run()).toEqual({ applied: ['3_third'] });
    expect(await thirdIndex()).toEqual([{ valid: true }]);
    expect(await run()).toEqual({ applied: [] });
  });

  it('begins an index again that was made and not noted', async () => {
    put('3_third', '-- no-transaction\nCREATE UNIQUE INDEX CONCURRENTLY third ON first (id)');
    await run();
    await ask("UPDATE _prisma_migrations SET finished_at = NULL WHERE migration_name = '3_third'");
    expect(await run()).toEqual({ applied: ['3_third'] });
    expect(await thirdIndex()).toEqual([{ valid: true }]);
  });

  it('drops an index once more where it was not noted that it is gone', async () => {
    put('3_third', '-- no-transaction\nDROP INDEX CONCURRENTLY IF EXISTS first_id_idx');
    await run();
    await ask("UPDATE _prisma_migrations SET finished_at = NULL WHERE migration_name = '3_third'");
    expect(await run()).toEqual({ applied: ['3_third'] });
  });

  it('does not begin again what was changed since', async () => {
    put('3_third', '-- no-transaction\nCREATE INDEX CONCURRENTLY third ON missing (id)');
    await expect(run()).rejects.toThrow(/3_third failed/);
    put('3_third', '-- no-transaction\nCREATE INDEX CONCURRENTLY other ON first (id)');
    await expect(run()).rejects.toThrow(/3_third did not finish earlier/);
  });

  /** Its entry stands from the first moment, its contents wait for every transaction that was open. */
  async function endWhoeverMakes(index: string): Promise<void> {
    await withClient(database.adminUrl, async (client) => {
      for (;;) {
        const { rowCount } = await client.query(
          "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND query LIKE '%CREATE INDEX%' AND wait_event_type = 'Lock' AND to_regclass($1) IS NOT NULL",
          [index],
        );
        if (rowCount) return;
      }
    });
  }

  it('runs outside a transaction what asks for that', async () => {
    put('3_third', '-- no-transaction\nCREATE INDEX CONCURRENTLY third ON first (id);');
    expect(await run()).toEqual({ applied: ['1_first', '2_second', '3_third'] });
  });

  it('leaves a database of something else alone', async () => {
    await ask('CREATE TABLE invoices ()');
    await expect(run()).rejects.toThrow(/holds tables of something else \(invoices/);
    expect(await ask("SELECT to_regclass('_prisma_migrations') AS made")).toEqual([{ made: null }]);
  });

  it('gives the serving role its rights, at every start, whatever its name', async () => {
    const role = 'odd "role"';
    const quoted = '"odd ""role"""';
    await ask(`DROP ROLE IF EXISTS ${quoted}; CREATE ROLE ${quoted}`, database.adminUrl);
    try {
      await run(role);
      await ask('CREATE TABLE later ()');
      await run(role);
      const [right] = await ask<object>(
        `SELECT has_table_privilege('${role}', 'later', 'SELECT') AS reads, has_table_privilege('${role}', 'later', 'INSERT') AS writes`,
      );
      expect(right).toEqual({ reads: true, writes: false });
    } finally {
      await ask(`DROP OWNED BY ${quoted}; DROP ROLE ${quoted}`, database.adminUrl);
    }
  });
});
