import { spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { createServer } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import type { Client } from 'pg';
import { withClient } from '@/lib/server/db/connection';
import type { Binaries } from '@/lib/server/db/embedded/binaries';
import { adminAddress } from '@/lib/server/db/embedded/cluster';
import {
  clusterFolder,
  complaintSince,
  hasPostmasterFile,
  isPostmasterReady,
  logFile,
  logSizeBytes,
  type Passwords,
  type Postmaster,
  passwordFile,
  readPostmaster,
  removePostmasterFile,
} from '@/lib/server/db/embedded/data-folder';
import { turnOverLog } from '@/lib/server/db/embedded/log-file';
import { memorySettings } from '@/lib/server/db/embedded/memory-settings';
import { bareEnvironment, folderFor, type OsUser } from '@/lib/server/db/embedded/os-user';
import { isAlive, programName } from '@/lib/server/process/process-identity';
import { StartupError } from '@/lib/server/process/startup-error';

export type Log = (line: string) => void;

export type PostmasterOptions = {
  dataDir: string;
  binaries: Binaries;
  user: OsUser | undefined;
  passwords: Passwords;
  settings: Readonly<Record<string, string>>;
  log: Log;
  /** Ends a start that is under way. */
  signal?: AbortSignal | undefined;
};

/** A postmaster, and a promise of its end. */
export type Running = Postmaster & { ended: Promise<string> };

const pollMs = 20;
// These ports lie below the range of outgoing connections, so that the port is still free when a killed
// postmaster has to return to it.
const ports = { first: 15_000, count: 15_000 };

const fixedSettings = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  timezone: 'UTC',
  log_timezone: 'UTC',
  log_checkpoints: 'off',
  log_line_prefix: '%m [%p] ',
  max_connections: '120',
  // A question about the past opens every partition of the retention with its indexes, about 3,200 relations.
  max_locks_per_transaction: '1024',
  jit: 'off',
};

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen({ port, host: '127.0.0.1', exclusive: true }, () => probe.close(() => resolve(true)));
  });
}

async function freePort(): Promise<number> {
  for (let attempt = 0; attempt < 200; attempt += 1) {
    const port = ports.first + Math.floor(Math.random() * ports.count);
    if (await isFree(port)) return port;
  }
  throw new StartupError(
    'No free port was found on 127.0.0.1 for the embedded PostgreSQL: stop what holds them',
  );
}

function openLog(dataDir: string): number {
  turnOverLog(dataDir);
  return openSync(logFile(dataDir), 'a', 0o600);
}

/**
 * Runs in its own session (`detached`): a Ctrl-C that goes to the whole process group must not reach
 * PostgreSQL, which has to outlive the last write of the server.
 */
function spawnPostmaster(options: PostmasterOptions, port: number): Running & { logStart: number } {
  const { dataDir, binaries, user, settings } = options;
  const all = { ...fixedSettings, ...memorySettings(), ...settings, port: String(port) };
  const flags = Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const log = openLog(dataDir);
  const logStart = logSizeBytes(dataDir);
  const { cwd, argument } = folderFor(user, clusterFolder(dataDir));
  const child = spawn(binaries.postgres, ['-D', argument, ...flags], {
    ...user,
    cwd,
    env: bareEnvironment,
    detached: true,
    stdio: ['ignore', log, log],
  });
  closeSync(log);
  const ended = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('exit', (code, signal) => resolve(signal ? `signal ${signal}` : `exit code ${code}`));
  });
  child.unref();
  return { pid: child.pid ?? 0, port, ended, logStart };
}

const STARTING_OR_STOPPING = '57P03';
const WRONG_PASSWORD = '28P01';
type Answer = 'ours' | 'busy' | 'refused' | 'no';

/** The password belongs to this folder only; the process id distinguishes a postmaster from the one it replaced. */
async function answerOf({ pid, port }: Postmaster, passwords: Passwords): Promise<Answer> {
  const question = "SELECT split_part(pg_read_file('postmaster.pid'), E'\\n', 1)::int AS pid";
  try {
    const ask = (client: Client) => client.query<{ pid: number }>(question);
    const { rows } = await withClient(adminAddress(port, passwords), ask, { connectSeconds: 5 });
    return rows[0]?.pid === pid ? 'ours' : 'no';
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === WRONG_PASSWORD) return 'refused';
    return code === STARTING_OR_STOPPING ? 'busy' : 'no';
  }
}

const wrongPasswords = (dataDir: string) =>
  new StartupError(
    `The database in ${clusterFolder(dataDir)} does not take the passwords in ${passwordFile(dataDir)}: restore the folder "keys" that belongs to this data from your backup`,
  );

/**
 * Whether PostgreSQL's own file names this process as the one that accepts connections, so that the refusal
 * came from ours.
 */
function isCertainlyOurs({ pid, port }: Postmaster, dataDir: string): boolean {
  const written = readPostmaster(dataDir);
  return written?.pid === pid && written.port === port && isPostmasterReady(dataDir);
}

/** Throws if it is useless to wait for this postmaster any longer. */
function refuseToWait(answer: Answer, running: Running, { dataDir, signal }: PostmasterOptions): void {
  if (signal?.aborted) throw new StartupError('The start was ended before PostgreSQL was ready');
  if (answer === 'refused' && isCertainlyOurs(running, dataDir)) throw wrongPasswords(dataDir);
}

/** Logs once a second, then every five, that PostgreSQL is still starting. */
function createProgress(log: Log): () => void {
  const startedAt = performance.now();
  let toldSeconds = 0;
  return () => {
    const seconds = Math.floor((performance.now() - startedAt) / 1000);
    if (seconds < toldSeconds + (toldSeconds === 0 ? 1 : 5)) return;
    log(`PostgreSQL is starting (${seconds} s)`);
    toldSeconds = seconds;
  };
}

/**
 * Waits as long as the process lives: recovery after a crash may take long, and its progress is logged.
 * Returns the reason if the process ended, nothing once it is ready.
 */
async function untilReady(running: Running, options: PostmasterOptions): Promise<string | undefined> {
  let end: string | undefined;
  void running.ended.then((reason) => {
    end = reason;
  });
  const tellProgress = createProgress(options.log);
  while (end === undefined) {
    const answer = await answerOf(running, options.passwords);
    if (answer === 'ours') return undefined;
    refuseToWait(answer, running, options);
    tellProgress();
    await wait(pollMs);
  }
  return end;
}

/** Like `untilReady`, but ends a postmaster that it gives up. */
async function untilReadyOrStopped(
  running: Running,
  options: PostmasterOptions,
): Promise<string | undefined> {
  try {
    return await untilReady(running, options);
  } catch (error) {
    await stopPostmaster(running.pid);
    throw error;
  }
}

// Both pass by themselves: the children of a killed postmaster end a moment after it, and another program may
// take a port between our check and PostgreSQL's.
const passing =
  /pre-existing shared memory|could not bind|could not create any TCP\/IP sockets|Address already in use/;

const looksLikePostgres = (pid: number): boolean => programName(pid)?.includes('postgres') ?? false;

/**
 * PostgreSQL refuses permanently if its lock file is empty (a kill came between creating and writing it) or
 * names a process id in use: that of another program, or of a dead process that its parent has not collected.
 * So the lock file is removed; PostgreSQL's own check of shared memory still protects data in use.
 */
async function clearStaleLock(dataDir: string): Promise<void> {
  const writtenBy = performance.now() + 1_000;
  while (hasPostmasterFile(dataDir)) {
    const found = readPostmaster(dataDir);
    if (found && isAlive(found.pid) && looksLikePostgres(found.pid)) return;
    if (found || performance.now() > writtenBy) return removePostmasterFile(dataDir);
    await wait(pollMs);
  }
}

/** Starts PostgreSQL on the given port (or a free one) and returns once it answers. */
export async function launchPostmaster(options: PostmasterOptions, wantedPort?: number): Promise<Running> {
  for (let attempt = 1; ; attempt += 1) {
    await clearStaleLock(options.dataDir);
    const running = spawnPostmaster(options, wantedPort ?? (await freePort()));
    const end = await untilReadyOrStopped(running, options);
    if (end === undefined) return running;
    const complaint = complaintSince(options.dataDir, running.logStart) ?? end;
    if (attempt >= 6 || !passing.test(complaint))
      throw new StartupError(
        `The embedded PostgreSQL did not start: ${complaint} (see ${logFile(options.dataDir)})`,
      );
    await wait(100 * 2 ** attempt);
  }
}

/** Waits for the end of a postmaster that is not our child. Nothing reports its end, so it is polled. */
async function endOf(pid: number): Promise<string> {
  while (isAlive(pid)) await wait(100, undefined, { ref: false });
  return 'it is gone';
}

/** The PostgreSQL that a killed server left running, if it still serves this folder. */
export async function adoptPostmaster(options: PostmasterOptions): Promise<Running | undefined> {
  let giveUpAt = performance.now() + 60_000;
  for (;;) {
    const found = readPostmaster(options.dataDir);
    if (!found || !isAlive(found.pid)) return undefined;
    const answer = await answerOf(found, options.passwords);
    if (answer === 'ours') return { ...found, ended: endOf(found.pid) };
    if (!looksLikePostgres(found.pid)) return undefined;
    if (options.signal?.aborted) throw new StartupError('The start was ended before PostgreSQL was ready');
    if (answer === 'refused' && isPostmasterReady(options.dataDir)) throw wrongPasswords(options.dataDir);
    // Recovery after a crash takes the time it needs.
    if (answer === 'busy') giveUpAt = performance.now() + 60_000;
    if (performance.now() > giveUpAt)
      throw new StartupError(
        `A PostgreSQL (process ${found.pid}) holds ${clusterFolder(options.dataDir)} but does not answer with our password: ` +
          `end it, or restore the folder "keys" that belongs to this data`,
      );
    await wait(pollMs);
  }
}

/** Fast shutdown: ends sessions and writes everything, so that the next start needs no recovery. */
export async function stopPostmaster(pid: number): Promise<void> {
  try {
    process.kill(pid, 'SIGINT');
  } catch {
    return;
  }
  // Polls, because the events of a detached process do not keep ours alive.
  while (isAlive(pid)) await wait(pollMs);
}
