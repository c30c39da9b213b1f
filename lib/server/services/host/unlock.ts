import { ById, Done } from '@/lib/contracts/administration';
import { transact } from '@/lib/server/db/client';
import { raiseWatermark } from '@/lib/server/db/watermark';
import { ServiceError } from '@/lib/server/errors';
import { findLiveHost, recordEvent } from '@/lib/server/services/host/find-host';
import { verb } from '@/lib/server/verbs/verb';

/**
 * Unlocks a host after a person has found out why a credential from before its rotation was used again: a
 * copy of it may exist.
 */
export const unlockHost = verb({
  procedure: 'host.unlock',
  route: { at: 'POST /api/v1/hosts/:id/unlock' },
  summary: 'Unlocks a host whose credential was used twice.',
  right: 'host.manage',
  kind: 'command',
  input: ById,
  output: Done,
  audit: 'host.unlocked',
  work: async ({ ctx, input, audit }) => {
    const { id, nameKey, source } = await findLiveHost(ctx, input.id);
    const { lockedAt } = source;
    if (!lockedAt) throw new ServiceError('conflict', `The host ${nameKey} is not locked`);
    await transact(ctx.db, async (tx) => {
      await tx.source.update({ where: { id }, data: { lockedAt: null } });
      await recordEvent(tx, ctx, { hostId: id, kind: 'unlocked' });
      const detail = { name: nameKey, lockedAt: lockedAt.toISOString() };
      await raiseWatermark(tx);
      await audit(tx, { subject: { kind: 'host', id }, detail });
    });
    return { id };
  },
});
