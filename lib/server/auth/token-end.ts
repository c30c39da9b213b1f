import { validate as isUuid } from 'uuid';
import type { Ctx } from '@/lib/server/context';

/**
 * A token made with an API token ends no later than that one: otherwise one token could renew itself without
 * end.
 */
export async function endOfToken(ctx: Ctx, expiresInSeconds: number): Promise<Date> {
  const asked = new Date(ctx.now.getTime() + expiresInSeconds * 1_000);
  const { actor } = ctx;
  if (actor.kind !== 'apiToken' || !isUuid(actor.id)) return asked;
  const maker = await ctx.db.apiToken.findUnique({ where: { id: actor.id }, select: { expiresAt: true } });
  return maker && maker.expiresAt < asked ? maker.expiresAt : asked;
}
