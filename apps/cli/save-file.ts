import { randomUUID } from 'node:crypto';
import {
  createWriteStream,
  fchownSync,
  openSync,
  realpathSync,
  renameSync,
  rmSync,
  type Stats,
  statSync,
} from 'node:fs';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { reasonOf } from '@/apps/cli/usage';
import { ServiceError } from '@/lib/server/errors';

export const isFolder = (name: string) => statSync(name, { throwIfNoEntry: false })?.isDirectory() ?? false;

const codeOf = (error: unknown): unknown => Object(error).code;

function notWritten(what: string, error: unknown): ServiceError {
  return new ServiceError('unavailable', `${what} not written: ${reasonOf(error)}`);
}

/** Whoever may read what is there may read what takes its place, and nobody else. */
function openPart(part: string, replaced: Stats | undefined): number {
  const fd = openSync(part, 'wx', replaced === undefined ? undefined : replaced.mode & 0o777);
  if (replaced !== undefined && process.getuid?.() === 0) fchownSync(fd, replaced.uid, replaced.gid);
  return fd;
}

/**
 * Writes a file, whole or not at all: what was there under its name stays until the new one is complete, also where gf is
 * interrupted. A link leads on to where it led. A device or a pipe is written to as it stands. `what` begins the sentence of a refusal.
 */
export async function saveFile(source: Readable, named: string, what = 'The file was'): Promise<void> {
  const found = statSync(named, { throwIfNoEntry: false });
  const isDirect = found !== undefined && !found.isFile();
  const place = found === undefined ? named : realpathSync(named);
  const written = isDirect ? place : `${place}.${randomUUID()}.part`;
  const forget = () => {
    if (!isDirect) rmSync(written, { force: true });
  };
  process.once('exit', forget);
  try {
    // Opened at once: a stream that opens its own file could do so after the removal below.
    const fd = isDirect ? openSync(written, 'w') : openPart(written, found);
    await pipeline(source, createWriteStream(written, { fd }));
    if (!isDirect) renameSync(written, place);
  } catch (error) {
    source.destroy();
    forget();
    throw notWritten(what, error);
  } finally {
    process.off('exit', forget);
  }
}

/** Writes to standard output. Whoever reads it may have enough before its end. */
export async function pourInto(source: Readable, stdout: NodeJS.WritableStream): Promise<void> {
  await pipeline(source, stdout, { end: false }).catch((error: unknown) => {
    if (codeOf(error) !== 'EPIPE') throw notWritten('The file was', error);
  });
}
