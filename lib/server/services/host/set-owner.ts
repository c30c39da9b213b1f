import { v7 as uuidv7 } from 'uuid';
import { type SelectionResult, SetOwnerInput } from '@/lib/contracts/host-owner';
import { auditAll } from '@/lib/server/audit/record';
import { authorize } from '@/lib/server/auth/authorize';
import { type Ctx, recordedBy, type Verb } from '@/lib/server/context';
import { type Db, transact } from '@/lib/server/db/client';
import { parseInput } from '@/lib/server/request/parse-input';
import { selectHosts } from './select';

/** Hosts of one transaction: the audit log's writers wait for it. */
const HOSTS_AT_ONCE = 1_000;

/** Says who is responsible for hosts, or with null that nobody is. Earlier times show the owner of then. */
export async function setOwner({ ctx, input }: Verb<SetOwnerInput>): Promise<SelectionResult> {
  authorize(ctx, 'host.setOwner');
  const { owner, ...selection } = parseInput(SetOwnerInput, input);
  const ids = (await selectHosts(ctx, selection)).map(({ id }) => id);
  const done: string[] = [];
  for (let start = 0; start < ids.length; start += HOSTS_AT_ONCE) {
    const some = ids.slice(start, start + HOSTS_AT_ONCE);
    done.push(...(await transact(ctx.db, (tx) => setOwnerOf(tx, ctx, some, owner))));
  }
  const isDone = new Set(done);
  const gone = { code: 'not_found', message: 'This host has left the fleet' };
  return { done, refused: ids.filter((id) => !isDone.has(id)).map((id) => ({ id, ...gone })) };
}

/** The hosts that have this owner now, whoever had set it. */
async function setOwnerOf(tx: Db, ctx: Ctx, ids: readonly string[], owner: string | null): Promise<string[]> {
  // In order, so that two of these never wait for each other.
  await tx.$executeRaw`SELECT id FROM host WHERE id = ANY(${[...ids]}::uuid[]) ORDER BY id FOR UPDATE`;
  const hosts = await tx.host.findMany({
    where: { id: { in: [...ids] }, retiredAt: null },
    select: { id: true, fabricId: true, nameKey: true, owner: true },
    orderBy: { id: 'asc' },
  });
  const others = hosts.filter((host) => host.owner !== owner);
  await tx.host.updateMany({ where: { id: { in: others.map(({ id }) => id) } }, data: { owner } });
  await recordOwner(tx, ctx, others, owner);
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

/** As of now, and never before what was recorded last, whatever two servers' clocks say. */
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
