import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Client } from 'pg';
import {
  copyFile,
  type FileEntry,
  inParallel,
  type Listing,
  liesIn,
  listTree,
  makeFolders,
  refuseFullDisk,
  sizeAndDigestOf,
  syncFolder,
  unlessGone,
  writeWhole,
} from '@/lib/server/db/backup/files';
import { BACKUP_FORMAT, type Manifest, writeManifest } from '@/lib/server/db/backup/manifest';
import { withClient } from '@/lib/server/db/connection';
import { ServiceError } from '@/lib/server/errors';

type Log = (line: string) => void;

export type BackupSource = {
  dataDir: string;
  /** The cluster's superuser, the only role that may begin a backup. */
  adminUrl: string;
};

export type BackupFacts = Pick<Manifest, 'program' | 'madeAt' | 'serverEpoch' | 'audit' | 'migrations'>;

/** PostgreSQL needs these only while it runs, and creates their contents itself. */
const EMPTIED =
  /^(pg_wal|pg_replslot|pg_dynshmem|pg_notify|pg_serial|pg_snapshots|pg_stat_tmp|pg_subtrans)\//;
const LEFT_OUT =
  /^(postmaster\.(pid|opts)|backup_label(\.old)?|tablespace_map|backup_manifest|current_logfiles)$/;
const TEMPORARY = /(^|\/)(pgsql_tmp[^/]*|pg_internal\.init)(\/|$)/;
const CONTROL = 'global/pg_control';
const WAL_FOLDER = 'pg_wal';

/**
 * Parts of the data folder that are not copied: they belong to a running server, or to a start or restore
 * under way, or are copied separately.
 */
const BESIDE = /^(postgres|postgres\.log(\.1)?|server\.lock.*|making-[^/]*|restoring|postgresql-[^/]*)(\/|$)/;

/** A temporary slot of the backup's own session, so that it ends with the session in any case. */
const SLOT = 'gf_backup';

async function refuseTarget(dataDir: string, folder: string): Promise<void> {
  const refuse = (sentence: string) => new ServiceError('conflict', sentence);
  if (existsSync(folder))
    throw refuse(`${folder} is there already and is never written over: name a folder that is not there`);
  if (!existsSync(path.dirname(folder)))
    throw refuse(`The folder ${path.dirname(folder)} is not there: make it, or name another place`);
  if (await liesIn(folder, dataDir))
    throw refuse(
      `${folder} lies in the data folder, with which it would be lost: name a place outside ${dataDir}`,
    );
}

type Copying = { source: string; target: string; prefix: string; listing: Listing; log: Log };

/** Copies a folder. Files deleted meanwhile are left out: the log has what the database still needs of them. */
async function copyTree({ source, target, prefix, listing, log }: Copying): Promise<FileEntry[]> {
  const sizes = new Map<string, number>();
  for (const file of listing.files) {
    const facts = await unlessGone(stat(path.join(source, file)));
    if (facts) sizes.set(file, facts.size);
  }
  await makeFolders(path.join(target, prefix), ['', ...listing.folders]);
  const copied: FileEntry[] = [];
  const options = { sizeOf: (file: string) => sizes.get(file) ?? 0, verb: 'Copying', log };
  await inParallel([...sizes.keys()], options, async (file) => {
    const relative = prefix === '' ? file : `${prefix}/${file}`;
    const entry = await unlessGone(copyFile(path.join(source, file), path.join(target, relative)));
    if (entry) copied.push({ path: relative, ...entry });
  });
  return copied;
}

const segmentOf = (name: string) =>
  Number.parseInt(name.slice(8, 16), 16) * 256 + Number.parseInt(name.slice(16, 24), 16);

type Segments = { first: string; last: string };

/** Copies what was written to the database during the copy: without every part of it the copy is worthless. */
async function copyLog(cluster: string, target: string, { first, last }: Segments, log: Log) {
  const source = path.join(cluster, WAL_FOLDER);
  const { files } = await listTree(
    source,
    (name) => !/^[0-9A-F]{24}$/.test(name) || name < first || name > last,
  );
  if (files.length !== segmentOf(last) - segmentOf(first) + 1)
    throw new ServiceError(
      'unavailable',
      'PostgreSQL has thrown away a part of its log that the backup needs: try again',
    );
  const listing = { folders: ['archive_status', 'summaries'], files };
  return copyTree({ source, target, prefix: `postgres/${WAL_FOLDER}`, listing, log });
}

type Begun = { lsn: string; wal: string };
type Ended = Begun & { label: string; tablespaces: string };

async function begin(client: Client): Promise<Begun> {
  await client
    .query('SELECT pg_create_physical_replication_slot($1, true, true)', [SLOT])
    .catch((error: unknown) => {
      if (error instanceof Error && 'code' in error && error.code === '42710')
        throw new ServiceError('conflict', 'Another backup of this database is being made: wait for its end');
      throw error;
    });
  const { rows } = await client.query<Begun>(
    "SELECT lsn::text, pg_walfile_name(lsn) AS wal FROM pg_backup_start('guarded-fabric', fast => true) AS lsn",
  );
  const [row] = rows;
  if (!row) throw new Error('pg_backup_start answered with no row');
  return row;
}

async function end(client: Client): Promise<Ended> {
  const { rows } = await client.query<Ended>(
    `SELECT lsn::text, pg_walfile_name(lsn) AS wal, labelfile AS label, coalesce(spcmapfile, '') AS tablespaces
     FROM pg_backup_stop(wait_for_archive => false)`,
  );
  const [row] = rows;
  if (!row) throw new Error('pg_backup_stop answered with no row');
  return row;
}

/**
 * Copies as in PostgreSQL's manual ("low-level base backup"): begin, copy while it works, end, then copy the
 * log of that time.
 */
async function copyCluster({ dataDir, adminUrl }: BackupSource, target: string, log: Log) {
  const source = path.join(dataDir, 'postgres');
  const skip = (file: string) => EMPTIED.test(file) || LEFT_OUT.test(file) || TEMPORARY.test(file);
  return withClient(adminUrl, async (client) => {
    const begun = await begin(client);
    const listing = await listTree(source, skip);
    const files = listing.files.filter((file) => file !== CONTROL);
    const copy = (part: string[]) =>
      copyTree({ source, target, prefix: 'postgres', listing: { ...listing, files: part }, log });
    // pg_control comes last: it must not be older than any other file of the copy.
    const copied = [...(await copy(files)), ...(await copy([CONTROL]))];
    const ended = await end(client);
    if (ended.tablespaces !== '')
      throw new ServiceError(
        'conflict',
        'The database has tablespaces outside its folder, which a backup cannot hold',
      );
    const label = path.join(target, 'postgres', 'backup_label');
    await writeWhole(label, ended.label);
    copied.push(...(await copyLog(source, target, { first: begun.wal, last: ended.wal }, log)));
    const folders = [...listing.folders, `${WAL_FOLDER}/archive_status`, `${WAL_FOLDER}/summaries`];
    return { copied, folders: folders.map((folder) => `postgres/${folder}`), begun, ended, label };
  });
}

async function treeBytes(dataDir: string): Promise<number> {
  const { files } = await listTree(dataDir, () => false);
  const sizes = await Promise.all(files.map((file) => unlessGone(stat(path.join(dataDir, file)))));
  return sizes.reduce((sum, facts) => sum + (facts?.size ?? 0), 0);
}

async function fill(source: BackupSource, target: string, facts: BackupFacts, log: Log): Promise<Manifest> {
  const { dataDir } = source;
  const beside = await listTree(dataDir, (file) => BESIDE.test(file));
  const others = await copyTree({ source: dataDir, target, prefix: '', listing: beside, log });
  const { copied, folders, begun, ended, label } = await copyCluster(source, target, log);
  const files = [...others, ...copied, { path: 'postgres/backup_label', ...(await sizeAndDigestOf(label)) }];
  const version = await readFile(path.join(dataDir, 'postgres', 'PG_VERSION'), 'utf8');
  const manifest: Manifest = {
    format: BACKUP_FORMAT,
    ...facts,
    postgres: { major: Number.parseInt(version, 10), startLsn: begun.lsn, stopLsn: ended.lsn },
    folders: ['postgres', ...beside.folders, ...folders],
    files: files.sort((a, b) => (a.path < b.path ? -1 : 1)),
  };
  for (const folder of manifest.folders) await syncFolder(path.join(target, folder));
  await writeManifest(target, manifest);
  return manifest;
}

/**
 * Makes a consistent copy of the running embedded database, with the keys of its data folder. It is made
 * under another name and then moved to its place, so an interrupted one has another name and no manifest.
 */
export async function takeBackup(
  source: BackupSource,
  folder: string,
  { facts, log }: { facts: BackupFacts; log: Log },
): Promise<Manifest> {
  await refuseTarget(source.dataDir, folder);
  await refuseFullDisk(path.dirname(folder), await treeBytes(source.dataDir));
  const partial = `${folder}.partial-${process.pid}`;
  await mkdir(partial, { mode: 0o700 });
  try {
    const manifest = await fill(source, partial, facts, log);
    // `rename` replaces a folder at the target only if it is empty.
    await refuseTarget(source.dataDir, folder);
    await rename(partial, folder);
    await syncFolder(path.dirname(folder));
    return manifest;
  } catch (error) {
    await rm(partial, { recursive: true, force: true });
    throw error;
  }
}
