import type { Db } from '@/lib/server/db/client';

export type HeldRestart = { hostId: string; planId: string; number: number; fabricIds: string[] };

/**
 * Those of these hosts whose restart an open plan holds: they may go down at any time, so nothing is moved to
 * them and no other plan restarts them. A plan releases a restart when it is skipped, and all when the plan
 * is closed.
 */
export async function heldRestarts(db: Db, hostIds: readonly string[]): Promise<HeldRestart[]> {
  const held = await db.planRestart.findMany({
    where: { hostId: { in: [...hostIds] } },
    select: { hostId: true, planId: true, plan: { select: { number: true, fabricIds: true } } },
    orderBy: { hostId: 'asc' },
  });
  return held.map(({ hostId, planId, plan }) => ({ hostId, planId, ...plan }));
}
