import { createHash } from 'node:crypto';
import { validate as isUuid } from 'uuid';
import { type ChangeQuery, formatChangeQuery } from '@/lib/contracts/changes';
import { ServiceError } from '@/lib/server/errors';

const refused = (detail: string) => new ServiceError('invalid_value', detail, { pointer: 'cursor' });

/** Equal for queries that ask for the same changes. */
function digestOf({ filter, since, until, at }: ChangeQuery): string {
  const question = formatChangeQuery({ filter, since, until, at }).toString();
  return createHash('sha256').update(question).digest('base64url').slice(0, 22);
}

export function writeChangeCursor(query: ChangeQuery, last: { at: Date; id: string }): string {
  return Buffer.from(JSON.stringify([digestOf(query), last.at.getTime(), last.id])).toString('base64url');
}

function decode(cursor: string): { digest: unknown; at: Date; id: string } {
  try {
    const parsed: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    if (Array.isArray(parsed) && parsed.length === 3) {
      const [digest, time, id] = parsed as unknown[];
      const at = new Date(typeof time === 'number' ? time : Number.NaN);
      if (!Number.isNaN(at.getTime()) && typeof id === 'string' && isUuid(id)) return { digest, at, id };
    }
  } catch {
    // Not JSON: refused below like any other text that this server did not write.
  }
  throw refused('The cursor is not one that this server gave. Start again without a cursor.');
}

/** Where to go on: after the last change of the page before. */
export function readChangeCursor(query: ChangeQuery): { at: Date; id: string } | null {
  if (query.cursor === null) return null;
  const { digest, at, id } = decode(query.cursor);
  if (digest !== digestOf(query))
    throw refused('The cursor belongs to another filter or time. Start again without a cursor.');
  return { at, id };
}
