import { ChangeCount, ChangeCountInput } from '@/lib/contracts/changes';
import { MOST_COUNTED } from '@/lib/contracts/words/changes';
import { countOfChanges, countsByKind } from '@/lib/server/db/fleet/answers/changes';
import { ALL_CHANGES } from '@/lib/server/verbs/question-words';
import { verb } from '@/lib/server/verbs/verb';
import { changeQuestion } from './internal';

/** Counts the changes that match a question on all its pages, and how many there would be of each kind. */
export const countChanges = verb({
  procedure: 'change.count',
  route: { at: 'GET /api/v1/changes/count', words: ALL_CHANGES },
  summary: 'Counts the changes that match.',
  right: 'history.read',
  kind: 'query',
  heavy: true,
  input: ChangeCountInput,
  output: ChangeCount,
  work: async ({ ctx, input }) => {
    // One more than is counted shows that there are more.
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
  },
});
