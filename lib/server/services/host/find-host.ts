import { validate as isUuid, v7 as uuidv7 } from 'uuid';
import type { RecordedKind } from '@/lib/domain/change-kinds';
import { type Ctx, recordedBy } from '@/lib/server/context';
import type { Db } from '@/lib/server/db/client';
import { liveHostsNamed } from '@/lib/server/db/fleet/answers/hosts-by-name';
import { ServiceError } from '@/lib/server/errors';
import { visibleFabrics } from '@/lib/server/services/fabric';

/**
 * A host that is not retired, by its id or by a name: its FQDN or host name, at enrolment or now. A name that
 * several hosts have names none of them. The FQDN at enrolment is an exception: another host's claim to it
 * does not matter.
 */
export async function findLiveHost(ctx: Ctx, idOrName: string) {
  const name = idOrName.trim().toLowerCase().replace(/\.$/, '');
  const ids = isUuid(idOrName) ? [idOrName] : await liveHostsNamed(ctx.db, name);
  const hosts = await ctx.db.host.findMany({
    where: { id: { in: ids }, retiredAt: null, fabric: visibleFabrics(ctx) },
    select: {
      id: true,
      nameKey: true,
      enrolledFqdn: true,
      fabricId: true,
      owner: true,
      source: { select: { lockedAt: true } },
    },
  });
  const enrolledAs = hosts.filter((host) => host.nameKey === name && host.enrolledFqdn);
  const [host, ...others] = enrolledAs.length === 1 ? enrolledAs : hosts;
  if (!host) throw new ServiceError('not_found', `There is no host "${idOrName}" that is not retired`);
  if (others.length > 0)
    throw new ServiceError(
      'conflict',
      `${hosts.length} hosts go by "${idOrName}": give the FQDN that one enrolled with, or its id`,
    );
  return host;
}

type Recorded = {
  hostId: string;
  kind: RecordedKind;
  detail?: Record<string, string>;
};

/** Records an event of the host's own timeline at this server's time. */
export async function recordEvent(tx: Db, ctx: Ctx, { hostId, kind, detail }: Recorded): Promise<void> {
  const told = { ...detail, by: recordedBy(ctx.actor) };
  const times = { at: ctx.now, recordedAt: ctx.now };
  // The present name: an entry keeps the name under which it was written.
  const { profileId } = await tx.host.findUniqueOrThrow({
    where: { id: hostId },
    select: { profileId: true },
  });
  const id = uuidv7();
  await tx.change.create({ data: { id, hostId, kind, derived: false, detail: told, profileId, ...times } });
}
