import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { syncFolder, writeWhole } from '@/lib/server/db/backup/files';
import { ServiceError } from '@/lib/server/errors';

const MANIFEST = 'manifest.json';
const MANIFEST_DIGEST = 'manifest.json.sha256';
/** Files of the backup that the manifest does not list. */
export const OWN_FILES: ReadonlySet<string> = new Set([MANIFEST, MANIFEST_DIGEST]);

export const BACKUP_FORMAT = 1;

/** A path that stays below the backup's folder, whoever wrote the manifest. */
const RelativePath = z.string().refine((text) => {
  const parts = text.split('/');
  return (
    !text.includes('\\') && !text.includes('\0') && parts.every((part) => !['', '.', '..'].includes(part))
  );
});

const Manifest = z.object({
  format: z.literal(BACKUP_FORMAT),
  program: z.string(),
  madeAt: z.string(),
  serverEpoch: z.string(),
  postgres: z.object({ major: z.number().int(), startLsn: z.string(), stopLsn: z.string() }),
  migrations: z.array(z.string()),
  /** The end of the audit log when the backup began: the restored database must contain it. */
  audit: z.object({ entries: z.number().int(), head: z.string() }),
  folders: z.array(RelativePath),
  files: z.array(
    z.object({
      path: RelativePath,
      bytes: z.number().int().min(0),
      sha256: z.string().regex(/^[0-9a-f]{64}$/),
    }),
  ),
});
export type Manifest = z.infer<typeof Manifest>;

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

/** The manifest is written last: a folder without it is an interrupted backup. */
export async function writeManifest(folder: string, manifest: Manifest): Promise<void> {
  const text = `${JSON.stringify(manifest, null, 1)}\n`;
  await writeWhole(path.join(folder, MANIFEST_DIGEST), `${sha256(text)}  ${MANIFEST}\n`);
  await writeWhole(path.join(folder, MANIFEST), text);
  await syncFolder(folder);
}

const refuse = (sentence: string) => new ServiceError('conflict', sentence);

function parse(folder: string, text: string): Manifest {
  const unreadable = refuse(`${path.join(folder, MANIFEST)} cannot be read: use another backup`);
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw unreadable;
  }
  const { format } = z.object({ format: z.unknown() }).catch({ format: undefined }).parse(json);
  if (typeof format === 'number' && format > BACKUP_FORMAT)
    throw refuse(`${folder} was written by a newer version (format ${format}): restore it with that version`);
  const parsed = Manifest.safeParse(json);
  if (!parsed.success) throw unreadable;
  return parsed.data;
}

export async function readManifest(folder: string): Promise<Manifest> {
  const text = await readFile(path.join(folder, MANIFEST), 'utf8').catch(() => undefined);
  const digest = await readFile(path.join(folder, MANIFEST_DIGEST), 'utf8').catch(() => undefined);
  if (text === undefined || digest === undefined)
    throw refuse(
      `${folder} is no finished backup (it lacks ${text === undefined ? MANIFEST : MANIFEST_DIGEST}): it was cut short, or is another folder`,
    );
  if (digest.slice(0, 64) !== sha256(text))
    throw refuse(`${path.join(folder, MANIFEST)} was changed after it was written: use another backup`);
  return parse(folder, text);
}
