import type { Client } from 'pg';
import { STATEMENT_MS } from '@/lib/server/db/bounded-pool';
import { inUtc, withClient, withSettings } from '@/lib/server/db/connection';
import { StartupError } from '@/lib/server/process/startup-error';

export type ConnectionFacts = {
  role: string;
  versionNumber: number;
  dataChecksums: boolean;
  /** Whether batches of snapshots lose the setting that turns plans by statistics off. */
  dropsPlansOfIngest: boolean;
  /** The synchronous_commit setting of the database or the role. */
  synchronousCommit: string;
  /** How many connections the database allows to roles that are no superusers. */
  connections: number;
};

type Settings = {
  role: string;
  version: string;
  zone: string;
  statement_ms: number;
  plans: string;
  seqscan: string;
  fsync: string;
  full_page_writes: string;
  synchronous_commit: string;
  checksums: string;
  connections: number;
  standby: boolean;
};

const oldestMajor = 15;

/**
 * The settings that serving connections ask for when they begin (client.ts). synchronous_commit is not among
 * them: PostgreSQL's own setting must not be off.
 */
const asked = {
  TimeZone: 'UTC',
  statement_timeout: `${STATEMENT_MS}ms`,
  plan_cache_mode: 'force_custom_plan',
};
const statements = (role: string, names: readonly (keyof typeof asked)[]) =>
  names.map((name) => `ALTER ROLE ${role} SET ${name} TO '${asked[name]}'`).join('; ');

/** The target of an address, without its secret. */
function placeOf(url: string): string {
  const { hostname, port, pathname, searchParams } = new URL(url);
  const host = searchParams.get('host') ?? (hostname || 'localhost');
  return `${host}:${port || '5432'}${pathname}`;
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}

const reasons: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens there: start PostgreSQL, or correct the address',
  ENOTFOUND: 'that host name is not known: correct the address',
  EAI_AGAIN: 'that host name cannot be looked up now: check the name service, or correct the address',
  ENOENT: 'there is no such socket: start PostgreSQL, or correct the address',
  EHOSTUNREACH: 'that host cannot be reached: check the network, or correct the address',
  ENETUNREACH: 'that host cannot be reached: check the network, or correct the address',
  ETIMEDOUT: 'it did not answer: check the network and its firewall',
  ECONNRESET: 'it closed the connection: check that a PostgreSQL answers there',
  '28P01': 'it refused the user or the password: correct them',
  '28000': 'it refused the user: correct the user, or allow it in pg_hba.conf',
  '3D000': 'that database does not exist: create it, or correct the name',
  '53300': 'it has no connection left: raise max_connections, or end other programs',
  '57P03': 'it is starting or stopping: try again in a moment',
};

/** One sentence for any reason that prevents a connection. */
export function unreachable(name: string, url: string, error: unknown): StartupError {
  const message = error instanceof Error ? error.message : String(error);
  if (/startup parameter/i.test(message))
    return new StartupError(
      `${name}: the pooler at ${placeOf(url)} refuses our start-up options: let it pass "options", ` +
        `or have it ignore "options" and run ${statements('…', ['TimeZone', 'statement_timeout', 'plan_cache_mode'])}`,
      { cause: error },
    );
  const timedOut = /timeout|timed out/i.test(message);
  const reason = reasons[timedOut ? 'ETIMEDOUT' : codeOf(error)] ?? message;
  return new StartupError(`${name}: no connection to PostgreSQL at ${placeOf(url)}: ${reason}`, {
    cause: error,
  });
}

async function readSettings(client: Client): Promise<Settings> {
  const { rows } = await client.query<Settings>(`
    SELECT current_user AS role,
           current_setting('server_version_num') AS version,
           current_setting('TimeZone') AS zone,
           (SELECT setting::int FROM pg_settings WHERE name = 'statement_timeout') AS statement_ms,
           current_setting('plan_cache_mode') AS plans,
           current_setting('enable_seqscan') AS seqscan,
           current_setting('fsync') AS fsync,
           current_setting('full_page_writes') AS full_page_writes,
           current_setting('synchronous_commit') AS synchronous_commit,
           current_setting('data_checksums') AS checksums,
           current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int
             - coalesce(current_setting('reserved_connections', true), '0')::int AS connections,
           pg_is_in_recovery() AS standby`);
  const [settings] = rows;
  if (!settings) throw new Error('PostgreSQL answered with no row');
  return settings;
}

/** The settings that were requested but are not in effect: a pooler drops them, and nothing else sets them. */
function lostSettings({ zone, statement_ms: ms, plans }: Settings, serves: boolean) {
  const lost: { name: keyof typeof asked; is: string }[] = [];
  if (zone !== asked.TimeZone) lost.push({ name: 'TimeZone', is: zone });
  if (serves && (ms === 0 || ms > STATEMENT_MS))
    lost.push({ name: 'statement_timeout', is: ms === 0 ? '0' : `${ms}ms` });
  if (serves && plans !== asked.plan_cache_mode) lost.push({ name: 'plan_cache_mode', is: plans });
  return lost;
}

/** The first reason not to work on this database, and what to do about it. */
export function objection(
  settings: Settings,
  { standbyAllowed, serves }: { standbyAllowed: boolean; serves: boolean },
): string | undefined {
  const major = Math.floor(Number(settings.version) / 10_000);
  if (major < oldestMajor)
    return `is PostgreSQL ${major}, and ${oldestMajor} is the oldest that works: upgrade it, or use another`;
  const lost = lostSettings(settings, serves);
  if (lost.length > 0)
    return (
      `drops start-up options, as a pooler does (${lost.map(({ name, is }) => `${name} is ${is}`).join(', ')}): ` +
      `let it pass "options", or run ${statements(
        settings.role,
        lost.map(({ name }) => name),
      )}`
    );
  for (const name of ['fsync', 'full_page_writes', 'synchronous_commit'] as const) {
    if (settings[name] === 'off')
      return `has ${name} off, so that what was acknowledged could be lost: set ${name} to on`;
  }
  if (settings.standby && !standbyAllowed) return 'is a read-only standby: give the address of the primary';
  return undefined;
}

/** The address with the settings that pools use. */
const servingAddress = (url: string) => withSettings(url, { ...asked, enable_seqscan: 'off' });

/**
 * Checks a replica, which may be away when a server starts. In that case its own settings have to be right
 * once it returns.
 */
export async function checkReplica(url: string, log: (line: string) => void): Promise<void> {
  const name = 'DATABASE_REPLICA_URL';
  const settings = await withClient(servingAddress(url), readSettings).catch((error: unknown) =>
    log(`${unreachable(name, url, error).message}. The primary answers until it is there`),
  );
  const reason = settings && objection(settings, { standbyAllowed: true, serves: true });
  if (reason) throw new StartupError(`${name}: the PostgreSQL at ${placeOf(url)} ${reason}`);
}

/**
 * Checks a database, over a connection made like all others, before it is trusted with acknowledged data.
 * `name` is the variable that the address came from; `serves` says whether the pools use that address.
 */
export async function checkConnection(
  name: string,
  url: string,
  { serves = false } = {},
): Promise<ConnectionFacts> {
  let settings: Settings;
  try {
    settings = await withClient(serves ? servingAddress(url) : inUtc(url), readSettings);
  } catch (error) {
    throw unreachable(name, url, error);
  }
  const reason = objection(settings, { standbyAllowed: false, serves });
  if (reason) throw new StartupError(`${name}: the PostgreSQL at ${placeOf(url)} ${reason}`);
  return {
    role: settings.role,
    versionNumber: Number(settings.version),
    dataChecksums: settings.checksums === 'on',
    dropsPlansOfIngest: serves && settings.seqscan !== 'off',
    synchronousCommit: settings.synchronous_commit,
    connections: settings.connections,
  };
}
