import { readFileSync } from 'node:fs';
import { UsageError } from '@/apps/cli/usage';
import { FRAMEWORK_FILE_BYTES } from '@/lib/contracts/words/reports';
import { ServiceError } from '@/lib/server/errors';

export function readFile(file: string): string {
  let bytes: Buffer;
  try {
    bytes = readFileSync(file);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UsageError(`The file cannot be read: ${reason}`);
  }
  if (bytes.length > FRAMEWORK_FILE_BYTES)
    throw new ServiceError('invalid_value', `${file} is larger than ${FRAMEWORK_FILE_BYTES} bytes`);
  // Windows begins a text with a mark.
  return bytes.toString('utf8').replace(/^\uFEFF/, '');
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
