import type { HistoryBegins } from '@/lib/contracts/history';
import { authorize } from '@/lib/server/auth/authorize';
import type { Ctx } from '@/lib/server/context';
import { historyHorizon } from '@/lib/server/db/history/horizon';
import { visibleFabrics } from '@/lib/server/services/fabric';

/** Since when there is anything to look back at, in the fabrics that the actor may see. */
export async function historyBegins({ ctx }: { ctx: Ctx }): Promise<HistoryBegins> {
  authorize(ctx, 'history.read');
  const first = await ctx.db.host.aggregate({
    where: { fabric: visibleFabrics(ctx) },
    _min: { enrolledAt: true },
  });
  const horizon = await historyHorizon(ctx.db);
  return {
    historyFrom: horizon?.toISOString() ?? null,
    firstHostAt: first._min.enrolledAt?.toISOString() ?? null,
  };
}
