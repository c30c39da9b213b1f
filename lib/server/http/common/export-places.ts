import type { FastifyReply } from 'fastify';
import { ServiceError } from '@/lib/server/errors';
import { spreadRetrySeconds } from '@/lib/server/request/retry-after';

type Limits = {
  /** How many may be written at once: fewer than the fleet's pool has connections, so that questions get through. */
  places: number;
  /** How many of these one caller may have: nobody keeps all others from theirs. */
  perCaller: number;
  waiting: number;
  longestWaitMs: number;
};

/**
 * Files of hosts hold a connection of the fleet's pool for as long as they are read, so they may take half of it. Files of
 * the audit log read a page at a time and hold none; their places leave the processor to other requests.
 */
export const FILE_PLACES: Limits = { places: 3, perCaller: 2, waiting: 30, longestWaitMs: 8_000 };

/** Aborted when the connection closes: nobody waits for a place any more. */
export function untilClosed(reply: FastifyReply): AbortSignal {
  const controller = new AbortController();
  reply.raw.once('close', () => controller.abort());
  return controller.signal;
}

type Visitor = { caller: string; enter: () => void };

const putOff = () =>
  new ServiceError('unavailable', 'Too many files are being written at the moment: try again later', {
    retryAfterSeconds: spreadRetrySeconds(),
  });

/**
 * Each export holds a connection for as long as its reader takes. Whoever finds no place waits a little, since
 * most are written in a moment, and is then asked to come back.
 */
export function createExportPlaces({ places, perCaller, waiting, longestWaitMs }: Limits) {
  const inside: string[] = [];
  const queue = new Set<Visitor>();

  const hasPlace = (caller: string) =>
    inside.length < places && inside.filter((other) => other === caller).length < perCaller;

  function letIn(): void {
    for (const visitor of queue) if (hasPlace(visitor.caller)) visitor.enter();
  }

  function occupy(caller: string): () => void {
    inside.push(caller);
    let isGiven = false;
    return () => {
      if (isGiven) return;
      isGiven = true;
      inside.splice(inside.indexOf(caller), 1);
      letIn();
    };
  }

  function wait(caller: string, signal: AbortSignal): Promise<() => void> {
    return new Promise((resolve, reject) => {
      const leave = () => {
        clearTimeout(patience);
        signal.removeEventListener('abort', giveUp);
        queue.delete(visitor);
      };
      const giveUp = () => {
        leave();
        reject(putOff());
      };
      const enter = () => {
        leave();
        resolve(occupy(caller));
      };
      const visitor = { caller, enter };
      const patience = setTimeout(giveUp, longestWaitMs);
      signal.addEventListener('abort', giveUp);
      queue.add(visitor);
    });
  }

  /** Resolves with the way to give the place back; `signal` is the end of the caller's connection. */
  async function take(caller: string, signal: AbortSignal): Promise<() => void> {
    if (signal.aborted) throw putOff();
    if (hasPlace(caller)) return occupy(caller);
    if (queue.size >= waiting) throw putOff();
    return wait(caller, signal);
  }

  return { take };
}
