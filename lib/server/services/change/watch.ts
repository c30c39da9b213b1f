import type { Ctx } from '@/lib/server/context';
import { transact } from '@/lib/server/db/client';
import { beat } from '@/lib/server/db/heartbeat';
import { noticeSilences } from '@/lib/server/db/ingest/silence';

/**
 * What the clock alone tells: that this server serves, and which hosts have fallen silent. Several instances may do
 * it at once, and as often as they like: each silence is noticed once. Returns how many were.
 */
export async function watchFleet({ ctx }: { ctx: Ctx }): Promise<number> {
  await transact(ctx.db, (tx) => beat(tx, ctx.now));
  for (let sum = 0; ; ) {
    const { noticed, isAll } = await transact(ctx.db, (tx) => noticeSilences(tx, ctx.now));
    sum += noticed;
    if (isAll || noticed === 0) return sum;
  }
}
