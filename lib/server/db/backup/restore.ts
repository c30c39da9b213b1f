import { existsSync } from 'node:fs';
import { chown, mkdir, readdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import {
  codeOf,
  copyFile,
  type FileEntry,
  inParallel,
  liesIn,
  listTree,
  makeFolders,
  refuseFullDisk,
  sizeAndDigestOf,
  syncFolder,
  unlessGone,
} from '@/lib/server/db/backup/files';
import { type Manifest, OWN_FILES, readManifest } from '@/lib/server/db/backup/manifest';
import { bundledMajor } from '@/lib/server/db/embedded/binaries';
import { halfRestoredFolder } from '@/lib/server/db/embedded/data-folder';
import { databaseOsUser, type OsUser } from '@/lib/server/db/embedded/os-user';
import { isOfEarlierTree, readMigrations } from '@/lib/server/db/migrate';
import { ServiceError } from '@/lib/server/errors';

type Log = (line: string) => void;

const refuse = (sentence: string) => new ServiceError('conflict', sentence);

/** PostgreSQL refuses a cluster of another major version, and this program a schema that it does not know. */
function refuseForeign(manifest: Manifest, prismaDir: string): void {
  const major = bundledMajor();
  if (manifest.postgres.major !== major)
    throw refuse(
      `The backup holds a PostgreSQL ${manifest.postgres.major} database and this program brings PostgreSQL ${major}: restore it with the version that made it (${manifest.program})`,
    );
  const migrations = readMigrations(prismaDir);
  const unknown = manifest.migrations.find((name) => !migrations.some((known) => known.name === name));
  if (unknown !== undefined && isOfEarlierTree(migrations, unknown))
    throw refuse(
      `The backup is of a version before the first release (it has the migration ${unknown}), and no later one can take it over: restore it with version ${manifest.program}`,
    );
  if (unknown !== undefined)
    throw refuse(
      `The backup is newer than this program (it has the migration ${unknown}): restore it with version ${manifest.program} or a later one`,
    );
}

/**
 * Neither folder may be inside the other: a database in a backup spoils it, and a backup would be removed
 * with the data folder.
 */
async function refuseNested(folder: string, dataDir: string): Promise<void> {
  if (await liesIn(dataDir, folder))
    throw refuse(
      `${dataDir} lies in the backup, which would be spoilt: set GF_DATA_DIR to a place outside ${folder}`,
    );
  if (await liesIn(folder, dataDir))
    throw refuse(
      `${folder} lies in the data folder, with which it would be lost: move it out of ${dataDir}, or set GF_DATA_DIR to another one`,
    );
}

async function refuseUsedFolder(dataDir: string): Promise<void> {
  if (existsSync(halfRestoredFolder(dataDir)))
    throw refuse(
      `${dataDir} holds a restore that was cut short: remove what is in that folder, then restore again`,
    );
  const found = await unlessGone(readdir(dataDir)).catch((error: unknown) => {
    if (codeOf(error) !== 'ENOTDIR') throw error;
    throw refuse(
      `${dataDir} is, or lies below, a file where a folder should be: set GF_DATA_DIR to another place`,
    );
  });
  if (found !== undefined && found.length > 0)
    throw refuse(
      `${dataDir} is not empty (${found[0]} …), and nothing is ever written over: stop the server, move that folder away, or set GF_DATA_DIR to another one`,
    );
}

async function refuseUnlisted(folder: string, manifest: Manifest): Promise<void> {
  const listed = new Set(manifest.files.map((file) => file.path));
  const { files } = await listTree(folder, (file) => OWN_FILES.has(file));
  const unlisted = files.find((file) => !listed.has(file));
  if (unlisted !== undefined)
    throw refuse(
      `${path.join(folder, unlisted)} is not of this backup (the manifest does not list it): remove it`,
    );
}

function refuseChanged(folder: string, wanted: FileEntry, found: Omit<FileEntry, 'path'> | undefined): void {
  const file = path.join(folder, wanted.path);
  if (found === undefined) throw refuse(`${file} is missing: the backup is not whole; use another one`);
  if (found.sha256 !== wanted.sha256 || found.bytes !== wanted.bytes)
    throw refuse(`${file} is not as it was written: the backup is damaged; use another one`);
}

/** Checks every byte before the first one is written. */
async function verify(folder: string, manifest: Manifest, log: Log): Promise<void> {
  await refuseUnlisted(folder, manifest);
  const options = { sizeOf: (file: FileEntry) => file.bytes, verb: 'Verifying', log };
  await inParallel(manifest.files, options, async (file) =>
    refuseChanged(folder, file, await unlessGone(sizeAndDigestOf(path.join(folder, file.path)))),
  );
}

const isOfCluster = (file: string) => file === 'postgres' || file.startsWith('postgres/');

async function giveTo(user: OsUser | undefined, root: string, paths: readonly string[]): Promise<void> {
  if (!user) return;
  for (const file of paths.filter(isOfCluster)) await chown(path.join(root, file), user.uid, user.gid);
}

async function copyAll(folder: string, target: string, manifest: Manifest, log: Log): Promise<void> {
  await makeFolders(target, manifest.folders);
  const options = { sizeOf: (file: FileEntry) => file.bytes, verb: 'Restoring', log };
  await inParallel(manifest.files, options, async (file) => {
    // PostgreSQL itself flushes the database's files before it recovers.
    const sync = !isOfCluster(file.path);
    const copied = await copyFile(path.join(folder, file.path), path.join(target, file.path), { sync });
    refuseChanged(folder, file, copied);
  });
  const paths = manifest.files.map((file) => file.path);
  await giveTo(await databaseOsUser(), target, [...manifest.folders, ...paths]);
  for (const name of manifest.folders.filter((folder) => !isOfCluster(folder)))
    await syncFolder(path.join(target, name));
}

/** Moves the database last: a data folder with a database is complete. */
async function moveInPlace(dataDir: string, manifest: Manifest): Promise<void> {
  const from = halfRestoredFolder(dataDir);
  const all = [...manifest.folders, ...manifest.files.map((file) => file.path)];
  const names = new Set(all.map((file) => file.split('/')[0] ?? file));
  names.delete('postgres');
  for (const name of [...names, 'postgres']) await rename(path.join(from, name), path.join(dataDir, name));
  await syncFolder(dataDir);
  await rm(from, { recursive: true, force: true });
  await syncFolder(dataDir);
}

type Options = {
  folder: string;
  dataDir: string;
  prismaDir: string;
  log: Log;
  /** Starts and stops the database of the copied data folder before the folder is moved to its place. */
  revive: (dataDir: string, manifest: Manifest) => Promise<void>;
};

/** Restores a backup into an empty data folder. After any error nothing is left there. */
export async function restoreBackup({ folder, dataDir, prismaDir, log, revive }: Options): Promise<Manifest> {
  const manifest = await readManifest(folder);
  refuseForeign(manifest, prismaDir);
  await refuseNested(folder, dataDir);
  await refuseUsedFolder(dataDir);
  await verify(folder, manifest, log);
  const made = await mkdir(dataDir, { recursive: true, mode: 0o700 });
  const target = halfRestoredFolder(dataDir);
  try {
    await refuseFullDisk(
      dataDir,
      manifest.files.reduce((sum, file) => sum + file.bytes, 0),
    );
    await mkdir(target, { mode: 0o700 });
    await copyAll(folder, target, manifest, log);
    await revive(target, manifest);
    await moveInPlace(dataDir, manifest);
    return manifest;
  } catch (error) {
    await rm(made ?? target, { recursive: true, force: true });
    throw error;
  }
}
