import { cpSync } from 'node:fs';
import path from 'node:path';
import type { Client } from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { withClient } from '@/lib/server/db/connection';
import { migrate, readMigrations } from '@/lib/server/db/migrate';
import { checkoutRoot } from '@/lib/server/process/checkout';
import { emptyDatabase, type TestDatabase } from '@/test/support/database';
import { temporaryFolder } from '@/test/support/temporary-folder';

const released = path.join(checkoutRoot(), 'prisma');

describe('an upgrade beside an instance that runs', () => {
  let database: TestDatabase;

  beforeEach(async () => {
    database = await emptyDatabase();
  });
  afterEach(() => database.drop());

  const run = (prismaDir: string) => migrate({ url: database.migrateUrl, prismaDir, log: () => undefined });

  /** As the program of an earlier day left the database: its migrations alone, up to this one. */
  async function migrateUpTo(last: string): Promise<void> {
    const prismaDir = temporaryFolder('gf-upgrade-');
    for (const { name } of readMigrations(released).filter((migration) => migration.name <= last))
      cpSync(path.join(released, 'migrations', name), path.join(prismaDir, 'migrations', name), {
        recursive: true,
      });
    await run(prismaDir);
  }

  async function untilSomebodyWaits(client: Client): Promise<void> {
    for (;;) {
      const { rowCount } = await client.query(
        "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'",
      );
      if (rowCount) return;
    }
  }

  it('waits for a batch of ingest and is not in its way', async () => {
    await migrateUpTo('20261126010000_fleet_past');
    await withClient(database.migrateUrl, async (batch) => {
      await batch.query('BEGIN');
      await batch.query('SELECT 1 FROM host_live FOR UPDATE');
      const upgrade = run(released);
      await withClient(database.adminUrl, untilSomebodyWaits);
      await batch.query('SELECT 1 FROM snapshot_receipt');
      await batch.query('COMMIT');
      await expect(upgrade).resolves.toMatchObject({ applied: expect.anything() });
    });
  });

  it('lets questions through while an export is still being read', async () => {
    await migrateUpTo('20261127020300_bounded_map_order');
    await withClient(database.migrateUrl, async (anExport) => {
      await anExport.query('BEGIN');
      await anExport.query('SELECT 1 FROM fleet_host');
      const upgrade = run(released);
      await withClient(database.adminUrl, untilSomebodyWaits);
      const question = withClient(database.migrateUrl, async (client) => {
        await client.query("SET lock_timeout = '1s'");
        await client.query('SELECT 1 FROM fleet_host');
      });
      await expect(question).resolves.toBeUndefined();
      await anExport.query('COMMIT');
      await upgrade;
    });
  });

  it('takes along the mails that wait, each as far as it is', async () => {
    await migrateUpTo('20261202120000_report_worked_by');
    const columns = 'recipient, state, tries, next_at, changed_at, code, detail';
    const mails = `VALUES ('a', 'waiting', 1, '2026-11-24T12:05Z'::timestamptz, '2026-11-24T12:00Z'::timestamptz, 'deferred', 'Later'),
      ('b', 'sending', 2, NULL, '2026-11-24T12:00Z', 'deferred', 'Later'), ('c', 'sent', 1, NULL, '2026-11-24T12:00Z', NULL, NULL)`;
    await withClient(database.adminUrl, async (client) => {
      await client.query(`INSERT INTO report (id, number, kind, title, lang, filter, frameworks, all_fabrics, fabric_ids, time_zone,
          as_of, state, created_at, created_kind, created_by, created_name, digest)
        SELECT gen_random_uuid(), 'R-1', 'moment', '', 'en', '', '{}', true, '{}', 'UTC', now(), 'ready', now(), '', '', '', ''`);
      await client.query(
        `INSERT INTO report_mail (report_id, ${columns}) SELECT id, m.* FROM report, (${mails}) m`,
      );
      await run(released);
      const { rows } = await client.query(
        `SELECT ${columns} FROM notification WHERE report_id = (SELECT id FROM report) ORDER BY recipient`,
      );
      const told = { changed_at: new Date('2026-11-24T12:00Z'), code: 'deferred', detail: 'Later' };
      expect(rows).toEqual([
        { ...told, recipient: 'a', state: 'waiting', tries: 1, next_at: new Date('2026-11-24T12:05Z') },
        { ...told, recipient: 'b', state: 'sending', tries: 2, next_at: new Date('2026-11-24T12:03Z') },
        { ...told, recipient: 'c', state: 'sent', tries: 1, next_at: null, code: null, detail: null },
      ]);
    });
  });

  it('gives each host a source, which is as far as the host was', async () => {
    await migrateUpTo('20261202230000_notification');
    const [retired, locked, never] = [crypto.randomUUID(), crypto.randomUUID(), crypto.randomUUID()];
    const at = '2026-11-24T12:00Z';
    await withClient(database.adminUrl, async (client) => {
      await client.query(`
        INSERT INTO fabric VALUES (gen_random_uuid(), 'PAR', '${at}');
        INSERT INTO enrollment_token (id, fabric_id, hash, uses, created_by, created_at, expires_at)
        SELECT gen_random_uuid(), id, '', 9, '', '${at}', '${at}' FROM fabric;
        INSERT INTO host (id, fabric_id, enrolled_hostname, name_key, enrolled_at, enrollment, retired_at, locked_at)
        SELECT h.id::uuid, f.id, h.id, h.id, '${at}', h.enrollment, h.retired_at::timestamptz, h.locked_at::timestamptz FROM fabric f,
          (VALUES ('${retired}', 1, '${at}', NULL), ('${locked}', 2, NULL, '${at}'), ('${never}', 1, NULL, NULL)) h(id, enrollment, retired_at, locked_at);
        INSERT INTO enrollment (id, host_id, number, token_id, hostname, enrolled_at, confirmed_at)
        SELECT gen_random_uuid(), h.id, n, t.id, '', '${at}', CASE WHEN n = 1 AND h.id <> '${never}' THEN '${at}'::timestamptz END
        FROM host h, enrollment_token t, generate_series(1, h.enrollment) n;
        INSERT INTO credential (id, host_id, enrollment, generation, hash, created_at)
        SELECT gen_random_uuid(), id, enrollment, 1, decode(replace(id::text, '-', ''), 'hex'), '${at}' FROM host`);
      await run(released);
      const { rows } = await client.query(
        'SELECT s.* FROM source s JOIN credential c ON c.source_id = s.id JOIN host h ON h.id = s.id',
      );
      const told = { kind: 'host', enrollment: 1, confirmed_at: null, locked_at: null, ended_at: null };
      const time = new Date(at);
      expect(Object.fromEntries(rows.map(({ id, ...row }) => [id, row]))).toEqual({
        [retired]: { ...told, confirmed_at: time, ended_at: time },
        [locked]: { ...told, enrollment: 2, locked_at: time },
        [never]: told,
      });
    });
  });

  it('can be begun again wherever an index was being made or dropped when it was cut short', async () => {
    await run(released);
    const alone = readMigrations(released)
      .filter(({ sql }) => sql.startsWith('-- no-transaction'))
      .map(({ name }) => name);
    await withClient(database.migrateUrl, (client) =>
      client.query('UPDATE _prisma_migrations SET finished_at = NULL WHERE migration_name = ANY($1)', [
        alone,
      ]),
    );
    expect(await run(released)).toEqual({ applied: alone });
  });
});
