import { ById, type Done } from '@/lib/contracts/administration';
import { audit } from '@/lib/server/audit/record';
import { authorize } from '@/lib/server/auth/authorize';
import type { Verb } from '@/lib/server/context';
import { transact } from '@/lib/server/db/client';
import { raiseWatermark } from '@/lib/server/db/watermark';
import { parseInput } from '@/lib/server/request/parse-input';
import { findLiveHost, recordEvent } from '@/lib/server/services/host/find-host';

const ALLOWED_HOURS = 24;

/** Lets a reinstalled host enrol again under its own id for a day. Its credential works until then. */
export async function allowReenroll({ ctx, input }: Verb<ById>): Promise<Done & { until: string }> {
  authorize(ctx, 'host.manage');
  const { id, nameKey } = await findLiveHost(ctx, parseInput(ById, input).id);
  const reenrollUntil = new Date(ctx.now.getTime() + ALLOWED_HOURS * 3_600_000);
  const until = reenrollUntil.toISOString();
  await transact(ctx.db, async (tx) => {
    await tx.host.update({ where: { id }, data: { reenrollUntil } });
    await recordEvent(tx, ctx, { hostId: id, kind: 'reenrollAllowed' });
    const detail = { name: nameKey, until };
    await raiseWatermark(tx);
    await audit(tx, ctx, { action: 'host.reenrollAllowed', subject: { kind: 'host', id }, detail });
  });
  return { id, until };
}
