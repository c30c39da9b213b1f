import { ChangeViewInput, SavedView } from '@/lib/contracts/view';
import { requirePerson } from '@/lib/server/auth/authorize';
import { transact } from '@/lib/server/db/client';
import { ServiceError } from '@/lib/server/errors';
import { verb } from '@/lib/server/verbs/verb';
import { canonicalQuery, lockViews, oneView, ownView, refuseTakenName } from './internal';

/**
 * Renames a view, shares it, stops sharing it, or changes its query. Refused if the caller has not seen its
 * last change.
 */
export const changeView = verb({
  procedure: 'view.change',
  route: { at: 'PATCH /api/v1/views/:id' },
  summary: 'Changes a view of one’s own, which must be as it was last seen.',
  right: 'view.manage',
  people: true,
  kind: 'command',
  input: ChangeViewInput,
  output: SavedView,
  audit: 'view.changed',
  work: async ({ ctx, input: { id, version, name, query, columns, shared }, audit }) => {
    const { id: own } = requirePerson(ctx);
    const change = {
      ...(name !== undefined && { name }),
      ...(query !== undefined && { query: canonicalQuery(query) }),
      ...(columns !== undefined && { columns: columns ?? [] }),
      ...(shared !== undefined && { shared }),
    };
    const isDone = await transact(ctx.db, async (tx) => {
      await lockViews(tx);
      const before = await ownView({ ...ctx, db: tx }, id, own);
      const becomesShared = shared === true && !before.shared;
      if (becomesShared || (name !== undefined && name !== before.name))
        await refuseTakenName({ ...ctx, db: tx }, { ...before, ...change }, own);
      const data = { ...change, version: { increment: 1 }, updatedAt: ctx.now };
      const { count } = await tx.savedView.updateMany({ where: { id, version }, data });
      if (count === 0) return false;
      await audit(tx, { subject: { kind: 'view', id }, detail: change });
      return true;
    });
    const present = await oneView(ctx, id, own);
    if (isDone) return present;
    throw new ServiceError('version_conflict', 'This view has been changed since: look at it again first', {
      more: { present },
    });
  },
});
