import { validate as isUuid } from 'uuid';
import type { Db } from '@/lib/server/db/client';

/** Of fabrics by their ids, for what is about several of them; who may know them is decided by who asks. */
export async function fabricNames(db: Db, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const where = { id: { in: [...new Set(ids)] } };
  const fabrics = await db.fabric.findMany({ where, select: { id: true, name: true } });
  return new Map(fabrics.map(({ id, name }) => [id, name]));
}

/** Those that are called so, by id or by name; others are not there. */
export function fabricsCalled(db: Db, values: readonly string[]): Promise<{ id: string; name: string }[]> {
  const storable = values.filter((value) => !value.includes('\0'));
  const where = {
    OR: [{ name: { in: storable } }, { id: { in: storable.filter((value) => isUuid(value)) } }],
  };
  return db.fabric.findMany({ where, select: { id: true, name: true } });
}
