import { randomUUID } from 'node:crypto';
import { createWriteStream, openSync, renameSync, rmSync, statSync } from 'node:fs';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { ServiceError } from '@/lib/server/errors';

export const isFolder = (name: string) => statSync(name, { throwIfNoEntry: false })?.isDirectory() ?? false;

const codeOf = (error: unknown): unknown => Object(error).code;

/**
 * Writes a file, whole or not at all: what was there under its name stays until the new one is complete. A device or a pipe is
 * written to as it stands. `what` begins the sentence of a refusal.
 */
export async function saveFile(source: Readable, place: string, what = 'The file was'): Promise<void> {
  const found = statSync(place, { throwIfNoEntry: false });
  const isDirect = found !== undefined && !found.isFile();
  const written = isDirect ? place : `${place}.${randomUUID()}.part`;
  try {
    // Opened at once: a stream that opens its own file could do so after the removal below.
    const target = createWriteStream(written, { fd: openSync(written, isDirect ? 'w' : 'wx') });
    await pipeline(source, target);
    if (!isDirect) renameSync(written, place);
  } catch (error) {
    source.destroy();
    if (!isDirect) rmSync(written, { force: true });
    const reason = error instanceof Error ? error.message : String(error);
    throw new ServiceError('unavailable', `${what} not written: ${reason}`);
  }
}

/** Writes to standard output. Whoever reads it may have enough before its end. */
export async function pourInto(source: Readable, stdout: NodeJS.WritableStream): Promise<void> {
  await pipeline(source, stdout, { end: false }).catch((error: unknown) => {
    if (codeOf(error) !== 'EPIPE') throw error;
  });
}
