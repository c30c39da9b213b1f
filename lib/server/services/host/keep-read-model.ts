import type { DbRoot } from '@/lib/server/db/client';
import { createPostponedHosts } from '@/lib/server/db/fleet/read-model/postponed-hosts';
import { keepFleet } from '@/lib/server/db/fleet/read-model/upkeep';
import { raiseWatermark } from '@/lib/server/db/watermark';

type Round = { now: Date; isEnding: () => boolean };

/** Screens show the beginning of a wave that takes several batches before it is over. */
const RAISED_WITHIN_A_ROUND_EVERY_MS = 1_000;

/**
 * Makes what brings up to date what questions of the live fleet read, round by round. They are right without it, and
 * slow. Hosts that it judged anew are what screens do not show yet, and so it raises the watermark. `onFault` is told once
 * of a host that cannot be written.
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
