import { validate as isUuid } from 'uuid';
import { type ChangeQuery, formatChangeQuery } from '@/lib/contracts/words/changes';
import { questionCursor } from '@/lib/server/request/opaque-cursor';

type ChangePlace = { at: Date; id: string };

const cursorOf = ({ filter, within, since, until, at, cursor }: ChangeQuery) =>
  questionCursor({ cursor, digestOf: formatChangeQuery({ filter, within, since, until, at }).toString() });

export const writeChangeCursor = (query: ChangeQuery, last: ChangePlace): string =>
  cursorOf(query).write([last.at.getTime(), last.id]);

/** The next page begins after the last change of the previous page. */
export const readChangeCursor = (query: ChangeQuery): ChangePlace | null => cursorOf(query).read(placeIn);

function placeIn([time, id, ...others]: readonly unknown[]): ChangePlace | null {
  const at = new Date(typeof time === 'number' ? time : Number.NaN);
  const isOurs = !Number.isNaN(at.getTime()) && typeof id === 'string' && isUuid(id) && others.length === 0;
  return isOurs ? { at, id } : null;
}
