import { ById, Done } from '@/lib/contracts/administration';
import { transact } from '@/lib/server/db/client';
import { raiseWatermark } from '@/lib/server/db/watermark';
import { ServiceError } from '@/lib/server/errors';
import { findLiveHost, recordEvent } from '@/lib/server/services/host/find-host';
import { verb } from '@/lib/server/verbs/verb';

/** Withdraws what `allowReenroll` allowed, as long as nobody has used it and its day is not over. */
export const withdrawReenroll = verb({
  procedure: 'host.withdrawReenroll',
  route: { at: 'POST /api/v1/hosts/:id/withdraw-reenroll', operation: 'withdrawHostReenroll' },
  summary: 'Takes back that a host may enrol anew.',
  right: 'host.manage',
  kind: 'command',
  input: ById,
  output: Done,
  audit: 'host.reenrollWithdrawn',
  work: async ({ ctx, input, audit }) => {
    const { id, nameKey } = await findLiveHost(ctx, input.id);
    await transact(ctx.db, async (tx) => {
      const { count } = await tx.host.updateMany({
        where: { id, reenrollUntil: { gt: ctx.now } },
        data: { reenrollUntil: null },
      });
      if (count === 0)
        throw new ServiceError('conflict', `The host ${nameKey} is not allowed to enrol again`);
      await recordEvent(tx, ctx, { hostId: id, kind: 'reenrollWithdrawn' });
      await raiseWatermark(tx);
      const detail = { name: nameKey };
      await audit(tx, { subject: { kind: 'host', id }, detail });
    });
    return { id };
  },
});
