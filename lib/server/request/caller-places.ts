import { BATCH_AT_MOST } from '@/lib/contracts/words/batch';
import type { Actor } from '@/lib/server/context';
import { ServiceError } from '@/lib/server/errors';
import { createPlaces } from '@/lib/server/request/places';

/** How many requests of one person or program are handled at once: the others share the rest. */
const AT_WORK = 2;
/**
 * How many procedures of a page may wait here. Three pages of one person may be told at the same moment to
 * refresh.
 */
const WAITING = 3 * BATCH_AT_MOST;
const LONGEST_WAIT_MS = 8_000;
const RETRY_SECONDS = 2;

const refusal = () =>
  new ServiceError(
    'too_many_requests',
    `${AT_WORK} of your requests are worked on at a time and ${WAITING} may wait: send fewer at once, and this one again later`,
    { retryAfterSeconds: RETRY_SECONDS },
  );

/**
 * Resolves with a function that returns the place, once the caller has one. `signal` is aborted when its
 * connection ends.
 */
export type CallerPlaces = (caller: Caller, signal: AbortSignal) => Promise<() => void>;

type Caller = { kind: Actor['kind']; id?: string };

/**
 * Places of callers for the API, the console's procedures and the pages together. Each signed-in person and
 * each API token is counted separately. Unknown callers have other limits and take no place.
 */
export function createCallerPlaces(): CallerPlaces {
  const limits = {
    places: Number.POSITIVE_INFINITY,
    perCaller: AT_WORK,
    waiting: Number.POSITIVE_INFINITY,
    waitingPerCaller: WAITING,
    longestWaitMs: LONGEST_WAIT_MS,
  };
  const { take } = createPlaces(limits, refusal);
  return async ({ kind, id }, signal) => {
    if (id === undefined || (kind !== 'operator' && kind !== 'apiToken')) return () => undefined;
    return take(id, signal);
  };
}
