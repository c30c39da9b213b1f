import { createHash, randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { Client } from 'pg';
import { quoteIdentifier, withClient } from '@/lib/server/db/connection';
import { LOCKS } from '@/lib/server/db/locks';
import { StartupError } from '@/lib/server/process/startup-error';

export type MigrateOptions = {
  /** The role that owns the schema. */
  url: string;
  /** The role that serves, if it is a different one: it gets its rights after the migrations. */
  runtimeRole?: string;
  /** The folder with `migrations/<name>/migration.sql` and `grants.sql`. */
  prismaDir: string;
  log: (line: string) => void;
  /** How often the log names a migration that is still running. */
  tellEveryMs?: number;
};

type Migration = { name: string; sql: string; checksum: string };
type Applied = { migration_name: string; checksum: string; finished_at: Date | null };

// The same key as Prisma's own `migrate deploy`, so that the two exclude each other.
const migrationTable = '_prisma_migrations';
const lockTimeoutSeconds = 15;
const withoutTransaction = /^--\s*no-transaction\s*$/m;
/**
 * A migration of a single statement that may be repeated: an earlier attempt leaves at most an index of this
 * name.
 */
const indexAlone =
  /^(?:--.*\n)+(?:CREATE (?:UNIQUE )?INDEX CONCURRENTLY (\w+) ON |DROP INDEX CONCURRENTLY IF EXISTS )[^;]*;?\s*$/;

export function readMigrations(prismaDir: string): Migration[] {
  const folder = path.join(prismaDir, 'migrations');
  const names = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
  return names.map((name) => {
    const sql = readFileSync(path.join(folder, name, 'migration.sql'), 'utf8');
    return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') };
  });
}

/** The name of the last migration in this program; a server never runs before it is applied. */
export const newestMigration = (prismaDir: string): string => readMigrations(prismaDir).at(-1)?.name ?? '';

/** Runs pending migrations in order, once over all instances that start at the same time. */
export async function migrate({
  url,
  runtimeRole,
  prismaDir,
  log,
  tellEveryMs = 5_000,
}: MigrateOptions): Promise<{ applied: string[] }> {
  const migrations = readMigrations(prismaDir);
  return withClient(url, async (client) => {
    await lock(client, log);
    const pending = pendingOf(migrations, await readApplied(client));
    await applyAll(client, pending, { log, tellEveryMs });
    if (runtimeRole)
      await grant(client, runtimeRole, readFileSync(path.join(prismaDir, 'grants.sql'), 'utf8'));
    return { applied: pending.map(({ name }) => name) };
  });
}

/**
 * Throws unless every migration of this program has run, and changes nothing. It is for programs that do not
 * own the database.
 */
export async function refusePending({ url, prismaDir }: Pick<MigrateOptions, 'url' | 'prismaDir'>) {
  const pending = await withClient(url, async (client) => {
    const tables = await tableNames(client);
    const applied = tables.includes(migrationTable) ? await readRows(client) : [];
    return pendingOf(readMigrations(prismaDir), applied);
  });
  if (pending.length > 0)
    throw new StartupError(
      `The database is not yet of this version (${pending.length} migrations are pending): start the server once, which migrates it`,
    );
}

/** The names of applied migrations in order; none if the database was never migrated. */
export async function appliedMigrations(url: string): Promise<string[]> {
  return withClient(url, async (client) => {
    if (!(await tableNames(client)).includes(migrationTable)) return [];
    const rows = await readRows(client);
    return rows.filter((row) => row.finished_at).map((row) => row.migration_name);
  });
}

/** A session lock, so that it ends with the connection in any case. */
async function lock(client: Client, log: (line: string) => void): Promise<void> {
  const startedAt = performance.now();
  for (let toldSeconds = 0; ; await wait(50)) {
    const { rows } = await client.query<{ got: boolean }>('SELECT pg_try_advisory_lock($1) AS got', [
      LOCKS.migration,
    ]);
    if (rows[0]?.got) return;
    const seconds = Math.floor((performance.now() - startedAt) / 1000);
    if (seconds >= toldSeconds + 5) {
      log(`Waiting for another instance that migrates the database (${seconds} s)`);
      toldSeconds = seconds;
    }
  }
}

async function readApplied(client: Client): Promise<Applied[]> {
  const tables = await tableNames(client);
  if (!tables.includes(migrationTable)) {
    if (tables.length > 0)
      throw new StartupError(
        `The database already holds tables of something else (${tables[0]} …): give an empty database of its own`,
      );
    await makeTable(client);
    return [];
  }
  return readRows(client);
}

async function tableNames(client: Client): Promise<string[]> {
  const { rows } = await client.query<{ tablename: string }>(
    'SELECT tablename FROM pg_tables WHERE schemaname = current_schema()',
  );
  return rows.map(({ tablename }) => tablename);
}

async function readRows(client: Client): Promise<Applied[]> {
  const { rows } = await client.query<Applied>(
    'SELECT migration_name, checksum, finished_at FROM _prisma_migrations WHERE rolled_back_at IS NULL ORDER BY started_at',
  );
  return rows;
}

/** The table has the same columns as Prisma's, so that Prisma's own commands work with it. */
async function makeTable(client: Client): Promise<void> {
  await client
    .query(`
      CREATE TABLE _prisma_migrations (
        id varchar(36) PRIMARY KEY NOT NULL,
        checksum varchar(64) NOT NULL,
        finished_at timestamptz,
        migration_name varchar(255) NOT NULL,
        logs text,
        rolled_back_at timestamptz,
        started_at timestamptz NOT NULL DEFAULT now(),
        applied_steps_count integer NOT NULL DEFAULT 0
      )`)
    .catch((error: unknown) => {
      throw new StartupError(
        `The database cannot be set up: ${messageOf(error)}: give the role in DATABASE_MIGRATE_URL (or DATABASE_URL) the right to create tables`,
        { cause: error },
      );
    });
}

/** The migrations that are still to run. Everything is checked before anything is changed. */
export function pendingOf(migrations: readonly Migration[], applied: readonly Applied[]): Migration[] {
  const known = new Map(migrations.map((migration) => [migration.name, migration]));
  for (const row of applied) {
    const migration = known.get(row.migration_name);
    if (!migration) throw new StartupError(unknownSentence(migrations, row.migration_name));
    if (!row.finished_at && !canBeginAgain(row, migration))
      throw new StartupError(
        `The migration ${row.migration_name} did not finish earlier: restore the backup of before it, or mend the database and mark the row in _prisma_migrations`,
      );
    if (row.checksum !== migration.checksum)
      throw new StartupError(
        `The migration ${row.migration_name} was changed after it had run: put its file back as released`,
      );
  }
  const done = new Set(applied.filter((row) => row.finished_at).map((row) => row.migration_name));
  return migrations.filter(({ name }) => !done.has(name));
}

/**
 * Whether a migration comes from before the first release: names begin with their time, and the first
 * migration is that release's whole data model.
 */
export const isOfEarlierTree = (migrations: readonly Migration[], name: string) =>
  name < (migrations[0]?.name ?? '');

const unknownSentence = (migrations: readonly Migration[], name: string) =>
  isOfEarlierTree(migrations, name)
    ? `The database was made by a version before the first release (it has the migration ${name}), and no later one can take it over: give this one an empty database or data folder`
    : `The database is newer than this program (it has the migration ${name}): start the newer version, or restore a backup of before`;

const canBeginAgain = (row: Applied, { sql, checksum }: Migration) =>
  row.checksum === checksum && withoutTransaction.test(sql) && indexAlone.test(sql);

/** Logs one line at the beginning, and another one only for a migration that takes long. */
async function applyAll(
  client: Client,
  pending: readonly Migration[],
  { log, tellEveryMs }: Required<Pick<MigrateOptions, 'log' | 'tellEveryMs'>>,
): Promise<void> {
  const [first, ...rest] = pending;
  if (first === undefined) return;
  log(`Migrating the database: ${rest.length === 0 ? first.name : `${pending.length} migrations`}`);
  let current = first;
  const tellCurrent = () =>
    log(`Migrating the database: ${pending.indexOf(current) + 1} of ${pending.length}, ${current.name}`);
  const timer = setInterval(tellCurrent, tellEveryMs);
  try {
    for (current of pending) await apply(client, current);
  } finally {
    clearInterval(timer);
  }
}

async function apply(client: Client, migration: Migration): Promise<void> {
  try {
    if (withoutTransaction.test(migration.sql)) await applyAlone(client, migration);
    else await applyInTransaction(client, migration);
  } catch (error) {
    const advice = adviceFor(error, migration);
    throw new StartupError(`The migration ${migration.name} failed: ${messageOf(error)}${advice}`, {
      cause: error,
    });
  }
}

async function applyInTransaction(client: Client, { name, sql, checksum }: Migration): Promise<void> {
  await inTransaction(client, async () => {
    await client.query(sql);
    await client.query(
      `INSERT INTO _prisma_migrations (id, checksum, migration_name, started_at, finished_at, applied_steps_count)
       VALUES ($1, $2, $3, now(), clock_timestamp(), 1)`,
      [randomUUID(), checksum, name],
    );
  });
}

/**
 * Runs one statement that PostgreSQL does not allow in a transaction. Its start and end are recorded
 * separately, so that an interrupted one is visible.
 */
async function applyAlone(client: Client, { name, sql, checksum }: Migration): Promise<void> {
  await clearEarlierTry(client, { name, sql });
  const id = randomUUID();
  await client.query('INSERT INTO _prisma_migrations (id, checksum, migration_name) VALUES ($1, $2, $3)', [
    id,
    checksum,
    name,
  ]);
  await client.query(sql);
  await client.query(
    'UPDATE _prisma_migrations SET finished_at = now(), applied_steps_count = 1 WHERE id = $1',
    [id],
  );
}

/** Drops an index that an interrupted attempt left: it is maintained but never used, and blocks its name. */
async function clearEarlierTry(
  client: Client,
  { name, sql }: Pick<Migration, 'name' | 'sql'>,
): Promise<void> {
  const unfinished = 'migration_name = $1 AND finished_at IS NULL AND rolled_back_at IS NULL';
  const { rowCount } = await client.query(`SELECT 1 FROM _prisma_migrations WHERE ${unfinished}`, [name]);
  if (!rowCount) return;
  const index = indexAlone.exec(sql)?.[1];
  if (index !== undefined) await client.query(`DROP INDEX CONCURRENTLY IF EXISTS ${quoteIdentifier(index)}`);
  await client.query(`UPDATE _prisma_migrations SET rolled_back_at = now() WHERE ${unfinished}`, [name]);
}

async function inTransaction(client: Client, work: () => Promise<void>): Promise<void> {
  await client.query('BEGIN');
  try {
    await client.query(`SET LOCAL lock_timeout = '${lockTimeoutSeconds}s'`);
    await work();
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK').catch(() => undefined);
    throw error;
  }
}

/**
 * Runs at every start, because there may be new tables. A running instance may hold a catalogue row, so it is
 * tried twice.
 */
async function grant(client: Client, role: string, template: string): Promise<void> {
  const sql = template.replaceAll(':role', quoteIdentifier(role));
  for (let attempt = 1; ; attempt += 1) {
    try {
      await inTransaction(client, async () => void (await client.query(sql)));
      return;
    } catch (error) {
      if (attempt < 5 && /tuple concurrently updated/.test(messageOf(error))) continue;
      throw new StartupError(`The role ${role} could not be given its rights: ${messageOf(error)}`, {
        cause: error,
      });
    }
  }
}

function adviceFor(error: unknown, { sql }: Migration): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === '55P03') return ' (another program holds a table): end it and start again';
  if (code === '42501') return ': the role in DATABASE_MIGRATE_URL (or DATABASE_URL) must own the database';
  if (!withoutTransaction.test(sql)) return '; nothing of it was kept';
  return indexAlone.test(sql) ? '; the next start begins it again' : '; some of it may have been kept';
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
