import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, chownSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { StartupError } from '@/lib/server/startup-error';

/** The OS user PostgreSQL runs as where we are root, since PostgreSQL refuses to run as root. */
export type OsUser = { uid: number; gid: number };

const userName = 'postgres';

function lookUp(): OsUser | undefined {
  const number = (flag: string) => {
    const found = spawnSync('id', [flag, userName], { encoding: 'utf8' });
    return found.status === 0 ? Number(found.stdout) : undefined;
  };
  const uid = number('-u');
  const gid = number('-g');
  return uid !== undefined && gid !== undefined ? { uid, gid } : undefined;
}

function create(): void {
  const quiet = { stdio: 'pipe' } as const;
  if (spawnSync('getent', ['group', userName]).status !== 0)
    execFileSync('groupadd', ['--system', userName], quiet);
  const home = ['--no-create-home', '--home-dir', '/nonexistent', '--shell', '/usr/sbin/nologin'];
  execFileSync('useradd', ['--system', '--gid', userName, ...home, userName], quiet);
}

/** Undefined for an ordinary user: PostgreSQL then runs as that same user. */
export function databaseOsUser(): OsUser | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const existing = lookUp();
  if (existing) return existing;
  try {
    create();
  } catch (cause) {
    // Another instance may have made it between our look and our try.
    const made = lookUp();
    if (made) return made;
    throw new StartupError(
      `PostgreSQL does not run as root and the OS user "${userName}" could not be made: ` +
        `create that user, or start as an ordinary user`,
      { cause },
    );
  }
  return lookUp();
}

/** Asked of the kernel, as that user: modes alone would miss access lists and mount options. */
function canEnter(user: OsUser, folder: string): boolean {
  const asked = spawnSync('/bin/sh', ['-c', 'test -x "$1"', 'sh', folder], { ...user, cwd: '/' });
  return asked.status === 0;
}

/** The outermost folder on the way that the user cannot enter; folders that do not exist yet are ours to make. */
export function closedFolder(user: OsUser | undefined, folder: string): string | undefined {
  if (!user) return undefined;
  const onTheWay: string[] = [];
  for (let at = folder; ; at = path.dirname(at)) {
    onTheWay.unshift(at);
    if (at === path.dirname(at)) break;
  }
  return onTheWay.find((step) => exists(step) && !canEnter(user, step));
}

function exists(folder: string): boolean {
  return spawnSync('/bin/sh', ['-c', 'test -e "$1"', 'sh', folder], { cwd: '/' }).status === 0;
}

/** Made whatever the umask: the database's user must pass through, others must not read. */
export function makePassableFolder(folder: string, user: OsUser | undefined): void {
  const firstMade = mkdirSync(folder, { recursive: true });
  if (!firstMade) return;
  for (let at = folder; at.length >= firstMade.length; at = path.dirname(at))
    chmodSync(at, user ? 0o711 : 0o700);
}

export function makeOwnedFolder(folder: string, user: OsUser | undefined): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  if (user) chownSync(folder, user.uid, user.gid);
}
