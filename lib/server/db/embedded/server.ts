import { accessSync, constants, existsSync, mkdirSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { findBinaries } from '@/lib/server/db/embedded/binaries';
import {
  addressOf,
  adminAddress,
  databaseName,
  ensureRolesAndDatabase,
  hasCluster,
  makeCluster,
  ownerRole,
  refuseForeign,
  refuseOtherMajor,
  runtimeRole,
} from '@/lib/server/db/embedded/cluster';
import {
  halfRestoredFolder,
  lockHolder,
  makePasswords,
  readPasswords,
  readPostmaster,
  takeLock,
} from '@/lib/server/db/embedded/data-folder';
import { keepLogSmall } from '@/lib/server/db/embedded/log-file';
import { databaseOsUser } from '@/lib/server/db/embedded/os-user';
import {
  adoptPostmaster,
  type Log,
  launchPostmaster,
  type PostmasterOptions,
  type Running,
  stopPostmaster,
} from '@/lib/server/db/embedded/postmaster';
import { isAlive, type ProcessIdentity } from '@/lib/server/process/process-identity';
import { StartupError } from '@/lib/server/process/startup-error';

export type EmbeddedAddresses = {
  /** The serving role: it cannot change the schema or the audit log. */
  url: string;
  /** The role that owns the schema and migrates. */
  migrateUrl: string;
  /** The cluster's superuser, for what neither role may do. */
  adminUrl: string;
};

export type EmbeddedServer = EmbeddedAddresses & {
  /** The postmaster's present process id; it changes after a restart. */
  pid: () => number;
  stop: () => Promise<void>;
};

export type EmbeddedOptions = {
  dataDir: string;
  log: Log;
  /** More PostgreSQL settings; tests may turn `fsync` off here, but a served database is checked. */
  settings?: Readonly<Record<string, string>>;
  /** Ends a start that is under way; it has no effect later. */
  signal?: AbortSignal | undefined;
};

function addresses(port: number, dataDir: string): EmbeddedAddresses {
  const passwords = makePasswords(dataDir);
  return {
    url: addressOf(port, runtimeRole, passwords.runtime, databaseName),
    migrateUrl: addressOf(port, ownerRole, passwords.owner, databaseName),
    adminUrl: adminAddress(port, passwords),
  };
}

function prepareFolder(dataDir: string): void {
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    accessSync(dataDir, constants.W_OK);
  } catch (cause) {
    throw new StartupError(
      `The data folder ${dataDir} cannot be made or written to: choose another with GF_DATA_DIR`,
      { cause },
    );
  }
}

function refuseHalfRestored(dataDir: string): void {
  if (!existsSync(halfRestoredFolder(dataDir))) return;
  throw new StartupError(
    `The data folder ${dataDir} holds a restore that was cut short: remove what is in that folder and run gf restore again, or set GF_DATA_DIR to another folder`,
  );
}

function refuseLostKeys(dataDir: string): void {
  if (!hasCluster(dataDir) || readPasswords(dataDir)) return;
  throw new StartupError(
    `The data folder ${dataDir} has a database but its passwords are gone: restore the folder "keys" from your backup`,
  );
}

async function takeOver(options: PostmasterOptions): Promise<Running | undefined> {
  const adopted = await adoptPostmaster(options);
  if (adopted)
    options.log(`Took over the PostgreSQL that an ended server left running (process ${adopted.pid})`);
  return adopted;
}

/** A postmaster that was starting when its server was killed may take the folder only after our check. */
async function launchOrTakeOver(options: PostmasterOptions): Promise<Running> {
  try {
    return await launchPostmaster(options);
  } catch (error) {
    const late = await takeOver(options);
    if (!late) throw error;
    return late;
  }
}

async function openCluster(options: PostmasterOptions): Promise<Running> {
  if (!hasCluster(options.dataDir)) {
    options.log('Making the database');
    await makeCluster({ ...options, durable: options.settings.fsync !== 'off' });
  }
  const running = (await takeOver(options)) ?? (await launchOrTakeOver(options));
  await ensureRolesAndDatabase(running.port, options.passwords);
  return running;
}

/**
 * Keeps PostgreSQL running: its death is noticed, logged and repaired on the same port, with ever longer
 * pauses while that fails.
 */
class Supervisor {
  private stopping = new AbortController();
  private healing: Promise<void>;
  private leaveLog: () => void;

  constructor(
    private running: Running,
    private readonly options: PostmasterOptions,
  ) {
    this.healing = this.watch();
    this.leaveLog = keepLogSmall(options.dataDir, (error) =>
      options.log(`The log of PostgreSQL could not be turned over: ${String(error)}`),
    );
    process.on('exit', this.onExit);
  }

  pid = () => this.running.pid;

  /**
   * Stops PostgreSQL if this process ends without stop(). After kill -9 it keeps running, and the next start
   * adopts it.
   */
  private onExit = () => {
    try {
      process.kill(this.running.pid, 'SIGINT');
    } catch {
      // It has already ended.
    }
  };

  private async watch(): Promise<void> {
    const stopped = new Promise<undefined>((resolve) => {
      this.stopping.signal.addEventListener('abort', () => resolve(undefined), { once: true });
    });
    for (;;) {
      const reason = await Promise.race([this.running.ended, stopped]);
      if (this.stopping.signal.aborted) return;
      this.options.log(`PostgreSQL ended unexpectedly (${reason}); starting it again`);
      await this.heal();
    }
  }

  private async heal(): Promise<void> {
    const diedAt = performance.now();
    for (let pauseSeconds = 1; !this.stopping.signal.aborted; pauseSeconds = Math.min(pauseSeconds * 2, 30)) {
      try {
        this.running = await launchPostmaster(this.options, this.running.port);
        this.options.log(`PostgreSQL is back after ${((performance.now() - diedAt) / 1000).toFixed(1)} s`);
        return;
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        this.options.log(`${reason}; next try in ${pauseSeconds} s`);
        await wait(pauseSeconds * 1000, undefined, { signal: this.stopping.signal }).catch(() => undefined);
      }
    }
  }

  stop = async (): Promise<void> => {
    if (this.stopping.signal.aborted) return this.healing;
    this.stopping.abort();
    this.leaveLog();
    await this.healing;
    await stopPostmaster(this.running.pid);
    process.removeListener('exit', this.onExit);
  };
}

async function prepare({ dataDir, log, settings = {}, signal }: EmbeddedOptions): Promise<PostmasterOptions> {
  prepareFolder(dataDir);
  refuseHalfRestored(dataDir);
  refuseForeign(dataDir);
  const user = await databaseOsUser();
  const binaries = findBinaries({ dataDir, user, log });
  refuseOtherMajor(dataDir, binaries.major);
  refuseLostKeys(dataDir);
  return { dataDir, binaries, user, passwords: makePasswords(dataDir), settings, log, signal };
}

/** Starts (or takes over) the PostgreSQL of a data folder and keeps it running until `stop()`. */
export async function startEmbedded(given: EmbeddedOptions): Promise<EmbeddedServer> {
  const options = await prepare(given);
  const releaseLock = takeLock(given.dataDir);
  try {
    const running = await openCluster(options);
    const supervisor = new Supervisor(running, { ...options, signal: undefined });
    const stop = async () => {
      await supervisor.stop();
      releaseLock();
    };
    return { ...addresses(running.port, given.dataDir), pid: supervisor.pid, stop };
  } catch (error) {
    releaseLock();
    throw error;
  }
}

/**
 * Like `startEmbedded`, but without an owner: PostgreSQL outlives the caller, and later callers find it
 * running. For test runs.
 */
export async function startShared(given: EmbeddedOptions): Promise<EmbeddedAddresses> {
  const running = await openCluster(await prepare(given));
  return addresses(running.port, given.dataDir);
}

/** Stops what `startShared` left running. */
export async function stopShared(dataDir: string): Promise<void> {
  const found = readPostmaster(dataDir);
  if (found && isAlive(found.pid)) await stopPostmaster(found.pid);
}

/** The PostgreSQL of a data folder as it is, unmigrated: the running one, or one that runs until `stop()`. */
export async function reachEmbedded(
  given: EmbeddedOptions,
): Promise<EmbeddedAddresses & { stop: () => Promise<void> }> {
  const running = existsSync(given.dataDir) ? attachEmbedded(given.dataDir) : undefined;
  if (running) return { ...running, stop: async () => undefined };
  if (!hasCluster(given.dataDir))
    throw new StartupError(
      `The data folder ${given.dataDir} holds no database: set GF_DATA_DIR to the folder of your server`,
    );
  return startEmbedded(given);
}

/**
 * The PostgreSQL of a data folder that another process serves, for commands beside the server; undefined if
 * there is none.
 */
export function attachEmbedded(
  dataDir: string,
): (EmbeddedAddresses & { holder: ProcessIdentity }) | undefined {
  const holder = lockHolder(dataDir);
  const postmaster = readPostmaster(dataDir);
  if (!holder || !postmaster || !isAlive(postmaster.pid)) return undefined;
  return { ...addresses(postmaster.port, dataDir), holder };
}
