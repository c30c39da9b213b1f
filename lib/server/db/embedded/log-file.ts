import { closeSync, openSync, readSync, truncateSync, writeFileSync } from 'node:fs';
import { logFile, logSizeBytes } from '@/lib/server/db/embedded/data-folder';

const LIMIT_BYTES = 10 * 1024 * 1024;
const LOOK_EVERY_MS = 5_000;

function endOfFile(file: string, sizeBytes: number): Buffer {
  const end = Buffer.alloc(Math.min(sizeBytes, LIMIT_BYTES));
  const from = openSync(file, 'r');
  try {
    return end.subarray(0, readSync(from, end, 0, end.length, sizeBytes - end.length));
  } finally {
    closeSync(from);
  }
}

/**
 * Once the log exceeds its limit, its last 10 MiB go to `postgres.log.1`, and the log starts empty.
 * PostgreSQL keeps the file open and appends to it, so it is truncated and not renamed. Lines written at that
 * moment are lost.
 */
export function turnOverLog(dataDir: string): void {
  const sizeBytes = logSizeBytes(dataDir);
  if (sizeBytes <= LIMIT_BYTES) return;
  const file = logFile(dataDir);
  writeFileSync(`${file}.1`, endOfFile(file, sizeBytes), { mode: 0o600 });
  truncateSync(file, 0);
}

/** Checks the size of the log while PostgreSQL runs. Returns the function that stops this. */
export function keepLogSmall(dataDir: string, onError: (error: unknown) => void): () => void {
  const looking = setInterval(() => {
    try {
      turnOverLog(dataDir);
    } catch (error) {
      onError(error);
    }
  }, LOOK_EVERY_MS).unref();
  return () => clearInterval(looking);
}
