import type { Actor, Ctx } from '@/lib/server/context';
import { isStatementTimeout } from '@/lib/server/db/failures';
import type { Replica } from '@/lib/server/db/replica';
import { createOnce } from '@/lib/server/request/once';
import { createExpiringMap } from '@/lib/util/expiring-map';

export type HeavyReads = {
  /**
   * Runs a question that writes nothing and may be heavy: on the replica if that can answer, otherwise on the
   * context's own database.
   */
  read: <T>(ctx: Ctx, ask: (ctx: Ctx) => Promise<T>) => Promise<T>;
  /** Records that this caller has changed something, so that all their later questions see it. */
  wrote: (actor: Actor) => void;
};

/** The possible difference between the clocks of the server and of PostgreSQL. */
const SKEW_MS = 1_000;
/** A usable replica has everything that is older. */
const REMEMBERED_MS = 60_000;

/**
 * Heavy reads on a replica, if there is one. Each is of the moment that the replica has reached, which is its
 * clock. A failure there is repeated on the primary: a replica may go away, or cancel a statement that keeps
 * it from following.
 */
export function createHeavyReads(replica: Replica | undefined): HeavyReads {
  if (!replica) return { read: (ctx, ask) => ask(ctx), wrote: () => undefined };
  const writes = createExpiringMap<number>((at) => Date.now() - at > REMEMBERED_MS);

  const hasOwnWrites = ({ actor }: Ctx, asOf: Date) =>
    !('id' in actor) || asOf.getTime() >= (writes.get(actor.id) ?? 0) + SKEW_MS;

  return {
    read: async (ctx, ask) => {
      const readable = replica.readable();
      if (!readable || !hasOwnWrites(ctx, readable.asOf)) return ask(ctx);
      try {
        return await replica.unlessLost(
          ask({ ...ctx, db: replica.db, now: readable.asOf, once: createOnce() }),
        );
      } catch (error) {
        if (isStatementTimeout(error)) throw error;
        return ask(ctx);
      }
    },
    wrote: (actor) => {
      if ('id' in actor) writes.set(actor.id, Date.now());
    },
  };
}
