import type { Ctx } from '@/lib/server/context';
import { transact } from '@/lib/server/db/client';
import { beat } from '@/lib/server/db/heartbeat';
import { noticeEndedExceptions } from '@/lib/server/db/ingest/exceptions';
import { noticeSilences } from '@/lib/server/db/ingest/silence';
import { raiseWatermark } from '@/lib/server/db/watermark';

/**
 * Records what follows from the clock alone: that this server runs, which hosts have fallen silent, and which
 * exceptions have ended. Several instances may call it at the same time and as often as they like: each event
 * is recorded once. Returns the number of new events.
 */
export async function watchFleet({ ctx }: { ctx: Ctx }): Promise<number> {
  await transact(ctx.db, (tx) => beat(tx, ctx.now));
  const noticed = (await noticeAll(ctx, noticeSilences)) + (await noticeAll(ctx, noticeEndedExceptions));
  if (noticed > 0) await raiseWatermark(ctx.db);
  return noticed;
}

async function noticeAll(ctx: Ctx, notice: typeof noticeSilences): Promise<number> {
  for (let sum = 0; ; ) {
    const { noticed, isAll } = await transact(ctx.db, (tx) => notice(tx, ctx.now));
    sum += noticed;
    if (isAll || noticed === 0) return sum;
  }
}
