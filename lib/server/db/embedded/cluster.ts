import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chownSync,
  closeSync,
  existsSync,
  mkdtempSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import type { Client } from 'pg';
import { quoteIdentifier, quoteLiteral, withClient } from '@/lib/server/db/connection';
import type { Binaries } from '@/lib/server/db/embedded/binaries';
import { clusterFolder, clusterMajor, type Passwords } from '@/lib/server/db/embedded/data-folder';
import { bareEnvironment, folderFor, makeOwnedFolder, type OsUser } from '@/lib/server/db/embedded/os-user';
import { StartupError } from '@/lib/server/process/startup-error';

export const adminRole = 'guarded_fabric_admin';
export const ownerRole = 'guarded_fabric_owner';
export const runtimeRole = 'guarded_fabric';
export const databaseName = 'guarded_fabric';

// PostgreSQL itself sorts by code point and maps case by Unicode, so that no library of the machine can
// change the order under an index.
const initdbFlags = [
  '--encoding=UTF8',
  '--locale-provider=builtin',
  '--builtin-locale=C.UTF-8',
  '--locale=C',
  '--data-checksums',
  '--auth=scram-sha-256',
  '--no-instructions',
  `--username=${adminRole}`,
];

export type ClusterOptions = {
  dataDir: string;
  binaries: Binaries;
  user: OsUser | undefined;
  passwords: Passwords;
  /** False only if the data need not survive the machine, as in tests. */
  durable: boolean;
};

function isAbsentOrEmpty(folder: string): boolean {
  try {
    return readdirSync(folder).length === 0;
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'ENOENT') return true;
    if (code === 'ENOTDIR') return false;
    throw new StartupError(
      `The folder ${folder} cannot be read: start as the user who made it, or set GF_DATA_DIR to another folder`,
      { cause: error },
    );
  }
}

/**
 * Refuses a folder that is not a database: it belongs to somebody else, or is a partly restored backup, and
 * is never overwritten.
 */
export function refuseForeign(dataDir: string): void {
  const folder = clusterFolder(dataDir);
  if (isAbsentOrEmpty(folder) || hasCluster(dataDir)) return;
  throw new StartupError(
    `${folder} is there but is no PostgreSQL database (it has no file PG_VERSION): restore the whole data folder ` +
      `from your backup, move it away, or set GF_DATA_DIR to another folder`,
  );
}

export function refuseOtherMajor(dataDir: string, major: number): void {
  const found = clusterMajor(dataDir);
  if (found === undefined || found === major) return;
  if (Number.isNaN(found))
    throw new StartupError(
      `The file ${path.join(clusterFolder(dataDir), 'PG_VERSION')} cannot be read as a version of PostgreSQL: ` +
        `restore the whole data folder from your backup, or set GF_DATA_DIR to another folder`,
    );
  throw new StartupError(
    `The data folder ${dataDir} holds a PostgreSQL ${found} database and this program brings PostgreSQL ${major}: ` +
      `start the version that made it and take a backup there, or set GF_DATA_DIR to another folder`,
  );
}

/** Passes the password on standard input: the database's user might have no access to the path of a file. */
async function runInitdb(
  { binaries, user, durable }: ClusterOptions,
  folder: string,
  input: number,
): Promise<void> {
  const { cwd, argument } = folderFor(user, folder);
  const flags = durable ? initdbFlags : [...initdbFlags, '--no-sync'];
  const child = spawn(binaries.initdb, ['-D', argument, '--pwfile=/dev/stdin', ...flags], {
    ...user,
    cwd,
    env: bareEnvironment,
    stdio: [input, 'ignore', 'pipe'],
  });
  let complaint = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    complaint += text;
  });
  const [code] = await once(child, 'close');
  if (code === 0) return;
  const lines = complaint.trim().split('\n');
  const line = lines.find((text) => text.includes('error')) ?? lines.at(-1) ?? `exit code ${code}`;
  throw new StartupError(`The embedded PostgreSQL could not be set up: ${line.trim()}`);
}

function openPasswordFile(folder: string, password: string, user: OsUser | undefined): number {
  const file = path.join(folder, 'password');
  writeFileSync(file, password, { mode: 0o600 });
  if (user) chownSync(file, user.uid, user.gid);
  return openSync(file, 'r');
}

/** Creates the cluster beside its place and moves it there: an interrupted start leaves no incomplete cluster. */
export async function makeCluster(options: ClusterOptions): Promise<void> {
  const { dataDir, user, passwords } = options;
  const scratch = mkdtempSync(path.join(dataDir, 'making-'));
  const folder = path.join(scratch, 'postgres');
  const input = openPasswordFile(scratch, passwords.admin, user);
  try {
    makeOwnedFolder(folder, user);
    await runInitdb(options, folder, input);
    renameSync(folder, clusterFolder(dataDir));
  } finally {
    closeSync(input);
    rmSync(scratch, { recursive: true, force: true });
  }
}

export function hasCluster(dataDir: string): boolean {
  return existsSync(path.join(clusterFolder(dataDir), 'PG_VERSION'));
}

/** An address without TLS: the embedded server has none, and PGSSLMODE may ask for it everywhere. */
export function addressOf(port: number, role: string, password: string, database: string): string {
  return `postgresql://${role}:${encodeURIComponent(password)}@127.0.0.1:${port}/${database}?sslmode=disable`;
}

export function adminAddress(port: number, passwords: Passwords, database = 'postgres'): string {
  return addressOf(port, adminRole, passwords.admin, database);
}

async function ensureRole(client: Client, name: string, password: string): Promise<void> {
  const found = await client.query('SELECT 1 FROM pg_roles WHERE rolname = $1', [name]);
  if (found.rowCount) return;
  await client.query(`CREATE ROLE ${quoteIdentifier(name)} LOGIN PASSWORD ${quoteLiteral(password)}`);
}

/**
 * The owner migrates, the other role serves; neither is a superuser. Runs at every start, so that an
 * interrupted start is repaired.
 */
export async function ensureRolesAndDatabase(port: number, passwords: Passwords): Promise<void> {
  await withClient(adminAddress(port, passwords), async (client) => {
    // Held until the connection ends, because PostgreSQL refuses two simultaneous grants of the same right.
    await client.query("SELECT pg_advisory_lock(hashtext('guarded fabric roles'))");
    await ensureRole(client, ownerRole, passwords.owner);
    await ensureRole(client, runtimeRole, passwords.runtime);
    const found = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [databaseName]);
    if (!found.rowCount) await client.query(`CREATE DATABASE ${databaseName} OWNER ${ownerRole}`);
    await client.query(`REVOKE ALL ON DATABASE ${databaseName} FROM PUBLIC`);
    await client.query(`GRANT CONNECT ON DATABASE ${databaseName} TO ${runtimeRole}`);
  });
}
