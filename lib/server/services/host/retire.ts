import { v7 as uuidv7 } from 'uuid';
import { ById, type Done } from '@/lib/contracts/administration';
import { audit } from '@/lib/server/audit/record';
import { authorize } from '@/lib/server/auth/authorize';
import { recordedBy, type Verb } from '@/lib/server/context';
import { transact } from '@/lib/server/db/client';
import { parseInput } from '@/lib/server/parse';
import { findLiveHost, recordEvent } from '@/lib/server/services/host/find-host';

/** The host leaves the fleet from now on; its past stays, its credentials die, its id is never used again. */
export async function retireHost({ ctx, input }: Verb<ById>): Promise<Done> {
  authorize(ctx, 'host.manage');
  const { id, fabricId, owner, nameKey } = await findLiveHost(ctx, parseInput(ById, input).id);
  await transact(ctx.db, async (tx) => {
    const { count } = await tx.host.updateMany({
      where: { id, retiredAt: null },
      data: { retiredAt: ctx.now, reenrollUntil: null },
    });
    if (count === 0) return;
    await tx.credential.updateMany({
      where: { hostId: id, OR: [{ endsAt: null }, { endsAt: { gt: ctx.now } }] },
      data: { endsAt: ctx.now, endReason: 'revoked' },
    });
    const recorded = { validFrom: ctx.now, recordedBy: recordedBy(ctx.actor) };
    await tx.hostAssignment.create({
      data: { id: uuidv7(), hostId: id, fabricId, owner, retired: true, ...recorded },
    });
    await recordEvent(tx, ctx, { hostId: id, kind: 'retired' });
    await audit(tx, ctx, {
      action: 'host.retired',
      subject: { kind: 'host', id },
      detail: { name: nameKey },
    });
  });
  return { id };
}
