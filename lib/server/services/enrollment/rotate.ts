import type { RotateOutput } from '@/lib/contracts/agent';
import { audit } from '@/lib/server/audit/record';
import type { Ctx } from '@/lib/server/context';
import { type Db, transact } from '@/lib/server/db/client';
import { ServiceError } from '@/lib/server/errors';
import { HOUR_MS } from '@/lib/util/durations';
import { issueCredential, lockSources } from './internal';

/** Far more than an agent needs: it rotates now and then, and again when a reply was lost. */
export const ROTATIONS_AN_HOUR = 6;

/**
 * Limits rotations because each one writes a row and an audit entry under the log's lock, for which everybody
 * waits.
 */
async function refuseTooMany(tx: Db, now: Date, sourceId: string): Promise<void> {
  const recent = await tx.credential.findMany({
    where: { sourceId, generation: { gt: 1 }, createdAt: { gt: new Date(now.getTime() - HOUR_MS) } },
    orderBy: { createdAt: 'desc' },
    select: { createdAt: true },
    take: ROTATIONS_AN_HOUR,
  });
  const oldest = recent[ROTATIONS_AN_HOUR - 1];
  if (!oldest) return;
  const retryAfterSeconds = Math.ceil((oldest.createdAt.getTime() + HOUR_MS - now.getTime()) / 1_000);
  throw new ServiceError(
    'too_many_requests',
    `A host may rotate its credential ${ROTATIONS_AN_HOUR} times an hour. Go on with the one it has`,
    { retryAfterSeconds: Math.max(1, retryAfterSeconds) },
  );
}

/**
 * Issues a credential beside the one that asks. The old one works until 10 minutes after the first use of the
 * new one. When it asks again after a lost reply, the unused successor is replaced.
 */
export async function rotateCredential({
  ctx,
  serverEpoch,
}: {
  ctx: Ctx;
  serverEpoch: string;
}): Promise<RotateOutput> {
  const { actor } = ctx;
  if (actor.kind !== 'host') throw new ServiceError('unauthorized', 'Send the host’s own credential');
  const credential = await transact(ctx.db, async (tx) => {
    await lockSources(tx, [actor.id]);
    await refuseTooMany(tx, ctx.now, actor.id);
    const issued = await issueCredential(tx, ctx, {
      sourceId: actor.id,
      enrollment: actor.enrollment,
    });
    await audit(tx, ctx, { action: 'host.credentialRotated', subject: { kind: 'host', id: actor.id } });
    return issued;
  });
  return { credential, serverEpoch, serverTime: ctx.now.toISOString() };
}
