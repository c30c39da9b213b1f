import { v7 as uuidv7 } from 'uuid';
import { CreateViewInput, SavedView } from '@/lib/contracts/view';
import { VIEWS_AT_MOST } from '@/lib/contracts/words/view';
import { requirePerson } from '@/lib/server/auth/authorize';
import { transact } from '@/lib/server/db/client';
import { ServiceError } from '@/lib/server/errors';
import { verb } from '@/lib/server/verbs/verb';
import { canonicalQuery, lockViews, oneView, refuseTakenName } from './internal';

/** Saves a query under a name, for the caller or for everybody. */
export const createView = verb({
  procedure: 'view.create',
  route: { at: 'POST /api/v1/views', status: 201, location: ({ id }) => `/api/v1/views/${id}` },
  summary: 'Keeps a question under a name, for its author or for everybody.',
  right: 'view.manage',
  people: true,
  kind: 'command',
  input: CreateViewInput,
  output: SavedView,
  audit: 'view.saved',
  work: async ({ ctx, input: { name, page, query, columns, shared }, audit }) => {
    const { id: operatorId } = requirePerson(ctx);
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
      await audit(tx, { subject: { kind: 'view', id }, detail });
    });
    return oneView(ctx, id, operatorId);
  },
});
