import type { ChangeCount } from '@/lib/contracts/changes';
import { type ChangeQuery, MOST_COUNTED } from '@/lib/contracts/words/changes';
import { authorize } from '@/lib/server/auth/authorize';
import type { Verb } from '@/lib/server/context';
import { countOfChanges } from '@/lib/server/db/fleet/answers/changes';
import { changeQuestion } from './internal';

/** How many changes a question has on all its pages. */
export async function countChanges({
  ctx,
  input,
}: Verb<Omit<ChangeQuery, 'limit' | 'cursor'>>): Promise<ChangeCount> {
  authorize(ctx, 'history.read');
  // One beyond those that are counted tells that there are more.
  const question = await changeQuestion(ctx, { ...input, limit: MOST_COUNTED + 1, cursor: null });
  const found = await countOfChanges(ctx.db, question);
  return {
    asOf: question.asOf.toISOString(),
    total: Math.min(found, MOST_COUNTED),
    isMore: found > MOST_COUNTED,
  };
}
