import { randomUUID } from 'node:crypto';
import path from 'node:path';
import type { Command, Log, Told } from '@/apps/cli/command';
import { UsageError } from '@/apps/cli/usage';
import type { Ctx } from '@/lib/server/context';
import { mebibytes } from '@/lib/server/db/backup/files';
import type { Manifest } from '@/lib/server/db/backup/manifest';
import { restoreBackup } from '@/lib/server/db/backup/restore';
import { takeBackup } from '@/lib/server/db/backup/take';
import type { DbRoot } from '@/lib/server/db/client';
import { inUtc } from '@/lib/server/db/connection';
import { reachEmbedded } from '@/lib/server/db/embedded/server';
import { appliedMigrations } from '@/lib/server/db/migrate';
import { openPools } from '@/lib/server/db/pools';
import { startDatabase } from '@/lib/server/db/start';
import { isServiceError, ServiceError } from '@/lib/server/errors';
import { checkoutRoot, checkoutVersion } from '@/lib/server/process/checkout';
import type { Env } from '@/lib/server/process/env';
import { isStartupError } from '@/lib/server/process/startup-error';
import { beginBackup, finishBackup, finishRestore, type Restored } from '@/lib/server/services/system';

function refuseGiven(env: Env, instead: string): void {
  if (!env.database.url) return;
  throw new ServiceError(
    'conflict',
    `DATABASE_URL names a PostgreSQL of your own, and this command knows the embedded one alone: ${instead} (docs/operate.md)`,
  );
}

async function onDatabase<T>(url: string, work: (ctx: Ctx & { db: DbRoot }) => Promise<T>): Promise<T> {
  const pools = openPools({ url: inUtc(url) });
  const db = pools.console;
  try {
    return await work({ actor: { kind: 'system', id: 'cli' }, db, now: new Date(), requestId: randomUUID() });
  } finally {
    await pools.close();
  }
}

/** A full disk, a closed folder, a database that went away: a sentence, and no stack. */
async function orRefuse<T>(outcome: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (isServiceError(error) || isStartupError(error)) throw error;
    if (!(error instanceof Error && 'code' in error)) throw error;
    throw new ServiceError('unavailable', `${outcome}: ${error.message}`, { cause: error });
  }
}

const bytesOf = ({ files }: Manifest) => files.reduce((sum, file) => sum + file.bytes, 0);
const sizeOf = (manifest: Manifest) => `${mebibytes(bytesOf(manifest))} in ${manifest.files.length} files`;

/** The copy stands even if this fails: About then does not know of it. */
async function noteMade(url: string, folder: string, manifest: Manifest, log: Log): Promise<void> {
  const input = { folder, bytes: bytesOf(manifest) };
  await onDatabase(url, (ctx) => finishBackup({ ctx, input })).catch((error: unknown) =>
    log(
      `The backup stands, but the audit log could not be told: ${error instanceof Error ? error.message : error}`,
    ),
  );
}

async function backUp(env: Env, folder: string, log: Log): Promise<Manifest> {
  const source = await reachEmbedded({ dataDir: env.dataDir, log });
  try {
    const migrations = await appliedMigrations(source.migrateUrl);
    if (migrations.length === 0)
      throw new ServiceError(
        'conflict',
        'This database was never served: start the server once, then back it up',
      );
    const subject = await onDatabase(source.url, (ctx) => beginBackup({ ctx, input: { folder } }));
    const facts = { program: checkoutVersion(), madeAt: new Date().toISOString(), migrations, ...subject };
    const from = { dataDir: env.dataDir, adminUrl: source.adminUrl };
    const manifest = await takeBackup(from, folder, { facts, log });
    await noteMade(source.url, folder, manifest, log);
    return manifest;
  } finally {
    await source.stop();
  }
}

function judge({ audit, holdsHead }: Restored): void {
  if (!audit.intact)
    throw new ServiceError(
      'conflict',
      `The data are restored, but their audit log is broken at entry ${audit.sequence}: gf audit verify says how`,
    );
  if (!holdsHead)
    throw new ServiceError(
      'conflict',
      'The data are restored, but their audit log is not the one that was backed up: entries are missing at its end',
    );
}

async function restore(env: Env, folder: string, log: Log) {
  let restored: Restored | undefined;
  const manifest = await restoreBackup({
    folder,
    dataDir: env.dataDir,
    prismaDir: path.join(checkoutRoot(), 'prisma'),
    log,
    revive: async (dataDir, { madeAt, audit }) => {
      const database = await startDatabase({ ...env, dataDir }, log);
      try {
        const input = { madeAt, audit };
        restored = await onDatabase(database.runtimeUrl, (ctx) => finishRestore({ ctx, input }));
      } finally {
        await database.stop();
      }
    },
  });
  if (!restored) throw new Error('the restored database was not looked at');
  judge(restored);
  return { manifest, restored };
}

const folderOf = ({ words: [folder = ''] }: Told, usage: string): string => {
  if (folder === '' || folder.startsWith('-')) throw new UsageError(`Usage: gf ${usage}`);
  return path.resolve(folder);
};

/** They work on a whole data folder, not on an opened database. */
export const dataCommands: readonly Command[] = [
  {
    usage: 'backup DIR',
    does: 'copies the embedded database and the keys to a new folder, with the server running or not',
    example: 'backup /backups/2026-11-25',
    runAlone: async (told) => {
      const [folder, env] = [folderOf(told, 'backup DIR'), told.env()];
      refuseGiven(env, 'back it up with pg_dump or pg_basebackup');
      const answer = await orRefuse('The backup was not made, and nothing of it was kept', () =>
        backUp(env, folder, told.log),
      );
      const lines = [
        `${folder}: ${sizeOf(answer)}, audit log ${answer.audit.entries} entries, head ${answer.audit.head}`,
        'It holds the passwords of the database and everything in it: keep it as safe as the data folder.',
      ];
      return { answer, lines };
    },
  },
  {
    usage: 'restore DIR',
    does: 'makes a data folder of a backup; the folder must be empty, and agents then send 72 hours again',
    example: 'restore /backups/2026-11-25',
    runAlone: async (told) => {
      const [folder, env] = [folderOf(told, 'restore DIR'), told.env()];
      refuseGiven(env, 'restore it with pg_restore or from its archive');
      const { manifest, restored } = await orRefuse('Nothing was restored', () =>
        restore(env, folder, told.log),
      );
      const { audit, serverEpoch } = restored;
      const entries = audit.intact ? audit.entries : 0;
      const lines = [
        `${env.dataDir}: ${sizeOf(manifest)} of ${manifest.madeAt}, audit log intact with ${entries} entries`,
        `Server epoch ${serverEpoch}: start the server, and agents send again what they kept of the last 72 hours.`,
        'Everybody signs in again. Tokens and hosts that were revoked or retired after the backup are so no more: do it again.',
      ];
      return { answer: { ...manifest, serverEpoch }, lines };
    },
  },
];
