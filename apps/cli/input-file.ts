import { readFileSync } from 'node:fs';
import { buffer } from 'node:stream/consumers';
import { type Call, text } from '@/apps/cli/command';
import { reasonOf, UsageError } from '@/apps/cli/usage';
import { FRAMEWORK_FILE_BYTES } from '@/lib/contracts/words/reports';
import { ServiceError } from '@/lib/server/errors';

/** A file that is not there is a mistake of the command line: exit code 2. `what` begins the sentence. */
export function readBytes(what: string, file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    throw new UsageError(`${what} cannot be read: ${reasonOf(error)}`);
  }
}

/** Windows begins a text with a mark. */
const textIn = (bytes: Buffer) => bytes.toString('utf8').replace(/^\uFEFF/, '');

export function readFile(file: string): string {
  const bytes = readBytes('The file', file);
  if (bytes.length > FRAMEWORK_FILE_BYTES)
    throw new ServiceError('invalid_value', `${file} is larger than ${FRAMEWORK_FILE_BYTES} bytes`);
  return textIn(bytes);
}

/** What `--body` names, a file or with `-` standard input, as JSON; undefined where it was not given. */
export async function bodyGiven({ values, stdin }: Pick<Call, 'values' | 'stdin'>): Promise<unknown> {
  const file = text(values, 'body');
  if (file === undefined) return undefined;
  const bytes = file === '-' ? await buffer(stdin) : readBytes('--body', file);
  try {
    return JSON.parse(textIn(bytes));
  } catch (error) {
    throw new UsageError(`--body names no JSON that can be read: ${reasonOf(error)}`);
  }
}

/** Each problem with the file that it is in. */
export const within = (file: string, message: string) =>
  message
    .split('\n')
    .map((problem) => `${file}: ${problem}`)
    .join('\n');

/** What is refused of the file is told with its name. */
export async function namingFile<T>(file: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    throw new ServiceError(error.code, within(file, error.message));
  }
}
