import type { ChangeCount } from '@/lib/contracts/changes';
import { type ChangeQuery, MOST_COUNTED } from '@/lib/contracts/words/changes';
import { authorize } from '@/lib/server/auth/authorize';
import type { Verb } from '@/lib/server/context';
import { countOfChanges, countsByKind } from '@/lib/server/db/fleet/answers/changes';
import { changeQuestion } from './internal';

/** How many changes a question has on all its pages, and how many it would have of each kind. */
export async function countChanges({
  ctx,
  input,
}: Verb<Omit<ChangeQuery, 'limit' | 'cursor'>>): Promise<ChangeCount> {
  authorize(ctx, 'history.read');
  // One beyond those that are counted tells that there are more.
  const question = await changeQuestion(ctx, { ...input, limit: MOST_COUNTED + 1, cursor: null });
  const { kind: _, ...ofAnyKind } = question.filter;
  const [found, byKind] = await Promise.all([
    countOfChanges(ctx.db, question),
    countsByKind(ctx.db, { ...question, filter: ofAnyKind }),
  ]);
  const counted = byKind.reduce((sum, { count }) => sum + count, 0);
  return {
    asOf: question.asOf.toISOString(),
    total: Math.min(found, MOST_COUNTED),
    isMore: found > MOST_COUNTED,
    byKind: counted > MOST_COUNTED ? null : byKind,
  };
}
