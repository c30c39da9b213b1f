import { lockTokenChain } from '@/lib/server/auth/caller-rows';
import { presentActor } from '@/lib/server/auth/present-actor';
import type { Actor, Ctx, FabricScope } from '@/lib/server/context';
import type { Db } from '@/lib/server/db/client';
import { ServiceError } from '@/lib/server/errors';

/**
 * Called first in a transaction that gives somebody access or decides for others. Between resolving the
 * caller and this transaction a password may be hashed and locks may be awaited, so the caller's rights may
 * have ended. This locks the caller's row: whoever ends their rights either came before, and this call is
 * refused, or waits and then finds what was made here. The lock is exclusive, because a shared one could keep
 * a revocation waiting without end.
 */
export async function holdRights(tx: Db, ctx: Ctx): Promise<void> {
  const { actor } = ctx;
  if (actor.kind !== 'operator' && actor.kind !== 'apiToken') return;
  const isThere =
    actor.kind === 'operator' ? await lockPerson(tx, actor) : await lockTokenChain(tx, actor.id);
  const present = isThere ? await presentActor(tx, actor, ctx.now) : null;
  if (present === null) throw endedMeanwhile(actor);
  if (!('role' in present) || present.role !== actor.role || !isSame(present.fabrics, actor.fabrics))
    throw new ServiceError('forbidden', 'Your role or your fabrics were changed just now: try again');
}

const endedMeanwhile = ({ kind }: Actor) =>
  kind === 'apiToken'
    ? new ServiceError('invalid_token', 'The API token was revoked just now, or who made it was disabled')
    : new ServiceError('unauthorized', 'Your session has ended: sign in again');

/** Locks their row, and the calling session only against being ended, because others record its use. */
async function lockPerson(tx: Db, { id, sessionId }: Extract<Actor, { kind: 'operator' }>): Promise<boolean> {
  await tx.$executeRaw`SELECT id FROM operator WHERE id = ${id} FOR NO KEY UPDATE`;
  if (sessionId === undefined) return true;
  return (await tx.$executeRaw`SELECT id FROM session WHERE id = ${sessionId} FOR KEY SHARE`) > 0;
}

function isSame(one: FabricScope, other: FabricScope): boolean {
  if (one === 'all' || other === 'all') return one === other;
  return one.length === other.length && one.every((id) => other.includes(id));
}
