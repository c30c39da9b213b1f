import { validate as isUuid } from 'uuid';
import type { HostLife } from '@/lib/contracts/fleet';
import { authorize, fabricScope } from '@/lib/server/auth/authorize';
import type { Ctx, Verb } from '@/lib/server/context';
import { findLifetime, findSuccessor, type HostLifetime } from '@/lib/server/db/fleet/answers/host-lifetime';
import { historyHorizon } from '@/lib/server/db/history/horizon';
import { hostNotFound } from './internal';

/** What a page says of a host that is not in the fleet at the time asked for. Another's host is not found. */
export async function hostLifetime({ ctx, input }: Verb<{ id: string }>): Promise<HostLife> {
  authorize(ctx, 'history.read');
  const life = await findVisible(ctx, input.id);
  if (life === null) throw hostNotFound();
  const { id, hostname, enrolledAt, retiredAt } = life;
  const successorId = retiredAt && (await findSuccessor(ctx.db, id, retiredAt));
  const successor = successorId && (await findVisible(ctx, successorId));
  return {
    id,
    hostname,
    enrolledAt: enrolledAt.toISOString(),
    retiredAt: retiredAt?.toISOString() ?? null,
    isMerged: successorId !== null,
    mergedInto: successor
      ? { id: successor.id, hostname: successor.hostname, fabric: successor.fabric }
      : null,
    lastAt: retiredAt && (await lastMomentBefore(ctx, retiredAt)),
  };
}

async function findVisible(ctx: Ctx, id: string): Promise<HostLifetime | null> {
  return isUuid(id) ? await findLifetime(ctx.db, id, fabricScope(ctx)) : null;
}

/** Times are kept to the millisecond. */
async function lastMomentBefore(ctx: Ctx, end: Date): Promise<string | null> {
  const last = new Date(end.getTime() - 1);
  const horizon = await historyHorizon(ctx.db);
  return horizon !== null && last < horizon ? null : last.toISOString();
}
