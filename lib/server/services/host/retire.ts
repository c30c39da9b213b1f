import { ById, Done } from '@/lib/contracts/administration';
import { transact } from '@/lib/server/db/client';
import { raiseWatermark } from '@/lib/server/db/watermark';
import { findLiveHost, recordEvent } from '@/lib/server/services/host/find-host';
import { leaveFleet } from '@/lib/server/services/host/leave-fleet';
import { verb } from '@/lib/server/verbs/verb';

/** Retires the host for good. */
export const retireHost = verb({
  procedure: 'host.retire',
  route: { at: 'POST /api/v1/hosts/:id/retire' },
  summary: 'Takes a host out of the fleet; its history stays.',
  right: 'host.manage',
  kind: 'command',
  input: ById,
  output: Done,
  audit: 'host.retired',
  work: async ({ ctx, input, audit }) => {
    const host = await findLiveHost(ctx, input.id);
    await transact(ctx.db, async (tx) => {
      if (!(await leaveFleet(tx, ctx, host))) return;
      await recordEvent(tx, ctx, { hostId: host.id, kind: 'retired' });
      await raiseWatermark(tx);
      await audit(tx, { subject: { kind: 'host', id: host.id }, detail: { name: host.nameKey } });
    });
    return { id: host.id };
  },
});
