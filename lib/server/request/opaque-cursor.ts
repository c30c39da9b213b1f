import { createHash } from 'node:crypto';
import { ServiceError } from '@/lib/server/errors';
import { pagesBeside, type Towards } from '@/lib/server/request/pages-beside';
import { decodeCursor, encodeCursor } from '@/lib/util/cursor-text';

const DIGEST_LETTERS = 22;

/** Equal for equal questions: a cursor continues only the list for which it was made. */
export function questionDigest(question: string): string {
  return createHash('sha256').update(question).digest('base64url').slice(0, DIGEST_LETTERS);
}

export const refusedCursor = (detail: string): ServiceError =>
  new ServiceError('invalid_value', detail, { pointer: 'cursor' });

export const unknownCursor = (): ServiceError =>
  refusedCursor('The cursor is not one that this server gave. Start again without a cursor.');

type CursorQuestion = {
  cursor: string | null;
  /** The question as one text, equal for equal questions in any order of their words. */
  digestOf: string;
  /** The text that an earlier version made of the question, if it was different. */
  digestWasOf?: string;
};

/** A question without its page length. Its members are in the order of their schema. */
export const textOfQuestion = <Question extends { cursor: string | null; limit: number }>({
  cursor: _cursor,
  limit: _limit,
  ...question
}: Question): string => JSON.stringify(question);

type Page = {
  /** The direction in which the page was reached. Null for the first page. */
  towards: Towards | null;
  hasMore: boolean;
  /** The parts of a cursor at the page's first and last entry; undefined if the page is empty. */
  first: readonly unknown[] | undefined;
  last: readonly unknown[] | undefined;
};

/** Reads and writes the cursors of one question. Each is valid only for the question for which it was made. */
export function questionCursor({ cursor, digestOf, digestWasOf = digestOf }: CursorQuestion) {
  const digest = questionDigest(digestOf);
  const known: readonly unknown[] = [digest, questionDigest(digestWasOf)];
  return {
    /**
     * The place of the page; null without a cursor. The list reads its own parts, and returns null if they
     * are not valid.
     */
    read<Place>(placeOf: (parts: readonly unknown[]) => Place | null): Place | null {
      if (cursor === null) return null;
      const [digestSent, ...parts] = decodeCursor(cursor) ?? [];
      const place = placeOf(parts);
      if (place === null) throw unknownCursor();
      if (!known.includes(digestSent))
        throw refusedCursor('The cursor belongs to another question. Start again without a cursor.');
      return place;
    },
    write: (parts: readonly unknown[]): string => encodeCursor([digest, ...parts]),
  };
}

/** The cursors of a list with the newest first, in both directions. */
export function listCursor(question: CursorQuestion) {
  const { read, write } = questionCursor(question);
  const towardsOf = (entry: readonly unknown[] | undefined, towards: Towards) =>
    entry ? write([...entry, towards]) : null;
  return {
    read,
    beside({ towards, hasMore, first, last }: Page) {
      const { hasOlder, hasNewer } = pagesBeside(towards, hasMore);
      return {
        nextCursor: hasOlder ? towardsOf(last, 'older') : null,
        previousCursor: hasNewer ? towardsOf(first, 'newer') : null,
      };
    },
  };
}
