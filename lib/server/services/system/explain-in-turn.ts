import { explain } from '@/lib/domain/explain/explain';
import type { Explanation } from '@/lib/domain/explain/explanation';
import type { Actor } from '@/lib/server/context';
import { ServiceError } from '@/lib/server/errors';
import { createReadingPace } from '@/lib/server/request/reading-pace';
import { createReadingPlaces } from '@/lib/server/request/reading-places';

/** How many texts of one person or program may wait at once. */
const MOST_WAITING = 20;
const RETRY_SECONDS = 10;

/**
 * Explains the texts of one caller two at a time, using a quarter of the time: a long text blocks the event
 * loop for tens of milliseconds, and the snapshots of every host wait for the same loop.
 */
export function createExplainer(): (actor: Actor, text: string) => Promise<Explanation> {
  const placeOf = createReadingPlaces();
  const pace = createReadingPace();
  const asking = new Map<string, number>();

  async function explainPaced(caller: string, text: string): Promise<Explanation> {
    const place = placeOf(caller);
    try {
      await place.enter();
      await pace.wait(caller);
      const startedAt = performance.now();
      const found = explain(text);
      pace.held(caller, performance.now() - startedAt);
      return found;
    } finally {
      place.leave();
    }
  }

  return async (actor, text) => {
    const caller = 'id' in actor ? `${actor.kind} ${actor.id}` : actor.kind;
    const others = asking.get(caller) ?? 0;
    if (others >= MOST_WAITING)
      throw new ServiceError(
        'too_many_requests',
        'Too many texts are being explained: wait for their answers',
        {
          retryAfterSeconds: RETRY_SECONDS,
        },
      );
    asking.set(caller, others + 1);
    try {
      return await explainPaced(caller, text);
    } finally {
      const left = (asking.get(caller) ?? 1) - 1;
      if (left > 0) asking.set(caller, left);
      else asking.delete(caller);
    }
  };
}
