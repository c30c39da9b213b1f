import { validate as isUuid } from 'uuid';
import { formatHostQuery, type HostQuery } from '@/lib/contracts/words/host-query';
import { HOST_FILTER_WORDS, type HostFilter } from '@/lib/domain/host-filter';
import { isSortValue, type Position } from '@/lib/server/db/fleet/filter/sorting';
import { momentOf, type When } from '@/lib/server/db/fleet/point-in-time';
import { questionDigest, refusedCursor, unknownCursor } from '@/lib/server/request/opaque-cursor';
import { decodeCursor, encodeCursor } from '@/lib/util/cursor-text';

/**
 * A program that reads a list page by page gets all pages judged by the clock of the first one, so that no
 * host moves between two pages. After this time a new clock is required: the hosts of the first page could be
 * shown as on time on old evidence.
 */
const LIVE_CURSOR_MS = 15 * 60_000;
/** The previous page may have come from another instance, whose clock runs slightly ahead. */
const CLOCKS_APART_MS = 60_000;

const inOrder = (values: readonly string[]) => [...new Set(values)].sort();

function canonical(filter: HostFilter): HostFilter {
  const entries = HOST_FILTER_WORDS.map((word) => [
    word,
    { include: inOrder(filter[word]?.include ?? []), exclude: inOrder(filter[word]?.exclude ?? []) },
  ]);
  return Object.fromEntries(entries);
}

/** Equal for queries that ask for the same rows in the same order, however they are written. */
const digestOfQuery = ({ filter, at, sort, order }: HostQuery) =>
  questionDigest(formatHostQuery({ filter: canonical(filter), at, sort, order }).toString());

/** Whether the page lies after its row in the list or before it. */
export type Direction = 'after' | 'before';

/** A page begins next to this row and goes in this direction. */
export type Place = Position & {
  direction: Direction;
  /** How many hosts come before the page; backwards, before its end. */
  hostsBefore: number | null;
};

export const writeCursor = (
  query: HostQuery,
  when: When,
  { value, id, direction, hostsBefore }: Place,
): string =>
  encodeCursor([momentOf(when).getTime(), digestOfQuery(query), value, id, direction, hostsBefore]);

type Parts = [
  time: number,
  digest: string,
  value: string | null,
  id: string,
  direction: Direction,
  hostsBefore?: number | null,
];

/** Cursors of earlier versions, which people have saved in addresses, do not say how many hosts come before. */
const isCount = (hosts: unknown) =>
  hosts === undefined || hosts === null || (Number.isSafeInteger(hosts) && Number(hosts) >= 0);

function isParts(parts: readonly unknown[] | null): parts is Parts {
  if (parts === null || parts.length < 5 || parts.length > 6) return false;
  const [time, digest, value, id, direction, hostsBefore] = parts;
  return (
    isCount(hostsBefore) &&
    (direction === 'after' || direction === 'before') &&
    Number.isSafeInteger(time) &&
    typeof digest === 'string' &&
    (value === null || typeof value === 'string') &&
    typeof id === 'string' &&
    isUuid(id)
  );
}

export type ListQuery = HostQuery & {
  /**
   * A screen reloads the one page that it shows. Each time it is judged by the present clock, so that the
   * page stays live and its cursor, a mere place in the list, never expires.
   */
  isWatched?: boolean;
  /** Whether to return a digest of the matching hosts, for a verb on all of them. */
  digest?: boolean;
};

/**
 * `when` is the time that the query asks for itself. Returns the place of the page, and the moment at which
 * it is judged.
 */
export function readCursor(query: ListQuery, when: When): { place: Place | null; when: When } {
  if (query.cursor === null) return { place: null, when };
  const parts = decodeCursor(query.cursor);
  if (!isParts(parts)) throw unknownCursor();
  const [time, digest, value, id, direction, hostsBefore = null] = parts;
  if (digest !== digestOfQuery(query)) {
    throw refusedCursor('The cursor belongs to another filter, order or time. Start again without a cursor.');
  }
  if (value !== null && !isSortValue(query.sort, value)) {
    throw unknownCursor();
  }
  const place = { value, id, direction, hostsBefore };
  if ('at' in when || query.isWatched) return { place, when };
  const ageMs = when.live.getTime() - time;
  if (ageMs < -CLOCKS_APART_MS || ageMs > LIVE_CURSOR_MS) {
    throw refusedCursor(
      'The cursor is too old to go on from. Start again without a cursor, or ask with "at".',
    );
  }
  return { place, when: { live: new Date(Math.min(time, when.live.getTime())) } };
}
