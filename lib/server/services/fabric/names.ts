import { validate as isUuid } from 'uuid';
import type { Ctx } from '@/lib/server/context';
import type { Db } from '@/lib/server/db/client';
import { visibleFabrics } from './internal';

/** Names of fabrics by their ids. The caller decides who may know them. */
export async function fabricNames(db: Db, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const where = { id: { in: [...new Set(ids)] } };
  const fabrics = await db.fabric.findMany({ where, select: { id: true, name: true } });
  return new Map(fabrics.map(({ id, name }) => [id, name]));
}

/** Every fabric that the actor may see, by name. */
export const seenFabrics = (ctx: Ctx): Promise<{ id: string; name: string }[]> =>
  ctx.db.fabric.findMany({
    where: visibleFabrics(ctx),
    orderBy: { name: 'asc' },
    select: { id: true, name: true },
  });

/** The fabrics with one of these ids or names; unknown ones are left out. */
export function fabricsCalled(db: Db, values: readonly string[]): Promise<{ id: string; name: string }[]> {
  const storable = values.filter((value) => !value.includes('\0'));
  const where = {
    OR: [{ name: { in: storable } }, { id: { in: storable.filter((value) => isUuid(value)) } }],
  };
  return db.fabric.findMany({ where, select: { id: true, name: true } });
}
