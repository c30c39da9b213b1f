import { validate as isUuid } from 'uuid';
import { HostLife } from '@/lib/contracts/fleet';
import { HostLifeInput } from '@/lib/contracts/host-query';
import { fabricScope } from '@/lib/server/auth/authorize';
import type { Ctx } from '@/lib/server/context';
import { findLifetime, findSuccessor, type HostLifetime } from '@/lib/server/db/fleet/answers/host-lifetime';
import { historyHorizon } from '@/lib/server/db/history/horizon';
import { verb } from '@/lib/server/verbs/verb';
import { hostNotFound } from './internal';

/**
 * What a page says about a host that is not in the fleet at the time asked for. A host outside the caller's
 * fabrics is not found.
 */
export const hostLifetime = verb({
  procedure: 'host.life',
  summary: 'Says since when a host exists, and whether it has left the fleet.',
  right: 'history.read',
  kind: 'query',
  input: HostLifeInput,
  output: HostLife,
  work: async ({ ctx, input }) => {
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
  },
});

async function findVisible(ctx: Ctx, id: string): Promise<HostLifetime | null> {
  return isUuid(id) ? await findLifetime(ctx.db, id, fabricScope(ctx)) : null;
}

/** The last millisecond before a time, because times are stored in milliseconds. */
async function lastMomentBefore(ctx: Ctx, end: Date): Promise<string | null> {
  const last = new Date(end.getTime() - 1);
  const horizon = await historyHorizon(ctx.db);
  return horizon !== null && last < horizon ? null : last.toISOString();
}
