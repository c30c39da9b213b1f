import { TOLERATED_AHEAD_MS } from '@/lib/contracts/words/host-query';
import type { Ctx } from '@/lib/server/context';
import type { When } from '@/lib/server/db/fleet/point-in-time';
import { historyHorizon } from '@/lib/server/db/history/horizon';
import { ServiceError } from '@/lib/server/errors';

/** The moment of a question. A time slightly ahead of this server's clock counts as now. */
export function whenOf(ctx: Ctx, time: Date | null, pointer = 'at'): When {
  if (time === null) return { live: ctx.now };
  const aheadMs = time.getTime() - ctx.now.getTime();
  if (aheadMs > TOLERATED_AHEAD_MS)
    throw new ServiceError(
      'invalid_value',
      `The time "${pointer}" is in the future. Ask for a time that has passed.`,
      { pointer },
    );
  return aheadMs > 0 ? { live: ctx.now } : { at: time };
}

/** The beginning of history, if it is after this time. */
async function horizonAfter(ctx: Ctx, time: Date | null): Promise<Date | null> {
  const horizon = time === null ? null : await historyHorizon(ctx.db);
  return time === null || horizon === null || time >= horizon ? null : horizon;
}

export const isForgotten = async (ctx: Ctx, time: Date | null) => (await horizonAfter(ctx, time)) !== null;

/**
 * Nothing is known about a dropped day. An answer would show hosts that seem never to have sent, so it is
 * refused.
 */
export async function refuseForgotten(ctx: Ctx, time: Date | null, pointer = 'at'): Promise<void> {
  const horizon = await horizonAfter(ctx, time);
  if (horizon === null) return;
  throw new ServiceError(
    'before_history',
    `History begins ${horizon.toISOString()}: older days were dropped, as the retention says. Ask for a later time.`,
    { pointer },
  );
}
