import { existsSync } from 'node:fs';
import path from 'node:path';
import { type ConnectionFacts, checkConnection, checkReplica } from '@/lib/server/db/connect-checks';
import { inUtc, quoteIdentifier, withClient, withSettings } from '@/lib/server/db/connection';
import { attachEmbedded, startEmbedded } from '@/lib/server/db/embedded/server';
import { migrate, refusePending } from '@/lib/server/db/migrate';
import { mostConnections } from '@/lib/server/db/pools';
import { checkoutRoot } from '@/lib/server/process/checkout';
import type { Env } from '@/lib/server/process/env';

type Log = (line: string) => void;

/** A database that was checked and migrated. Each address already asks for UTC and is used as it is. */
export type Database = {
  runtimeUrl: string;
  migrateUrl: string;
  /** The address for LISTEN, which does not work through a pooler. */
  directUrl: string;
  /** The address for heavy reads; the runtime address if there is no replica. */
  replicaUrl: string;
  /** The folder of keys and reports. */
  dataDir: string;
  embedded: boolean;
  dataChecksums: boolean;
  /** Ends the embedded PostgreSQL; must be called last. */
  stop: () => Promise<void>;
};

const prismaDir = () => path.join(checkoutRoot(), 'prisma');

function tellOfTooFewConnections(most: number, { connections }: ConnectionFacts, log: Log): void {
  if (most <= connections) return;
  log(
    `This server makes up to ${most} connections and PostgreSQL takes ${connections}: raise max_connections, or give the pools fewer (GF_CONNECTIONS_CONSOLE, _INGEST, _FLEET, _JOBS)`,
  );
}

async function prepare(env: Env, log: Log, urls: { url: string; migrateUrl?: string }) {
  const runtimeName = env.database.url ? 'DATABASE_URL' : 'The embedded database';
  const facts = await checkConnection(runtimeName, urls.url, { serves: true });
  const { role } = facts;
  tellOfTooFewConnections(mostConnections(env.database.connections), facts, log);
  if (facts.dropsPlansOfIngest)
    log(
      `${runtimeName}: a pooler drops the settings by which snapshots are written along indexes, which may make that slower: let it pass "options"`,
    );
  const owner = urls.migrateUrl ? await checkConnection('DATABASE_MIGRATE_URL', urls.migrateUrl) : undefined;
  const runtimeRole = owner && owner.role !== role ? role : undefined;
  if (!runtimeRole)
    log(
      'The audit log is not protected from the application: give the schema an owner of its own in DATABASE_MIGRATE_URL',
    );
  await migrate({ url: inUtc(urls.migrateUrl ?? urls.url), runtimeRole, prismaDir: prismaDir(), log });
  return { facts, runtimeRole };
}

/**
 * Warns that pg_dump cannot read the tables of the queue, which belong to the serving role. Otherwise this
 * shows only when a backup is made or, worse, needed.
 */
async function tellWhatKeepsFromDumping(migrateUrl: string, runtimeRole: string, log: Log): Promise<void> {
  const { rows } = await withClient(inUtc(migrateUrl), (client) =>
    client.query<{ owner: string; canDump: boolean }>(
      `SELECT current_user AS owner, pg_has_role($1, 'USAGE') AS "canDump"`,
      [runtimeRole],
    ),
  );
  const [{ owner, canDump } = { owner: '', canDump: true }] = rows;
  if (canDump) return;
  const [serving, owning] = [runtimeRole, owner].map(quoteIdentifier);
  log(`The role ${owner} cannot back up the database by pg_dump: run GRANT ${serving} TO ${owning}`);
}

async function startGiven(env: Env, url: string, log: Log): Promise<Database> {
  const { directUrl = url, replicaUrl = url } = env.database;
  if (env.database.directUrl) await checkConnection('DATABASE_DIRECT_URL', directUrl);
  if (env.database.replicaUrl) await checkReplica(replicaUrl, log);
  const { migrateUrl } = env.database;
  const { facts, runtimeRole } = await prepare(env, log, { url, migrateUrl });
  if (migrateUrl && runtimeRole) await tellWhatKeepsFromDumping(migrateUrl, runtimeRole, log);
  return givenDatabase(env, url, facts);
}

/**
 * A DBA may require that commits wait until standbys show them, and would not expect an application to wait
 * for less.
 */
const committing = (url: string, { synchronousCommit }: ConnectionFacts) =>
  synchronousCommit === 'remote_apply'
    ? withSettings(inUtc(url), { synchronous_commit: synchronousCommit })
    : inUtc(url);

function givenDatabase({ database, dataDir }: Env, url: string, facts: ConnectionFacts): Database {
  const { migrateUrl = url, directUrl = url, replicaUrl = url } = database;
  return {
    runtimeUrl: committing(url, facts),
    migrateUrl: inUtc(migrateUrl),
    directUrl: inUtc(directUrl),
    replicaUrl: inUtc(replicaUrl),
    dataDir,
    embedded: false,
    dataChecksums: facts.dataChecksums,
    stop: async () => undefined,
  };
}

/** Only the server migrates: a command that only reads must not change a database that others serve from. */
async function openGiven(env: Env, url: string): Promise<Database> {
  const facts = await checkConnection('DATABASE_URL', url);
  await refusePending({ url: inUtc(url), prismaDir: prismaDir() });
  return givenDatabase(env, url, facts);
}

function embeddedDatabase(urls: { url: string; migrateUrl: string }, dataDir: string) {
  const runtimeUrl = inUtc(urls.url);
  const migrateUrl = inUtc(urls.migrateUrl);
  return { runtimeUrl, migrateUrl, directUrl: runtimeUrl, replicaUrl: runtimeUrl, dataDir, embedded: true };
}

async function startOwn(env: Env, log: Log, signal?: AbortSignal): Promise<Database> {
  const { dataDir } = env;
  const server = await startEmbedded({ dataDir, log, signal });
  try {
    const { dataChecksums } = (await prepare(env, log, server)).facts;
    return { ...embeddedDatabase(server, dataDir), dataChecksums, stop: server.stop };
  } catch (error) {
    await server.stop();
    throw error;
  }
}

/**
 * Opens the embedded or given database, checked and migrated. Throws a StartupError with one sentence and
 * then leaves nothing running, also if `signal` ends the wait for a slow start of PostgreSQL.
 */
export async function startDatabase(env: Env, log: Log, signal?: AbortSignal): Promise<Database> {
  if (env.database.url) return startGiven(env, env.database.url, log);
  return startOwn(env, log, signal);
}

/** Opens the database for a command beside the server: the running PostgreSQL, or its own until `stop()`. */
export async function openDatabase(env: Env, log: Log): Promise<Database> {
  if (env.database.url) return openGiven(env, env.database.url);
  const { dataDir } = env;
  const running = existsSync(dataDir) ? attachEmbedded(dataDir) : undefined;
  if (!running) return startOwn(env, log);
  const { dataChecksums } = await checkConnection('The embedded database', running.url);
  await refusePending({ url: inUtc(running.url), prismaDir: prismaDir() });
  return { ...embeddedDatabase(running, dataDir), dataChecksums, stop: async () => undefined };
}
