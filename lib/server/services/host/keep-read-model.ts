import type { DbRoot } from '@/lib/server/db/client';
import { createPostponedHosts } from '@/lib/server/db/fleet/read-model/postponed-hosts';
import { keepFleet } from '@/lib/server/db/fleet/read-model/upkeep';
import { raiseWatermark } from '@/lib/server/db/watermark';

type Round = { now: Date; isEnding: () => boolean };

/** Shows the beginning of a wave that takes several batches before all of it is processed. */
const RAISED_WITHIN_A_ROUND_EVERY_MS = 1_000;

/**
 * Creates the function that updates, round by round, the tables that questions about the live fleet read.
 * Without it answers are right but slow. It raises the watermark, because screens do not show newly judged
 * hosts yet. `onFault` is called once for a host that cannot be written.
 */
export function readModelKeeper(db: DbRoot, onFault: (error: unknown) => void) {
  const later = createPostponedHosts((hostId, cause) =>
    onFault(new Error(`Host ${hostId} is left out of the read model and tried again later`, { cause })),
  );
  let raisedAt = Number.NEGATIVE_INFINITY;
  let isDue = false;
  async function raise(): Promise<void> {
    await raiseWatermark(db);
    raisedAt = performance.now();
    isDue = false;
  }
  async function onRenewed(): Promise<void> {
    isDue = true;
    if (performance.now() - raisedAt >= RAISED_WITHIN_A_ROUND_EVERY_MS) await raise();
  }
  return async ({ now, isEnding }: Round): Promise<void> => {
    await keepFleet(db, now, { isEnding, later, onRenewed });
    if (isDue) await raise();
  };
}
