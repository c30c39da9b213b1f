import { v7 as uuidv7 } from 'uuid';
import { type Ctx, recordedBy } from '@/lib/server/context';
import type { Db } from '@/lib/server/db/client';
import { flagDuplicates } from '@/lib/server/db/ingest/duplicates';

type Leaving = { id: string; fabricId: string; owner: string | null };

/**
 * Removes the host from the fleet from now on: its history stays, its credentials end, its id is never used
 * again. Returns false if it had already left.
 */
export async function leaveFleet(tx: Db, ctx: Ctx, { id, fabricId, owner }: Leaving): Promise<boolean> {
  const { count } = await tx.host.updateMany({
    where: { id, retiredAt: null },
    data: { retiredAt: ctx.now, reenrollUntil: null },
  });
  if (count === 0) return false;
  await tx.source.update({ where: { id }, data: { endedAt: ctx.now }, select: { id: true } });
  const recorded = { validFrom: ctx.now, recordedBy: recordedBy(ctx.actor) };
  await tx.hostAssignment.create({
    data: { id: uuidv7(), hostId: id, fabricId, owner, retired: true, ...recorded },
  });
  await letNamesGo(tx, id);
  return true;
}

/** Hosts that shared a name or machine id only with this one are no longer duplicates. */
async function letNamesGo(tx: Db, hostId: string): Promise<void> {
  const host = await tx.host.findUniqueOrThrow({ where: { id: hostId } });
  const claimed = { nameKey: host.claimedNameKey, machineId: host.claimedMachineId };
  const before = { nameKey: host.nameKey, machineId: host.machineId };
  await flagDuplicates(tx, [{ hostId, ...claimed, before }]);
}
