import { BATCH_AT_MOST } from '@/lib/contracts/words/batch';
import type { Actor } from '@/lib/server/context';
import { ServiceError } from '@/lib/server/errors';
import { createPlaces } from '@/lib/server/request/places';

/** One person, or one program, has so many requests worked on at once, and no more: the others share what is left. */
const AT_WORK = 2;
/** What a page asks for at once waits here. Three pages of one person may be told at the same moment to ask again. */
const WAITING = 3 * BATCH_AT_MOST;
const LONGEST_WAIT_MS = 8_000;
const RETRY_SECONDS = 2;

const refusal = () =>
  new ServiceError(
    'too_many_requests',
    `${AT_WORK} of your requests are worked on at a time and ${WAITING} may wait: send fewer at once, and this one again later`,
    { retryAfterSeconds: RETRY_SECONDS },
  );

/** Resolves with the way to give the place back, once the caller has one. `signal` is the end of its connection. */
export type CallerPlaces = (caller: Caller, signal: AbortSignal) => Promise<() => void>;

type Caller = { kind: Actor['kind']; id?: string };

/**
 * Places of callers, over the API, the console's procedures and the pages together. A person who is signed in and an API
 * token are counted by themselves. Whoever is not known yet has limits elsewhere, and takes no place.
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
