import type { HitOf } from '@/lib/contracts/search';
import { bestMatch } from '@/lib/domain/search';
import { momentOf } from '@/lib/server/db/fleet/point-in-time';
import { wavesForTheWorse } from '@/lib/server/services/history';
import { DAY_MS } from '@/lib/util/durations';
import type { Asked } from './internal';

const LOOKED_BACK_MS = 30 * DAY_MS;

/** Waves of the last 30 days by id, cluster, or what their hosts fail by since. */
export async function findWaves({ ctx, question, words }: Asked): Promise<HitOf<'wave'>[]> {
  const to = momentOf(question.when);
  const asked = { fabrics: question.fabrics, filter: question.filter, to };
  const from = new Date(to.getTime() - LOOKED_BACK_MS);
  return (await wavesForTheWorse(ctx.db, { ...asked, from })).flatMap((wave): HitOf<'wave'>[] => {
    const match = bestMatch([wave.id, wave.cluster, wave.to, ...wave.causes], words.q);
    return match === null ? [] : [{ kind: 'wave', match, ...wave }];
  });
}
