import { rmSync } from 'node:fs';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { withClient } from '@/lib/server/db/connection';
import { attachEmbedded, startEmbedded } from '@/lib/server/db/embedded/server';
import { openDatabase, startDatabase } from '@/lib/server/db/start';
import { loadEnv } from '@/lib/server/process/env';
import { emptyDatabase } from '@/test/support/database';
import { startOptionsDropper } from '@/test/support/startup-parameter-dropper';
import { temporaryFolder } from '@/test/support/temporary-folder';

const exists = (url: string) =>
  withClient(url, async (client) => {
    const { rows } = await client.query<{ found: boolean }>(
      "SELECT to_regclass('audit_entry') IS NOT NULL AS found",
    );
    return rows[0]?.found;
  });

describe('the database of a data folder', () => {
  const parent = temporaryFolder('gf-start-');
  const env = loadEnv({ GF_DATA_DIR: path.join(parent, 'data') });
  afterAll(() => rmSync(parent, { recursive: true, force: true }));

  it('is started, migrated, shared with commands beside the server, given as DATABASE_URL, and stopped', async () => {
    const lines: string[] = [];
    const database = await startDatabase(env, (line) => lines.push(line));
    try {
      expect(await exists(database.runtimeUrl)).toBe(true);
      // A question about the past takes some 3,200 locks where there are 800 days of partitions.
      const locks = await withClient(database.runtimeUrl, (client) =>
        client.query('SHOW max_locks_per_transaction'),
      );
      expect(locks.rows).toEqual([{ max_locks_per_transaction: '1024' }]);

      const beside = await openDatabase(env, () => undefined);
      expect(beside.runtimeUrl).toBe(database.runtimeUrl);
      await beside.stop();
      expect(await exists(database.runtimeUrl)).toBe(true);
      expect(lines.join()).not.toContain('audit log');

      const given = { DATABASE_URL: database.runtimeUrl, DATABASE_MIGRATE_URL: database.migrateUrl };
      const apart = await startDatabase(loadEnv(given), (line) => lines.push(line));
      expect(apart).toMatchObject({ embedded: false, dataChecksums: true });
      expect(lines.join()).not.toContain('audit log');

      const owner = { DATABASE_URL: database.migrateUrl };
      await startDatabase(loadEnv(owner), (line) => lines.push(line));
      expect(lines.at(-1)).toContain('The audit log is not protected from the application');
    } finally {
      await database.stop();
    }
    expect(attachEmbedded(env.dataDir)).toBeUndefined();
  });

  it('serves a command alone while no server runs', async () => {
    const alone = await openDatabase(env, () => undefined);
    expect(await exists(alone.runtimeUrl)).toBe(true);
    await alone.stop();
    expect(attachEmbedded(env.dataDir)).toBeUndefined();
  });
});

describe('a given database', () => {
  it('is migrated by the server alone, not by a command beside it', async () => {
    const parent = temporaryFolder('gf-start-');
    const cluster = await startEmbedded({ dataDir: path.join(parent, 'data'), log: () => undefined });
    try {
      const given = loadEnv({ DATABASE_URL: cluster.url, DATABASE_MIGRATE_URL: cluster.migrateUrl });
      const sentence = /^The database is not yet of this version .*: start the server once/;
      await expect(openDatabase(given, () => undefined)).rejects.toThrow(sentence);
      expect(await exists(cluster.migrateUrl)).toBe(false);
      await startDatabase(given, () => undefined);
      expect(await openDatabase(given, () => undefined)).toMatchObject({ embedded: false });
      await withClient(cluster.migrateUrl, (client) =>
        client.query(
          'DELETE FROM _prisma_migrations WHERE migration_name = (SELECT max(migration_name) FROM _prisma_migrations)',
        ),
      );
      await expect(openDatabase(given, () => undefined)).rejects.toThrow(sentence);
    } finally {
      await cluster.stop();
      rmSync(parent, { recursive: true, force: true });
    }
  });

  it('is served through a pooler that drops options where the role brings the settings, and it says what is lost', async () => {
    const parent = temporaryFolder('gf-start-');
    const cluster = await startEmbedded({ dataDir: path.join(parent, 'data'), log: () => undefined });
    const pooler = await startOptionsDropper(cluster.url);
    try {
      const lines: string[] = [];
      const given = loadEnv({ DATABASE_URL: pooler.address, DATABASE_MIGRATE_URL: cluster.migrateUrl });
      const start = () => startDatabase(given, (line) => lines.push(line));
      const refusal = await start().catch((error: unknown) => String(error));
      expect(refusal).toMatch(/\(statement_timeout is 0, plan_cache_mode is auto\): .* or run ALTER ROLE/);
      expect(await exists(cluster.migrateUrl)).toBe(false);
      const [, advice = ''] = / or run (.*)$/.exec(String(refusal)) ?? [];
      await withClient(cluster.adminUrl, (client) => client.query(advice));
      await start();
      expect(lines.join('\n')).toContain('drops the settings by which snapshots are written along indexes');
    } finally {
      await pooler.close();
      await cluster.stop();
      rmSync(parent, { recursive: true, force: true });
    }
  });

  it('is left untouched when it cannot be trusted', async () => {
    const database = await emptyDatabase();
    try {
      const start = startDatabase(loadEnv({ DATABASE_URL: database.migrateUrl }), () => undefined);
      await expect(start).rejects.toThrow(/^DATABASE_URL: .* has fsync off/);
      expect(await exists(database.migrateUrl)).toBe(false);
    } finally {
      await database.drop();
    }
  });
});
