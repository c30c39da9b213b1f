import type { Db } from '@/lib/server/db/client';
import { ServiceError } from '@/lib/server/errors';

/**
 * Called before somebody stops being an administrator. Row locks in one order: of two administrators who end each
 * other at once, one is refused.
 */
export async function refuseLastAdministrator(tx: Db, id: string): Promise<void> {
  const all = await tx.$queryRaw<{ id: string; allFabrics: boolean }[]>`
    SELECT id, all_fabrics AS "allFabrics" FROM operator
    WHERE role = 'administrator' AND disabled_at IS NULL ORDER BY id FOR UPDATE`;
  const leaving = all.find((administrator) => administrator.id === id);
  // One who is limited to fabrics can replace only another such one: the rest would be nobody's.
  const replaces = (other: { id: string; allFabrics: boolean }) =>
    other.id !== id && (other.allFabrics || !leaving?.allFabrics);
  if (!leaving || all.some(replaces)) return;
  const kind = leaving.allFabrics ? 'administrator of all fabrics' : 'administrator';
  throw new ServiceError('conflict', `This is the last ${kind}: make another one first`);
}
