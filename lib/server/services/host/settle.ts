import type { DbRoot } from '@/lib/server/db/client';
import { keepFleet } from '@/lib/server/db/fleet/upkeep';

type Settling = { db: DbRoot; now: Date; isEnding: () => boolean };

/** Brings what questions of the live fleet read up to date. They are right without it, and slow. */
export async function settleFleet({ db, now, isEnding }: Settling): Promise<void> {
  await keepFleet(db, now, isEnding);
}
