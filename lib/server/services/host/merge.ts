import { Done, MergeHostsInput } from '@/lib/contracts/administration';
import { transact } from '@/lib/server/db/client';
import { raiseWatermark } from '@/lib/server/db/watermark';
import { ServiceError } from '@/lib/server/errors';
import { findLiveHost, recordEvent } from '@/lib/server/services/host/find-host';
import { leaveFleet } from '@/lib/server/services/host/leave-fleet';
import { lockLiveHosts } from '@/lib/server/services/host/lock-live-hosts';
import { verb } from '@/lib/server/verbs/verb';

/**
 * Records that two hosts were one machine all along: the older record leaves the fleet, and each refers to
 * the other. Nothing is rewritten: the history of each stays under its own id, and an earlier time shows both
 * as before.
 */
export const mergeHosts = verb({
  procedure: 'host.merge',
  route: { at: 'POST /api/v1/hosts/:id/merge', operation: 'mergeHost' },
  summary: 'Merges the record of a host into another record of the same machine.',
  right: 'host.manage',
  kind: 'command',
  input: MergeHostsInput,
  output: Done,
  audit: 'host.merged',
  work: async ({ ctx, input: { id, into }, audit }) => {
    const [host, successor] = [await findLiveHost(ctx, id), await findLiveHost(ctx, into)];
    if (host.id === successor.id)
      throw new ServiceError(
        'conflict',
        `"${id}" and "${into}" are the same host: give the two that are one`,
      );
    await transact(ctx.db, async (tx) => {
      await lockLiveHosts(tx, [host.id, successor.id]);
      // Either may have left meanwhile: two calls that merge the hosts into each other would remove both.
      for (const one of [host, successor]) await findLiveHost({ ...ctx, db: tx }, one.id);
      await leaveFleet(tx, ctx, host);
      const names = { from: host.nameKey, to: successor.nameKey };
      for (const [hostId, otherHostId] of [
        [host.id, successor.id],
        [successor.id, host.id],
      ] as const)
        await recordEvent(tx, ctx, { hostId, kind: 'merged', detail: { ...names, otherHostId } });
      await raiseWatermark(tx);
      await audit(tx, {
        subject: { kind: 'host', id: host.id },
        detail: { name: host.nameKey, into: successor.id, intoName: successor.nameKey },
      });
    });
    return { id: successor.id };
  },
});
