import { v7 as uuidv7 } from 'uuid';
import { CreateViewInput, type SavedView } from '@/lib/contracts/view';
import { VIEWS_AT_MOST } from '@/lib/contracts/words/view';
import { audit } from '@/lib/server/audit/record';
import { authorize, requirePerson } from '@/lib/server/auth/authorize';
import type { Verb } from '@/lib/server/context';
import { transact } from '@/lib/server/db/client';
import { ServiceError } from '@/lib/server/errors';
import { parseInput } from '@/lib/server/request/parse-input';
import { canonicalQuery, lockViews, oneView, refuseTakenName } from './internal';

/** Keeps a question under a name, for oneself or for everybody. */
export async function createView({ ctx, input }: Verb<CreateViewInput>): Promise<SavedView> {
  authorize(ctx, 'view.manage');
  const { id: operatorId } = requirePerson(ctx);
  const { name, page, query, columns, shared } = parseInput(CreateViewInput, input);
  const id = uuidv7();
  const kept = { name, page, query: canonicalQuery(query), columns: columns ?? [], shared };
  await transact(ctx.db, async (tx) => {
    await lockViews(tx);
    await refuseTakenName({ ...ctx, db: tx }, { id, page, name }, operatorId);
    if ((await tx.savedView.count({ where: { operatorId } })) >= VIEWS_AT_MOST)
      throw new ServiceError(
        'conflict',
        `You have ${VIEWS_AT_MOST} views: delete one that you no longer use`,
      );
    const times = { createdAt: ctx.now, updatedAt: ctx.now };
    await tx.savedView.create({ data: { id, operatorId, ...kept, ...times }, select: { id: true } });
    const detail = { name, page, query: kept.query, shared };
    await audit(tx, ctx, { action: 'view.saved', subject: { kind: 'view', id }, detail });
  });
  return oneView(ctx, id, operatorId);
}
