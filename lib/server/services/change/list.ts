import { ChangeList, ChangeQueryInput } from '@/lib/contracts/changes';
import { pageOfChanges } from '@/lib/server/db/fleet/answers/changes';
import { PAGE_OF_CHANGES } from '@/lib/server/verbs/question-words';
import { verb } from '@/lib/server/verbs/verb';
import { writeChangeCursor } from './cursor';
import { changeQuestion, toChangeRow } from './internal';
import { vmsTeller } from './vms';
import { wavesAround } from './waves';

/** One page of changes, newest first, without superseded ones. */
export const listChanges = verb({
  procedure: 'change.list',
  route: { at: 'GET /api/v1/changes', words: PAGE_OF_CHANGES },
  summary: 'Lists changes, the newest first.',
  right: 'history.read',
  kind: 'query',
  heavy: true,
  input: ChangeQueryInput,
  output: ChangeList,
  work: async ({ ctx, input }) => {
    const question = await changeQuestion(ctx, input);
    // One more than asked for shows whether another page follows.
    const found = await pageOfChanges(ctx.db, { ...question, limit: input.limit + 1 });
    const page = found.slice(0, input.limit);
    const waves = await wavesAround(ctx.db, question.fabrics, page, question.asOf);
    const tellVms = await vmsTeller(
      ctx.db,
      page.map((change) => ({ change, wave: undefined })),
    );
    const last = page.at(-1);
    return {
      asOf: question.asOf.toISOString(),
      changes: page.map((change) => ({
        ...toChangeRow(change, waves.of(change.id)?.id),
        ...tellVms({ change, wave: undefined }),
      })),
      nextCursor: found.length > page.length && last !== undefined ? writeChangeCursor(input, last) : null,
    };
  },
});
