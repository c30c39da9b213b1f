import { createHash } from 'node:crypto';
import { ServiceError } from '@/lib/server/errors';
import { pagesBeside, type Towards } from '@/lib/server/request/pages-beside';
import { decodeCursor, encodeCursor } from '@/lib/util/cursor-text';

const DIGEST_LETTERS = 22;

/** Equal for equal questions: a cursor goes on only in the list that it was given for. */
export function questionDigest(question: string): string {
  return createHash('sha256').update(question).digest('base64url').slice(0, DIGEST_LETTERS);
}

export const refusedCursor = (detail: string): ServiceError =>
  new ServiceError('invalid_value', detail, { pointer: 'cursor' });

export const unknownCursor = (): ServiceError =>
  refusedCursor('The cursor is not one that this server gave. Start again without a cursor.');

type CursorQuestion = {
  cursor: string | null;
  /** What a question asks for, as one text: equal for equal questions, in whichever order their words came. */
  digestOf: string;
  /** The text that an earlier version made of the question, where it was another one. */
  digestWasOf?: string;
};

/** What a question asks for, however long its pages. Its members stand in the order of their schema. */
export const textOfQuestion = <Question extends { cursor: string | null; limit: number }>({
  cursor: _cursor,
  limit: _limit,
  ...question
}: Question): string => JSON.stringify(question);

type Page = {
  /** The direction in which the page was reached. Null for the first page. */
  towards: Towards | null;
  hasMore: boolean;
  /** What a cursor says of the page's first and last entry; undefined where the page is empty. */
  first: readonly unknown[] | undefined;
  last: readonly unknown[] | undefined;
};

/** Reads and writes the cursors of one question. Each is good for the question that it was given for. */
export function questionCursor({ cursor, digestOf, digestWasOf = digestOf }: CursorQuestion) {
  const digest = questionDigest(digestOf);
  const known: readonly unknown[] = [digest, questionDigest(digestWasOf)];
  return {
    /** Where the page begins; null without a cursor. The list reads the parts that it wrote, null where they are not its own. */
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

/** The same of a list with the newest first, which leads both ways. */
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
