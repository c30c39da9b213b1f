import { readFileSync } from 'node:fs';
import { text as textOf } from 'node:stream/consumers';
import { text, type Values } from '@/apps/cli/command';
import { UsageError } from '@/apps/cli/usage';

const reasonOf = (error: unknown) => (error instanceof Error ? error.message : String(error));

/** What `--body` names, a file or with `-` standard input, as JSON; undefined where it was not given. */
export async function bodyGiven(values: Values): Promise<unknown> {
  const file = text(values, 'body');
  if (file === undefined) return undefined;
  try {
    const written = file === '-' ? await textOf(process.stdin) : readFileSync(file, 'utf8');
    return JSON.parse(written.replace(/^\uFEFF/, ''));
  } catch (error) {
    throw new UsageError(`--body names no JSON that can be read: ${reasonOf(error)}`);
  }
}
