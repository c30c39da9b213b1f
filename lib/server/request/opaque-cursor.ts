import { createHash } from 'node:crypto';
import { ServiceError } from '@/lib/server/errors';

const DIGEST_LETTERS = 22;

/** Equal for equal questions: a cursor goes on only in the list that it was given for. */
export function questionDigest(question: string): string {
  return createHash('sha256').update(question).digest('base64url').slice(0, DIGEST_LETTERS);
}

export const encodeCursor = (parts: readonly unknown[]): string =>
  Buffer.from(JSON.stringify(parts)).toString('base64url');

/** The parts of a cursor, each of which may be anything; null where it is none. */
export function decodeCursor(cursor: string): readonly unknown[] | null {
  try {
    const parsed: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    return Array.isArray(parsed) ? parsed : null;
  } catch {
    // Not JSON: like any other text that this server did not write.
    return null;
  }
}

export const refusedCursor = (detail: string): ServiceError =>
  new ServiceError('invalid_value', detail, { pointer: 'cursor' });

export const unknownCursor = (): ServiceError =>
  refusedCursor('The cursor is not one that this server gave. Start again without a cursor.');
