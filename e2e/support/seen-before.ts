import { createHash } from 'node:crypto';
import { appendFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from '@playwright/test';

/**
 * What was looked at in this run. A file, since each worker is a process; in the folder of results, which is emptied
 * when a run begins.
 */
const seenFile = () => path.join(test.info().project.outputDir, 'seen-before');

const digestOf = (what: string) => createHash('sha256').update(what).digest('base64url');

/** Those of these descriptions that were not looked at before in this run. */
export function unseenAmong(descriptions: readonly string[]): string[] {
  const seen = new Set(existsSync(seenFile()) ? readFileSync(seenFile(), 'utf8').split('\n') : []);
  return descriptions.filter((one) => !seen.has(digestOf(one)));
}

export function noteSeen(descriptions: readonly string[]): void {
  mkdirSync(path.dirname(seenFile()), { recursive: true });
  // One write at the end of the file, so that the lines of two workers do not mix.
  appendFileSync(seenFile(), descriptions.map((one) => `${digestOf(one)}\n`).join(''));
}
