import type { PreviewReportInput } from '@/lib/contracts/reports';
import { LONGEST_PERIOD_DAYS } from '@/lib/contracts/words/reports';
import type { Ctx } from '@/lib/server/context';
import { momentOf } from '@/lib/server/db/fleet/point-in-time';
import { ServiceError } from '@/lib/server/errors';
import { refuseForgotten, whenOf } from '@/lib/server/request/resolve-time';
import { DAY_MS } from '@/lib/util/durations';

export type ReportTimes = { from: Date | null; asOf: Date };

/** Checks that times have passed and are still in history. */
export async function timesOfReport(
  ctx: Ctx,
  asked: Pick<PreviewReportInput, 'at' | 'from' | 'to'>,
): Promise<ReportTimes> {
  if (asked.from === undefined || asked.to === undefined) {
    const asOf = momentOf(whenOf(ctx, asked.at === undefined ? null : new Date(asked.at), '/at'));
    await refuseForgotten(ctx, asOf, '/at');
    return { from: null, asOf };
  }
  const from = new Date(asked.from);
  const to = momentOf(whenOf(ctx, new Date(asked.to), '/to'));
  const lengthMs = to.getTime() - from.getTime();
  if (lengthMs <= 0)
    throw new ServiceError('invalid_value', 'A period ends after it begins', { pointer: '/to' });
  if (lengthMs > LONGEST_PERIOD_DAYS * DAY_MS)
    throw new ServiceError('invalid_value', `A period is at most ${LONGEST_PERIOD_DAYS} days long`, {
      pointer: '/from',
    });
  await refuseForgotten(ctx, from, '/from');
  return { from, asOf: to };
}
