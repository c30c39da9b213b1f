import { holdRights } from '@/lib/server/auth/hold-rights';
import type { Ctx } from '@/lib/server/context';
import { type RowOf, rowsOf } from '@/lib/server/db/checked-rows';
import type { Db } from '@/lib/server/db/client';
import { ServiceError } from '@/lib/server/errors';
import { findOperator } from '@/lib/server/services/operator/internal';

const lockedOperators = rowsOf('locked administrators', {
  id: 'text',
  allFabrics: 'boolean',
  isActive: 'boolean',
});
type Locked = RowOf<typeof lockedOperators>;

/**
 * Locks an operator and all administrators in the order of their ids. No operator may be locked before: two
 * simultaneous changes would wait for each other without end.
 */
function lockWithAdministrators(tx: Db, id: string): Promise<Locked[]> {
  return lockedOperators(tx)`
    SELECT id, all_fabrics AS "allFabrics", role = 'administrator' AND disabled_at IS NULL AS "isActive" FROM operator
    WHERE id = ${id} OR (role = 'administrator' AND disabled_at IS NULL) ORDER BY id FOR UPDATE`;
}

/**
 * Called first in the transaction that changes an operator; the verb has looked up both before. Both may have
 * changed since: the caller may have lost their rights, and the operator may have got fabrics that the caller
 * does not see. The result stays true until the transaction ends.
 */
export async function holdOperator(tx: Db, ctx: Ctx, id: string) {
  await lockWithAdministrators(tx, id);
  await holdRights(tx, ctx);
  return findOperator({ ...ctx, db: tx }, id);
}

/**
 * Called before somebody stops being an administrator: if two administrators end each other at the same time,
 * one is refused.
 */
export async function refuseLastAdministrator(tx: Db, id: string): Promise<void> {
  const all = (await lockWithAdministrators(tx, id)).filter(({ isActive }) => isActive);
  const leaving = all.find((administrator) => administrator.id === id);
  // An administrator limited to fabrics can replace only another such one: otherwise nobody would manage the rest.
  const replaces = (other: { id: string; allFabrics: boolean }) =>
    other.id !== id && (other.allFabrics || !leaving?.allFabrics);
  if (!leaving || all.some(replaces)) return;
  const kind = leaving.allFabrics ? 'administrator of all fabrics' : 'administrator';
  throw new ServiceError('conflict', `This is the last ${kind}: make another one first`);
}
