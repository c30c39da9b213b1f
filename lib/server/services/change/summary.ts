import type { ChangeSummary, ChangeSummaryInput } from '@/lib/contracts/changes';
import { sumChanges } from '@/lib/domain/change-summary';
import { authorize, fabricScope } from '@/lib/server/auth/authorize';
import type { Verb } from '@/lib/server/context';
import { turnedHosts } from '@/lib/server/db/fleet/answers/turned-hosts';
import { momentOf } from '@/lib/server/db/fleet/point-in-time';
import { ServiceError } from '@/lib/server/errors';
import { refuseForgotten, whenOf } from '@/lib/server/request/resolve-time';
import { DAY_MS } from '@/lib/util/durations';

/** More clusters or causes than these are found by their filters. */
const MOST_TOLD = 50;

/** What a time did to the fleet: which hosts stopped being able, which are able again, and where and why. */
export async function summarizeChanges({ ctx, input }: Verb<ChangeSummaryInput>): Promise<ChangeSummary> {
  authorize(ctx, 'history.read');
  await refuseForgotten(ctx, input.at);
  const to = momentOf(whenOf(ctx, input.at));
  const from = input.since ?? new Date(to.getTime() - DAY_MS);
  if (from > to)
    throw new ServiceError(
      'invalid_value',
      `The parameter "since" must be no later than the time asked for, which is ${to.toISOString()}, and is "${from.toISOString()}".`,
      { pointer: 'since' },
    );
  const question = { fabrics: fabricScope(ctx), filter: input.filter };
  const turned = await turnedHosts(ctx.db, {
    before: { ...question, when: { at: from } },
    after: { ...question, when: whenOf(ctx, input.at) },
  });
  const { byHour, ...sums } = sumChanges(turned, MOST_TOLD);
  return {
    since: from.toISOString(),
    asOf: to.toISOString(),
    ...sums,
    byHour: byHour.map((hour) => ({ ...hour, from: hour.from.toISOString() })),
  };
}
