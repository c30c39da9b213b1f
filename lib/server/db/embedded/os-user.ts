import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, chownSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { StartupError } from '@/lib/server/process/startup-error';

/** The OS user as which PostgreSQL runs if we are root, because PostgreSQL refuses to run as root. */
export type OsUser = { uid: number; gid: number };

const userName = 'postgres';

/**
 * PostgreSQL gets nothing of the caller's environment (LANG, PGPORT, TZ …), so that a cluster is the same
 * wherever it is created.
 */
export const bareEnvironment = {
  PATH: '/usr/sbin:/usr/bin:/sbin:/bin',
  LC_ALL: 'C',
  TZ: 'UTC',
  NODE_ENV: 'production',
} as const;

function lookUp(): OsUser | undefined {
  const number = (flag: string) => {
    const found = spawnSync('id', [flag, userName], { encoding: 'utf8', env: bareEnvironment });
    return found.status === 0 ? Number(found.stdout) : undefined;
  };
  const uid = number('-u');
  const gid = number('-g');
  return uid !== undefined && gid !== undefined ? { uid, gid } : undefined;
}

function create(): void {
  const quiet = { stdio: 'pipe', env: bareEnvironment } as const;
  if (spawnSync('getent', ['group', userName], quiet).status !== 0)
    execFileSync('groupadd', ['--system', userName], quiet);
  const home = ['--no-create-home', '--home-dir', '/nonexistent', '--shell', '/usr/sbin/nologin'];
  execFileSync('useradd', ['--system', '--gid', userName, ...home, userName], quiet);
}

/** Retried, because of two instances that start together one locks the user database while the other asks. */
async function lookUpOrCreate(): Promise<OsUser> {
  let cause: unknown;
  for (let attempt = 1; attempt <= 10; attempt += 1) {
    const found = lookUp();
    if (found) return found;
    try {
      create();
    } catch (error) {
      cause = error;
      await wait(200);
    }
  }
  throw new StartupError(
    `PostgreSQL does not run as root and the OS user "${userName}" could not be made: ` +
      `create that user, or start as an ordinary user`,
    { cause },
  );
}

/** Undefined for an ordinary user: PostgreSQL then runs as that same user. */
export async function databaseOsUser(): Promise<OsUser | undefined> {
  return process.getuid?.() === 0 ? lookUpOrCreate() : undefined;
}

/** Asks the kernel as that user, because modes alone would miss access lists and mount options. */
export function isClosedTo(user: OsUser | undefined, folder: string): boolean {
  if (!user) return false;
  return spawnSync('/bin/sh', ['-c', 'test -x "$1"', 'sh', folder], { ...user, cwd: '/' }).status !== 0;
}

/**
 * Creates a folder whatever the umask: the database's user must be able to pass through, but others need not
 * read it.
 */
export function makePassableFolder(folder: string): void {
  const firstMade = mkdirSync(folder, { recursive: true });
  if (!firstMade) return;
  for (let at = folder; at.length >= firstMade.length; at = path.dirname(at)) chmodSync(at, 0o711);
}

export function makeOwnedFolder(folder: string, user: OsUser | undefined): void {
  mkdirSync(folder, { mode: 0o700 });
  if (user) chownSync(folder, user.uid, user.gid);
}

/**
 * How PostgreSQL gets its folder. Under root it runs as another user, who may have no access to a parent (a
 * 0700 home, a temporary folder). In that case we enter the folder before changing the user, and name it by
 * the process's own working directory, which needs no access to a parent.
 */
export function folderFor(user: OsUser | undefined, folder: string): { cwd: string; argument: string } {
  const entered = user !== undefined && process.platform === 'linux';
  return entered ? { cwd: folder, argument: '/proc/self/cwd' } : { cwd: '/', argument: folder };
}
