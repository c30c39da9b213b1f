import { createHash, type Hash } from 'node:crypto';
import { type FileHandle, mkdir, open, readdir, realpath, statfs } from 'node:fs/promises';
import path from 'node:path';
import { ServiceError } from '@/lib/server/errors';

/** A file of a backup, by its path from the backup's folder with `/` as separator. */
export type FileEntry = { path: string; bytes: number; sha256: string };

const CHUNK_BYTES = 1024 * 1024;

export const codeOf = (error: unknown): string | undefined =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;

/**
 * Undefined if the file is gone: PostgreSQL may delete a file between our look and our reading; its log then
 * records that.
 */
export async function unlessGone<T>(work: Promise<T>): Promise<T | undefined> {
  try {
    return await work;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}

/** The real path of a place, with links resolved as far as it exists. */
async function realPlace(place: string): Promise<string> {
  try {
    return await realpath(place);
  } catch (error) {
    const parent = path.dirname(place);
    if (parent === place || !['ENOENT', 'ENOTDIR'].includes(codeOf(error) ?? '')) throw error;
    return path.join(await realPlace(parent), path.basename(place));
  }
}

/** Whether a place is a folder itself or lies in it, however either path is written. */
export async function liesIn(place: string, folder: string): Promise<boolean> {
  const inside = path.relative(await realPlace(folder), await realPlace(place));
  return inside.split(path.sep)[0] !== '..' && !path.isAbsolute(inside);
}

async function readInto(from: FileHandle, hash: Hash, write: (chunk: Buffer) => Promise<unknown>) {
  const buffer = Buffer.allocUnsafe(CHUNK_BYTES);
  let bytes = 0;
  for (;;) {
    const { bytesRead } = await from.read(buffer, 0, CHUNK_BYTES, null);
    if (bytesRead === 0) return bytes;
    const chunk = buffer.subarray(0, bytesRead);
    hash.update(chunk);
    await write(chunk);
    bytes += bytesRead;
  }
}

/**
 * Copies a file. The digest is of what was written, because a file of a running database may change while it
 * is read.
 */
export async function copyFile(
  source: string,
  target: string,
  { sync = true } = {},
): Promise<Omit<FileEntry, 'path'>> {
  const from = await open(source, 'r');
  try {
    const to = await open(target, 'wx', 0o600);
    try {
      const hash = createHash('sha256');
      const bytes = await readInto(from, hash, (chunk) => to.writeFile(chunk));
      if (sync) await to.sync();
      return { bytes, sha256: hash.digest('hex') };
    } finally {
      await to.close();
    }
  } finally {
    await from.close();
  }
}

export async function sizeAndDigestOf(file: string): Promise<Omit<FileEntry, 'path'>> {
  const from = await open(file, 'r');
  try {
    const hash = createHash('sha256');
    const bytes = await readInto(from, hash, async () => undefined);
    return { bytes, sha256: hash.digest('hex') };
  } finally {
    await from.close();
  }
}

/** Flushes a folder, so that a created or moved name survives a failure of the machine. */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

export async function writeWhole(file: string, text: string): Promise<void> {
  const handle = await open(file, 'wx', 0o600);
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

export type Listing = { folders: string[]; files: string[] };

/** Everything below `root` by relative path, folders before their contents. */
export async function listTree(root: string, skip: (relative: string) => boolean): Promise<Listing> {
  const listing: Listing = { folders: [], files: [] };
  const pending = [''];
  for (let at = pending.shift(); at !== undefined; at = pending.shift()) {
    const entries = await unlessGone(readdir(path.join(root, at), { withFileTypes: true }));
    for (const entry of entries ?? []) {
      const relative = at === '' ? entry.name : `${at}/${entry.name}`;
      if (skip(relative)) continue;
      if (entry.isDirectory()) {
        listing.folders.push(relative);
        pending.push(relative);
      } else if (entry.isFile()) listing.files.push(relative);
      else
        throw new ServiceError(
          'conflict',
          `${path.join(root, relative)} is neither a file nor a folder (a link perhaps), which a backup cannot hold: put the thing itself there`,
        );
    }
  }
  return listing;
}

export async function makeFolders(root: string, folders: readonly string[]): Promise<void> {
  for (const folder of folders) await mkdir(path.join(root, folder), { recursive: true, mode: 0o700 });
}

const MEBIBYTE = 1024 * 1024;
export const mebibytes = (bytes: number) => `${Math.ceil(bytes / MEBIBYTE)} MiB`;

export async function refuseFullDisk(folder: string, neededBytes: number): Promise<void> {
  const { bavail, bsize } = await statfs(folder);
  if (bavail * bsize >= neededBytes) return;
  throw new ServiceError(
    'conflict',
    `${folder} has ${mebibytes(bavail * bsize)} free and ${mebibytes(neededBytes)} are needed: make room, or choose another place`,
  );
}

const AT_ONCE = 4;
const TOLD_EVERY_MS = 2_000;

/** Processes a list, a few items at a time, and logs the progress every other second. */
export async function inParallel<T>(
  items: readonly T[],
  { sizeOf, verb, log }: { sizeOf: (item: T) => number; verb: string; log: (line: string) => void },
  work: (item: T) => Promise<void>,
): Promise<void> {
  const total = items.reduce((sum, item) => sum + sizeOf(item), 0);
  const queue = items[Symbol.iterator]();
  let done = 0;
  let toldAt = performance.now();
  let failed = false;
  async function worker(): Promise<void> {
    for (const item of queue) {
      if (failed) return;
      await work(item);
      done += sizeOf(item);
      if (performance.now() - toldAt < TOLD_EVERY_MS) continue;
      toldAt = performance.now();
      log(`${verb}: ${Math.floor((100 * done) / Math.max(1, total))} % of ${mebibytes(total)}`);
    }
  }
  // All items have ended before a failure is thrown, so that everything they made can be removed.
  const noteFailure = (error: unknown) => {
    failed = true;
    throw error;
  };
  const ends = await Promise.allSettled(Array.from({ length: AT_ONCE }, () => worker().catch(noteFailure)));
  const failure = ends.find((one) => one.status === 'rejected');
  if (failure) throw failure.reason;
}
