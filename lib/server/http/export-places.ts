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
