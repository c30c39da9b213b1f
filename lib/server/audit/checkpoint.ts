import { type FileHandle, open, readFile } from 'node:fs/promises';
import { z } from 'zod';
import type { Db } from '@/lib/server/db/client';
import { ServiceError } from '@/lib/server/errors';
import { StartupError } from '@/lib/server/process/startup-error';

/** One line of a checkpoint file: the head of the chain at a time. */
export const Checkpoint = z.strictObject({
  at: z.iso.datetime(),
  sequence: z.string().regex(/^[1-9]\d{0,18}$/),
  hash: z.string().regex(/^[0-9a-f]{64}$/),
});
export type Checkpoint = z.infer<typeof Checkpoint>;

/** The newest entry of the log; null if it is empty. */
export async function readHead(db: Db, now: Date): Promise<Checkpoint | null> {
  const head = await db.auditEntry.findFirst({
    orderBy: { sequence: 'desc' },
    select: { sequence: true, hash: true },
  });
  if (!head) return null;
  const hash = Buffer.from(head.hash).toString('hex');
  return { at: now.toISOString(), sequence: head.sequence.toString(), hash };
}

/** Whether a crash or a full disk cut the last line short. */
async function endsTorn(handle: FileHandle): Promise<boolean> {
  const { size } = await handle.stat();
  if (size === 0) return false;
  const { buffer } = await handle.read({ buffer: Buffer.alloc(1), position: size - 1 });
  return buffer.toString('latin1') !== '\n';
}

async function append(file: string, text: string): Promise<void> {
  const handle = await open(file, 'a+', 0o600);
  try {
    // Starts on a new line, because a torn line above would otherwise spoil this one too.
    if (text !== '') await handle.write((await endsTorn(handle)) ? `\n${text}` : text);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

export type CheckpointWriter = (db: Db, now: Date) => Promise<void>;

/**
 * Appends the head of the chain to a file that somebody else keeps, so that a person who can rewrite the
 * database can still be caught. Writes nothing while the head has not moved. A line is a single write, so
 * that several servers may share a file. Throws at once if the file cannot be written.
 */
export async function openCheckpointFile(file: string): Promise<CheckpointWriter> {
  await append(file, '').catch((error: Error) => {
    throw new StartupError(`GF_AUDIT_CHECKPOINT_FILE names a file that cannot be written: ${error.message}`);
  });
  let written: string | undefined;
  return async (db, now) => {
    const head = await readHead(db, now);
    if (head === null || head.hash === written) return;
    await append(file, `${JSON.stringify(head)}\n`);
    written = head.hash;
  };
}

/** The text of the checkpoint file that this server writes; null if it writes none. */
export async function readCheckpointFile(file: string | undefined): Promise<string | null> {
  if (file === undefined) return null;
  return readFile(file, 'utf8').catch((error: Error) => {
    throw new ServiceError('unavailable', `The checkpoint file cannot be read: ${error.message}`);
  });
}

function parseLine(line: string): Checkpoint | null {
  try {
    return Checkpoint.parse(JSON.parse(line));
  } catch {
    return null;
  }
}

/**
 * The checkpoints of a file, and the number of lines that are none. Such a line was cut short by a crash or a
 * full disk: it proves nothing, but does not invalidate the others. A last line without an end may still be
 * in the middle of being written.
 */
export function parseCheckpoints(text: string): { checkpoints: Checkpoint[]; torn: number } {
  const lines = text.split('\n').slice(0, -1);
  const checkpoints = lines.map(parseLine).filter((checkpoint) => checkpoint !== null);
  if (lines.length > 0 && checkpoints.length === 0)
    throw new ServiceError('invalid_value', 'No line of the checkpoint file is a checkpoint');
  return { checkpoints, torn: lines.length - checkpoints.length };
}
