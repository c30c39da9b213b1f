import { createHash, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { readIfThere, writeNew } from '@/lib/server/process/data-files';
import { isSameProcess, type ProcessIdentity, processIdentity } from '@/lib/server/process/process-identity';
import { StartupError } from '@/lib/server/process/startup-error';
import { isRecord } from '@/lib/util/guards';

export type Passwords = { admin: string; owner: string; runtime: string };

/** What PostgreSQL itself records about its running postmaster. */
export type Postmaster = { pid: number; port: number };

export const clusterFolder = (dataDir: string) => path.join(dataDir, 'postgres');
export const logFile = (dataDir: string) => path.join(dataDir, 'postgres.log');
/**
 * A restore works here until everything is in its place; a start must not take such a data folder for a new
 * one.
 */
export const halfRestoredFolder = (dataDir: string) => path.join(dataDir, 'restoring');
const postmasterFile = (dataDir: string) => path.join(clusterFolder(dataDir), 'postmaster.pid');
export const passwordFile = (dataDir: string) => path.join(dataDir, 'keys', 'postgres.json');
const lockFile = (dataDir: string) => path.join(dataDir, 'server.lock');

const BREAKING_MS = 10;

function isPasswords(value: unknown): value is Passwords {
  const names: (keyof Passwords)[] = ['admin', 'owner', 'runtime'];
  return isRecord(value) && names.every((name) => typeof value[name] === 'string' && value[name] !== '');
}

function parsePasswords(text: string): Passwords | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isPasswords(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Undefined if there is no file. A file with any other content is an error, not a reason to create new
 * passwords.
 */
export function readPasswords(dataDir: string): Passwords | undefined {
  const text = readIfThere(passwordFile(dataDir));
  if (text === undefined) return undefined;
  const passwords = parsePasswords(text);
  if (passwords) return passwords;
  throw new StartupError(
    `The file ${passwordFile(dataDir)} does not hold the passwords of the database: restore it from your backup, or remove it if ${clusterFolder(dataDir)} does not exist either`,
  );
}

export function makePasswords(dataDir: string): Passwords {
  const existing = readPasswords(dataDir);
  if (existing) return existing;
  const secret = () => randomBytes(24).toString('base64url');
  mkdirSync(path.dirname(passwordFile(dataDir)), { recursive: true, mode: 0o700 });
  const passwords = { admin: secret(), owner: secret(), runtime: secret() };
  writeNew(passwordFile(dataDir), `${JSON.stringify(passwords)}\n`);
  return readPasswords(dataDir) ?? passwords;
}

export function clusterMajor(dataDir: string): number | undefined {
  const text = readIfThere(path.join(clusterFolder(dataDir), 'PG_VERSION'));
  return text === undefined ? undefined : Number.parseInt(text, 10);
}

export function readPostmaster(dataDir: string): Postmaster | undefined {
  const lines = readIfThere(postmasterFile(dataDir))?.split('\n');
  const pid = Number(lines?.[0]);
  const port = Number(lines?.[3]);
  return Number.isInteger(pid) && pid > 0 && Number.isInteger(port) ? { pid, port } : undefined;
}

/** Whether PostgreSQL's own file says that it accepts connections. */
export function isPostmasterReady(dataDir: string): boolean {
  return readIfThere(postmasterFile(dataDir))?.split('\n')[7]?.trim() === 'ready';
}

export const hasPostmasterFile = (dataDir: string): boolean => existsSync(postmasterFile(dataDir));

export const removePostmasterFile = (dataDir: string): void =>
  rmSync(postmasterFile(dataDir), { force: true });

export function logSizeBytes(dataDir: string): number {
  return statSync(logFile(dataDir), { throwIfNoEntry: false })?.size ?? 0;
}

/** PostgreSQL's last error message since its log had this size, for a sentence that a person can act on. */
export function complaintSince(dataDir: string, sizeBytes: number): string | undefined {
  const log = readFileSync(logFile(dataDir)).subarray(sizeBytes).toString();
  const lines = log.split('\n');
  const complaint = lines.findLast((line) => /\b(FATAL|PANIC)\b|error while loading|: error:/.test(line));
  return complaint?.replace(/^.*?\b(FATAL|PANIC):\s*/, '').trim();
}

/** An unreadable lock was cut short by a crash of the machine: nobody holds it. */
function parseHolder(text: string): ProcessIdentity {
  try {
    return JSON.parse(text);
  } catch {
    return { pid: 0, startedAt: 'never' };
  }
}

function readLock(dataDir: string): { text: string; holder: ProcessIdentity } | undefined {
  const text = readIfThere(lockFile(dataDir));
  return text === undefined ? undefined : { text, holder: parseHolder(text) };
}

/**
 * Only one process removes a stale lock. It is chosen by another lock named after the stale text, and checks
 * again before it removes. A process that has taken the lock since has another text, so a held lock is never
 * removed.
 */
function breakLock(file: string, stale: string, mine: string): void {
  const alone = `${file}.${createHash('sha256').update(stale).digest('hex').slice(0, 12)}`;
  if (writeNew(alone, mine)) {
    if (readIfThere(file) === stale) rmSync(file, { force: true });
    rmSync(alone, { force: true });
    return;
  }
  const left = readIfThere(alone);
  if (left !== undefined && !isSameProcess(parseHolder(left))) breakLock(alone, left, mine);
}

/** The process that holds the data folder now, if it is alive. */
export function lockHolder(dataDir: string): ProcessIdentity | undefined {
  const lock = readLock(dataDir);
  return lock && isSameProcess(lock.holder) ? lock.holder : undefined;
}

/**
 * Allows one server per data folder. A lock of a killed process is taken over, even if its process id is in
 * use again.
 */
export function takeLock(dataDir: string): () => void {
  const mine = `${JSON.stringify(processIdentity())}\n`;
  for (let attempt = 0; attempt < 20; attempt += 1) {
    if (writeNew(lockFile(dataDir), mine)) return () => releaseLock(dataDir, mine);
    const lock = readLock(dataDir);
    if (!lock) continue;
    if (isSameProcess(lock.holder))
      throw new StartupError(
        `The data folder ${dataDir} is in use by process ${lock.holder.pid}: stop that one first, or set GF_DATA_DIR to another folder`,
      );
    breakLock(lockFile(dataDir), lock.text, mine);
    // Another start may be replacing it, which takes as long as reading the file twice.
    if (attempt > 0) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, BREAKING_MS);
  }
  throw new StartupError(
    `The data folder ${dataDir} could not be locked: remove ${lockFile(dataDir)} and start again`,
  );
}

function releaseLock(dataDir: string, mine: string): void {
  if (existsSync(lockFile(dataDir)) && readLock(dataDir)?.text === mine)
    rmSync(lockFile(dataDir), { force: true });
}
