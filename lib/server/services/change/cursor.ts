import { validate as isUuid } from 'uuid';
import { type ChangeQuery, formatChangeQuery } from '@/lib/contracts/words/changes';
import {
  decodeCursor,
  encodeCursor,
  questionDigest,
  refusedCursor,
  unknownCursor,
} from '@/lib/server/request/opaque-cursor';

/** Equal for queries that ask for the same changes. */
const digestOfQuery = ({ filter, within, since, until, at }: ChangeQuery) =>
  questionDigest(formatChangeQuery({ filter, within, since, until, at }).toString());

export function writeChangeCursor(query: ChangeQuery, last: { at: Date; id: string }): string {
  return encodeCursor([digestOfQuery(query), last.at.getTime(), last.id]);
}

/** Where to go on: after the last change of the page before. */
export function readChangeCursor(query: ChangeQuery): { at: Date; id: string } | null {
  if (query.cursor === null) return null;
  const [digest, time, id, ...others] = decodeCursor(query.cursor) ?? [];
  const at = new Date(typeof time === 'number' ? time : Number.NaN);
  const isOurs = !Number.isNaN(at.getTime()) && typeof id === 'string' && isUuid(id) && others.length === 0;
  if (!isOurs) throw unknownCursor();
  if (digest !== digestOfQuery(query))
    throw refusedCursor('The cursor belongs to another filter or time. Start again without a cursor.');
  return { at, id };
}
