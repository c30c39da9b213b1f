import { z } from 'zod';
import { ById, Done } from '@/lib/contracts/administration';
import { transact } from '@/lib/server/db/client';
import { raiseWatermark } from '@/lib/server/db/watermark';
import { findLiveHost, recordEvent } from '@/lib/server/services/host/find-host';
import { verb } from '@/lib/server/verbs/verb';

const ALLOWED_HOURS = 24;

/** Lets a reinstalled host enrol again under its own id for a day. Its credential works until then. */
export const allowReenroll = verb({
  procedure: 'host.allowReenroll',
  route: { at: 'POST /api/v1/hosts/:id/allow-reenroll', operation: 'allowHostReenroll' },
  summary: 'Allows a host to enrol anew for a time.',
  right: 'host.manage',
  kind: 'command',
  input: ById,
  output: Done.extend({ until: z.string() }),
  audit: 'host.reenrollAllowed',
  work: async ({ ctx, input, audit }) => {
    const { id, nameKey } = await findLiveHost(ctx, input.id);
    const reenrollUntil = new Date(ctx.now.getTime() + ALLOWED_HOURS * 3_600_000);
    const until = reenrollUntil.toISOString();
    await transact(ctx.db, async (tx) => {
      await tx.host.update({ where: { id }, data: { reenrollUntil } });
      await recordEvent(tx, ctx, { hostId: id, kind: 'reenrollAllowed' });
      const detail = { name: nameKey, until };
      await raiseWatermark(tx);
      await audit(tx, { subject: { kind: 'host', id }, detail });
    });
    return { id, until };
  },
});
