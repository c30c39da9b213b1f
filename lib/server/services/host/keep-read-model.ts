import type { DbRoot } from '@/lib/server/db/client';
import { createPostponedHosts } from '@/lib/server/db/fleet/read-model/postponed-hosts';
import { keepFleet } from '@/lib/server/db/fleet/read-model/upkeep';

type Round = { now: Date; isEnding: () => boolean };

/**
 * Makes what brings up to date what questions of the live fleet read, round by round. They are right without it, and
 * slow. `onFault` is told once of a host that cannot be written.
 */
export function readModelKeeper(db: DbRoot, onFault: (error: unknown) => void) {
  const later = createPostponedHosts((hostId, cause) =>
    onFault(new Error(`Host ${hostId} is left out of the read model and tried again later`, { cause })),
  );
  return async ({ now, isEnding }: Round): Promise<void> => {
    await keepFleet(db, now, { isEnding, later });
  };
}
