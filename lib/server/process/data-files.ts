import { randomBytes } from 'node:crypto';
import {
  closeSync,
  fsyncSync,
  linkSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';

/** Undefined if there is no file; any other reason for not reading it is thrown. */
export function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

function writePartial(file: string, text: string): string {
  const partial = `${file}.${process.pid}.${randomBytes(4).toString('hex')}`;
  writeFileSync(partial, text, { mode: 0o600, flush: true });
  return partial;
}

/** Linked into place: the name never shows a partly written file, and never replaces an existing one. */
export function writeNew(file: string, text: string): boolean {
  const partial = writePartial(file, text);
  try {
    linkSync(partial, file);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(partial, { force: true });
  }
}

/** Renamed into place: a reader finds either the earlier text or this one, complete. */
export function replaceFile(file: string, text: string): void {
  moveFile(writePartial(file, text), file);
}

/** The new name is on disk when this returns; the content has to be before. */
export function moveFile(from: string, to: string): void {
  renameSync(from, to);
  const folder = openSync(path.dirname(to), 'r');
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}
