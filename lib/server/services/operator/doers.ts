import { validate as isUuid } from 'uuid';
import { requireOperator } from '@/lib/server/auth/authorize';
import type { Ctx } from '@/lib/server/context';
import { rowsOf } from '@/lib/server/db/checked-rows';
import type { Db } from '@/lib/server/db/client';

export type Doer = { id: string; name: string };

/**
 * Who did something, by the ids stored in rows: people, tokens, and this server's own shell. A token is
 * marked as one and shown with its maker: its name may be that of a person, and identifies nobody once it is
 * revoked.
 */
export async function doersOf(db: Db, ids: readonly (string | null)[]): Promise<(id: string) => Doer> {
  const asked = [...new Set(ids.filter((id) => id !== null))];
  const tokens = await db.apiToken.findMany({
    where: { id: { in: asked.filter(isUuid) } },
    select: { id: true, name: true, createdBy: true },
  });
  const people = await db.operator.findMany({
    where: { id: { in: [...asked, ...tokens.map(({ createdBy }) => createdBy)] } },
    select: { id: true, name: true },
  });
  const names = new Map(people.map(({ id, name }) => [id, name]));
  for (const { id, name, createdBy } of tokens) {
    const maker = names.get(createdBy);
    names.set(id, maker === undefined ? `${name} (API)` : `${name} (API, ${maker})`);
  }
  return (id) => ({ id, name: names.get(id) ?? id });
}

/**
 * The person who asks, or who made the token that asks, also over several tokens; null for this server's own
 * shell.
 */
export async function personBehind(ctx: Ctx): Promise<string | null> {
  const { actor } = ctx;
  if (actor.kind === 'apiToken') return makerOf(ctx.db, actor.id);
  return actor.kind === 'system' ? null : requireOperator(ctx).id;
}

const makers = rowsOf('who made a token', { maker: 'text' });

async function makerOf(db: Db, tokenId: string): Promise<string | null> {
  const rows = await makers(db)`
    WITH RECURSIVE makers AS (
      SELECT created_by AS id FROM api_token WHERE id::text = ${tokenId}
      UNION SELECT token.created_by FROM api_token token JOIN makers ON token.id::text = makers.id
    )
    SELECT operator.id AS maker FROM operator JOIN makers ON makers.id = operator.id`;
  return rows[0]?.maker ?? null;
}
