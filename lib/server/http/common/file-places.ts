import type { FastifyReply } from 'fastify';
import { ServiceError } from '@/lib/server/errors';
import { createPlaces, type Places } from '@/lib/server/request/places';
import { spreadRetrySeconds } from '@/lib/server/request/retry-after';

const putOff = () =>
  new ServiceError('unavailable', 'Too many files are being written at the moment: try again later', {
    retryAfterSeconds: spreadRetrySeconds(),
  });

/**
 * Each file holds a connection for as long as its reader takes. Files of hosts hold connections of the
 * fleet's pool, so they may take half of it, and questions still get through. Files of the audit log read
 * page by page and hold none; their places leave the processor to other requests.
 */
export const createFilePlaces = (): Places =>
  createPlaces({ places: 3, perCaller: 2, waiting: 30, longestWaitMs: 8_000 }, putOff);

/** Aborted when the connection closes, because nobody waits for a place any more. */
export function untilClosed(reply: FastifyReply): AbortSignal {
  const controller = new AbortController();
  reply.raw.once('close', () => controller.abort());
  return controller.signal;
}
