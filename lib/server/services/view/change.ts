import { ChangeViewInput, type SavedView } from '@/lib/contracts/view';
import { audit } from '@/lib/server/audit/record';
import { authorize, requirePerson } from '@/lib/server/auth/authorize';
import type { Verb } from '@/lib/server/context';
import { transact } from '@/lib/server/db/client';
import { ServiceError } from '@/lib/server/errors';
import { parseInput } from '@/lib/server/request/parse-input';
import { canonicalQuery, lockViews, oneView, ownView, refuseTakenName } from './internal';

/** Renames a view, shares it or no longer, or makes it another question; refused for who has not seen its last change. */
export async function changeView({ ctx, input }: Verb<ChangeViewInput>): Promise<SavedView> {
  authorize(ctx, 'view.manage');
  const { id: own } = requirePerson(ctx);
  const { id, version, name, query, columns, shared } = parseInput(ChangeViewInput, input);
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
    await audit(tx, ctx, { action: 'view.changed', subject: { kind: 'view', id }, detail: change });
    return true;
  });
  const present = await oneView(ctx, id, own);
  if (isDone) return present;
  throw new ServiceError('version_conflict', 'This view has been changed since: look at it again first', {
    more: { present },
  });
}
