import { ById, type Done } from '@/lib/contracts/administration';
import { audit } from '@/lib/server/audit/record';
import { authorize } from '@/lib/server/auth/authorize';
import type { Verb } from '@/lib/server/context';
import { transact } from '@/lib/server/db/client';
import { raiseWatermark } from '@/lib/server/db/watermark';
import { ServiceError } from '@/lib/server/errors';
import { parseInput } from '@/lib/server/request/parse-input';
import { findLiveHost, recordEvent } from '@/lib/server/services/host/find-host';

/** After a person has found out why a credential of before its rotation was used again: a copy of it may be about. */
export async function unlockHost({ ctx, input }: Verb<ById>): Promise<Done> {
  authorize(ctx, 'host.manage');
  const { id, nameKey, lockedAt } = await findLiveHost(ctx, parseInput(ById, input).id);
  if (!lockedAt) throw new ServiceError('conflict', `The host ${nameKey} is not locked`);
  await transact(ctx.db, async (tx) => {
    await tx.host.update({ where: { id }, data: { lockedAt: null } });
    await recordEvent(tx, ctx, { hostId: id, kind: 'unlocked' });
    const detail = { name: nameKey, lockedAt: lockedAt.toISOString() };
    await raiseWatermark(tx);
    await audit(tx, ctx, { action: 'host.unlocked', subject: { kind: 'host', id }, detail });
  });
  return { id };
}
