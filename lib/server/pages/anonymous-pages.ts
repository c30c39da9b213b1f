import type { ServerResponse } from 'node:http';
import { BurstyRateLimiter, RateLimiterMemory } from 'rate-limiter-flexible';
import { networkOf } from '@/lib/server/auth/sign-in-limits';
import { isServiceError, ServiceError } from '@/lib/server/errors';
import { createPlaces } from '@/lib/server/request/places';

/** Pages for one address: five a second, and 60 more at once. */
const RATE = { perSecond: 5, burst: 60 };
/**
 * The limit for all addresses together, for browsers that have never signed in: a page takes about 20 ms of
 * the main thread, and many addresses are cheap. A browser that has signed in before is not counted, so
 * strangers cannot keep it out.
 */
const RATE_OF_STRANGERS = { perSecond: 10, burst: 40 };
/**
 * A page takes the main thread, which agents need too: with two at once, an agent waits for at most two. Two
 * pages of one address that nobody reads are given up one after the other within the time that the next one
 * waits.
 */
const PLACES = { places: 2, perCaller: 1, waiting: 40, longestWaitMs: 10_000 };
/** A page of which nothing is read for this long is given up with its place. */
const UNREAD_MS = 2_000;

export type PageRefusal = { status: 429 | 503; retryAfterSeconds: number };

type Asked = { address: string; isKnownDevice: boolean; response: ServerResponse };

const busy = () => new ServiceError('unavailable', 'Too many pages are being made: try again');

/** Renders a page, or returns the reason why it does not. */
export type AnonymousPages = (asked: Asked, render: () => unknown) => Promise<PageRefusal | undefined>;

type Options = {
  rate?: typeof RATE;
  rateOfStrangers?: typeof RATE;
  places?: typeof PLACES;
  unreadMs?: number;
};

/** A rate limiter rejects with an object that says how long to wait, or with a real error. */
function refusalOf(reason: unknown): PageRefusal {
  if (reason instanceof Error) throw reason;
  const waitMs: unknown =
    typeof reason === 'object' && reason !== null ? Reflect.get(reason, 'msBeforeNext') : undefined;
  return { status: 429, retryAfterSeconds: Math.max(1, Math.ceil(Number(waitMs ?? 1_000) / 1_000)) };
}

function createRate({ perSecond, burst }: typeof RATE) {
  const steady = new RateLimiterMemory({ points: perSecond, duration: 1, keyPrefix: 'steady' });
  const more = new RateLimiterMemory({ points: burst, duration: 60, keyPrefix: 'burst' });
  const limiter = new BurstyRateLimiter(steady, more);
  return (network: string): Promise<PageRefusal | undefined> =>
    limiter.consume(network).then(() => undefined, refusalOf);
}

/** Ends an answer whose reader has stopped reading; then rendering ends too, which waits for the reader. */
function endUnread(response: ServerResponse, unreadMs: number): () => void {
  let read: number | undefined;
  const timer = setInterval(() => {
    const now = response.socket?.bytesWritten;
    if (response.writableNeedDrain && now === read) response.destroy();
    read = now;
  }, unreadMs);
  timer.unref();
  return () => clearInterval(timer);
}

/** Limits the rendering of pages for people who have not signed in, so that nobody can slow agents down with it. */
export function createAnonymousPages({
  rate = RATE,
  rateOfStrangers = RATE_OF_STRANGERS,
  places = PLACES,
  unreadMs = UNREAD_MS,
}: Options = {}): AnonymousPages {
  const refused = createRate(rate);
  const refusedToStrangers = createRate(rateOfStrangers);
  const { take } = createPlaces(places, busy);
  return async ({ address, isKnownDevice, response }, render) => {
    const network = networkOf(address);
    // A refusal by the address's own limit uses up nothing of the others'.
    const refusal = (await refused(network)) ?? (isKnownDevice ? undefined : await refusedToStrangers('all'));
    if (refusal) return refusal;
    const gone = new AbortController();
    response.once('close', () => gone.abort());
    const leave = await take(network, gone.signal).catch((error: unknown) => {
      if (!isServiceError(error)) throw error;
    });
    if (!leave) return { status: 503, retryAfterSeconds: 1 };
    const stopWatching = endUnread(response, unreadMs);
    // Does not end with the client: rendering continues after that and still takes the thread.
    try {
      await render();
    } finally {
      stopWatching();
      leave();
    }
    return undefined;
  };
}
