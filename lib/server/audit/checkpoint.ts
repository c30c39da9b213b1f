import { open } from 'node:fs/promises';
import { z } from 'zod';
import type { Db } from '@/lib/server/db/client';
import { ServiceError } from '@/lib/server/errors';
import { StartupError } from '@/lib/server/startup-error';

/** One line of a checkpoint file: the head of the chain at a time. */
export const Checkpoint = z.strictObject({
  at: z.iso.datetime(),
  sequence: z.string().regex(/^[1-9]\d{0,18}$/),
  hash: z.string().regex(/^[0-9a-f]{64}$/),
});
export type Checkpoint = z.infer<typeof Checkpoint>;

async function readHead(db: Db, now: Date): Promise<Checkpoint | null> {
  const head = await db.auditEntry.findFirst({
    orderBy: { sequence: 'desc' },
    select: { sequence: true, hash: true },
  });
  if (!head) return null;
  const hash = Buffer.from(head.hash).toString('hex');
  return { at: now.toISOString(), sequence: head.sequence.toString(), hash };
}

async function append(file: string, text: string): Promise<void> {
  const handle = await open(file, 'a', 0o600);
  try {
    await handle.write(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

export type CheckpointWriter = (db: Db, now: Date) => Promise<void>;

/**
 * Appends the head of the chain to a file that somebody else keeps: who can rewrite the database can then still be
 * caught. Writes nothing while the head has not moved. A line is one write, so that several servers may share a file.
 * Refuses at once a file that cannot be written.
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

function parseLine(line: string, number: number): Checkpoint {
  try {
    return Checkpoint.parse(JSON.parse(line));
  } catch (error) {
    throw new ServiceError('invalid_value', `Line ${number} of the checkpoint file is no checkpoint`, {
      cause: error,
    });
  }
}

/** The checkpoints of a file. A last line without an end was cut short by a crash and says nothing. */
export function parseCheckpoints(text: string): Checkpoint[] {
  const lines = text.split('\n');
  lines.pop();
  return lines.map((line, index) => parseLine(line, index + 1));
}
