import { validate as isUuid, v7 as uuidv7 } from 'uuid';
import { type Ctx, recordedBy } from '@/lib/server/context';
import type { Db } from '@/lib/server/db/client';
import { ServiceError } from '@/lib/server/errors';
import { visibleFabrics } from '@/lib/server/services/fabric';

/** A host that is not retired, by its id or by the name it enrolled with (its FQDN, or else its host name). */
export async function findLiveHost(ctx: Ctx, idOrName: string) {
  const name = idOrName.trim().toLowerCase().replace(/\.$/, '');
  const host = await ctx.db.host.findFirst({
    where: {
      retiredAt: null,
      fabric: visibleFabrics(ctx),
      OR: isUuid(idOrName) ? [{ id: idOrName }] : [{ nameKey: name }],
    },
    select: { id: true, nameKey: true, fabricId: true, owner: true, lockedAt: true },
  });
  if (!host) throw new ServiceError('not_found', `There is no host "${idOrName}" that is not retired`);
  return host;
}

type Recorded = { hostId: string; kind: 'retired' | 'reenrollAllowed' | 'unlocked' };

/** An event of the host's own timeline, at this server's time. */
export async function recordEvent(tx: Db, ctx: Ctx, { hostId, kind }: Recorded): Promise<void> {
  const detail = { by: recordedBy(ctx.actor) };
  const times = { at: ctx.now, recordedAt: ctx.now };
  await tx.change.create({ data: { id: uuidv7(), hostId, kind, derived: false, detail, ...times } });
}
