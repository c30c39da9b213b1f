import { validate as isUuid } from 'uuid';
import { fabricScope } from '@/lib/server/auth/authorize';
import type { Ctx } from '@/lib/server/context';
import { rowsOf } from '@/lib/server/db/checked-rows';
import type { Db, Prisma } from '@/lib/server/db/client';
import { holdLock } from '@/lib/server/db/locks';
import { ServiceError } from '@/lib/server/errors';

/** Only fabrics that the actor may see. To this actor, others do not exist. */
export function visibleFabrics(ctx: Ctx): Prisma.FabricWhereInput {
  const scope = fabricScope(ctx);
  return scope === 'all' ? {} : { id: { in: [...scope] } };
}

const fabrics = rowsOf('fabric by its id or name', { id: 'text', name: 'text' });

/**
 * Finds a fabric by its id or its name in any case. Names are compared as the unique index does. Prisma's
 * `mode: 'insensitive'` is ILIKE, in which `_`, `%` and `\` are patterns and could match another fabric.
 */
export async function findFabric(ctx: Ctx, idOrName: string): Promise<{ id: string; name: string }> {
  const scope = fabricScope(ctx);
  const id = isUuid(idOrName) ? idOrName : null;
  const [fabric] = await fabrics(ctx.db)`
    SELECT id::text AS id, name FROM fabric
    WHERE (id = ${id}::uuid OR lower(name) = lower(${idOrName.trim().normalize('NFC')}::text))
      AND (${scope === 'all'}::boolean OR id = ANY(${scope === 'all' ? [] : [...scope]}::uuid[]))
    ORDER BY id = ${id}::uuid DESC NULLS LAST LIMIT 1`;
  if (!fabric) throw new ServiceError('not_found', `There is no fabric "${idOrName}"`);
  return fabric;
}

const fabricsNamed = rowsOf('fabric that has a name', { id: 'text', name: 'text' });

/**
 * Refuses the name of another fabric, whatever its case, and locks all names until the transaction ends. The
 * unique index would refuse it too, but the transaction could then run no further query, such as which fabric
 * has the name.
 */
export async function refuseTakenName(tx: Db, name: string, ownId: string): Promise<void> {
  await holdLock(tx, 'fabricNames');
  const [there] = await fabricsNamed(tx)`
    SELECT id::text AS id, name FROM fabric WHERE lower(name) = lower(${name}::text) AND id <> ${ownId}::uuid`;
  if (there === undefined) return;
  throw new ServiceError('name_taken', `There is a fabric "${there.name}" already`, {
    pointer: '/name',
    more: { id: there.id },
  });
}

/**
 * The ids of several fabrics, all of which must exist. Null stands for all fabrics, which only a caller with
 * all fabrics may use.
 */
export async function fabricIds(
  ctx: Ctx,
  idsOrNames: readonly string[] | undefined,
): Promise<string[] | null> {
  if (!idsOrNames) {
    if (fabricScope(ctx) === 'all') return null;
    throw new ServiceError('forbidden', 'Name the fabrics: you do not have all of them to give');
  }
  const ids: string[] = [];
  for (const idOrName of idsOrNames) ids.push((await findFabric(ctx, idOrName)).id);
  return [...new Set(ids)];
}
