import { ById, type Done } from '@/lib/contracts/administration';
import { audit } from '@/lib/server/audit/record';
import { authorize } from '@/lib/server/auth/authorize';
import type { Verb } from '@/lib/server/context';
import { transact } from '@/lib/server/db/client';
import { raiseWatermark } from '@/lib/server/db/watermark';
import { parseInput } from '@/lib/server/request/parse-input';
import { findLiveHost, recordEvent } from '@/lib/server/services/host/find-host';
import { leaveFleet } from '@/lib/server/services/host/leave-fleet';

/** The host is no more. */
export async function retireHost({ ctx, input }: Verb<ById>): Promise<Done> {
  authorize(ctx, 'host.manage');
  const host = await findLiveHost(ctx, parseInput(ById, input).id);
  await transact(ctx.db, async (tx) => {
    if (!(await leaveFleet(tx, ctx, host))) return;
    await recordEvent(tx, ctx, { hostId: host.id, kind: 'retired' });
    await raiseWatermark(tx);
    await audit(tx, ctx, {
      action: 'host.retired',
      subject: { kind: 'host', id: host.id },
      detail: { name: host.nameKey },
    });
  });
  return { id: host.id };
}
