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

/** Undefined where there is no file; whatever else keeps it from being read is thrown. */
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

/** Linked into place: the name never shows a half-written file, and never replaces one that is there. */
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

/** Renamed into place: who reads finds the earlier text or this one, whole. */
export function replaceFile(file: string, text: string): void {
  moveFile(writePartial(file, text), file);
}

/** The new name is on disk when this returns, as the content of the file has to be before. */
export function moveFile(from: string, to: string): void {
  renameSync(from, to);
  const folder = openSync(path.dirname(to), 'r');
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}
