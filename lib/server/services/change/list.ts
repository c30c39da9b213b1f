import type { ChangeList } from '@/lib/contracts/changes';
import type { ChangeQuery } from '@/lib/contracts/words/changes';
import { authorize } from '@/lib/server/auth/authorize';
import type { Verb } from '@/lib/server/context';
import { pageOfChanges } from '@/lib/server/db/fleet/answers/changes';
import { writeChangeCursor } from './cursor';
import { changeQuestion, toChangeRow } from './internal';
import { vmsTeller } from './vms';
import { wavesAround } from './waves';

/** One page of what changed, the newest first; what no longer holds is left out. */
export async function listChanges({ ctx, input }: Verb<ChangeQuery>): Promise<ChangeList> {
  authorize(ctx, 'history.read');
  const question = await changeQuestion(ctx, input);
  // One more than asked for tells whether another page follows.
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
}
