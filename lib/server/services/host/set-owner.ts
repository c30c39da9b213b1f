import { v7 as uuidv7 } from 'uuid';
import { SetOwnerInput } from '@/lib/contracts/host-owner';
import { SelectionResult } from '@/lib/contracts/selection';
import { auditAll } from '@/lib/server/audit/record';
import { type Ctx, recordedBy } from '@/lib/server/context';
import type { Db } from '@/lib/server/db/client';
import { raiseWatermark } from '@/lib/server/db/watermark';
import { verb } from '@/lib/server/verbs/verb';
import { lockLiveHosts } from './lock-live-hosts';
import { workOnSelected } from './work-on-selected';

/** Sets or, with null, removes who is responsible for hosts. Earlier times show the owner of that time. */
export const setOwner = verb({
  procedure: 'host.setOwner',
  route: { at: 'POST /api/v1/hosts/owner', operation: 'setHostOwner' },
  summary: 'Sets who is responsible for the selected hosts.',
  right: 'host.setOwner',
  kind: 'command',
  input: SetOwnerInput,
  output: SelectionResult,
  inThousands: true,
  work: async ({ ctx, input: { owner, ...selection } }) => {
    return workOnSelected(ctx, selection, async (tx, ids) => ({
      done: await setOwnerOf(tx, ctx, ids, owner),
      refused: [],
    }));
  },
});

/** The hosts that have this owner now, including those that already had it. */
async function setOwnerOf(tx: Db, ctx: Ctx, ids: readonly string[], owner: string | null): Promise<string[]> {
  const hosts = await lockLiveHosts(tx, ids);
  const others = hosts.filter((host) => host.owner !== owner);
  await tx.host.updateMany({ where: { id: { in: others.map(({ id }) => id) } }, data: { owner } });
  await recordOwner(tx, ctx, others, owner);
  if (others.length > 0) await raiseWatermark(tx);
  await auditAll(
    tx,
    ctx,
    others.map((host) => ({
      action: 'host.ownerSet',
      subject: { kind: 'host', id: host.id },
      detail: { name: host.nameKey, from: host.owner, to: owner },
    })),
  );
  return hosts.map(({ id }) => id);
}

/** Dated now, but never before the last record, even if two servers' clocks differ. */
async function recordOwner(
  tx: Db,
  ctx: Ctx,
  hosts: readonly { id: string; fabricId: string }[],
  owner: string | null,
): Promise<void> {
  const last = await tx.hostAssignment.groupBy({
    by: ['hostId'],
    where: { hostId: { in: hosts.map(({ id }) => id) } },
    _max: { validFrom: true },
  });
  const lastOf = new Map(last.map(({ hostId, _max }) => [hostId, _max.validFrom?.getTime() ?? 0]));
  await tx.hostAssignment.createMany({
    data: hosts.map(({ id: hostId, fabricId }) => ({
      ...{ id: uuidv7(), hostId, fabricId, owner, recordedBy: recordedBy(ctx.actor) },
      validFrom: new Date(Math.max(ctx.now.getTime(), (lastOf.get(hostId) ?? 0) + 1)),
    })),
  });
}
