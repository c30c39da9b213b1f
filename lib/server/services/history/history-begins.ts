import { z } from 'zod';
import { HistoryBegins } from '@/lib/contracts/history';
import { historyHorizon } from '@/lib/server/db/history/horizon';
import { visibleFabrics } from '@/lib/server/services/fabric';
import { verb } from '@/lib/server/verbs/verb';

/** When history begins in the fabrics that the actor may see. */
export const historyBegins = verb({
  procedure: 'history.begins',
  summary: 'Says when the history that is kept begins.',
  right: 'history.read',
  kind: 'query',
  input: z.void(),
  output: HistoryBegins,
  work: async ({ ctx }) => {
    const first = await ctx.db.host.aggregate({
      where: { fabric: visibleFabrics(ctx) },
      _min: { enrolledAt: true },
    });
    const horizon = await historyHorizon(ctx.db);
    return {
      historyFrom: horizon?.toISOString() ?? null,
      firstHostAt: first._min.enrolledAt?.toISOString() ?? null,
    };
  },
});
