import { ById, type Done } from '@/lib/contracts/administration';
import { audit } from '@/lib/server/audit/record';
import { authorize } from '@/lib/server/auth/authorize';
import type { Verb } from '@/lib/server/context';
import { transact } from '@/lib/server/db/client';
import { raiseWatermark } from '@/lib/server/db/watermark';
import { ServiceError } from '@/lib/server/errors';
import { parseInput } from '@/lib/server/request/parse-input';
import { findLiveHost, recordEvent } from '@/lib/server/services/host/find-host';

/** Takes back what `allowReenroll` allowed, as long as nobody has enrolled by it and its day is not over. */
export async function withdrawReenroll({ ctx, input }: Verb<ById>): Promise<Done> {
  authorize(ctx, 'host.manage');
  const { id, nameKey } = await findLiveHost(ctx, parseInput(ById, input).id);
  await transact(ctx.db, async (tx) => {
    const { count } = await tx.host.updateMany({
      where: { id, reenrollUntil: { gt: ctx.now } },
      data: { reenrollUntil: null },
    });
    if (count === 0) throw new ServiceError('conflict', `The host ${nameKey} is not allowed to enrol again`);
    await recordEvent(tx, ctx, { hostId: id, kind: 'reenrollWithdrawn' });
    await raiseWatermark(tx);
    const detail = { name: nameKey };
    await audit(tx, ctx, { action: 'host.reenrollWithdrawn', subject: { kind: 'host', id }, detail });
  });
  return { id };
}
