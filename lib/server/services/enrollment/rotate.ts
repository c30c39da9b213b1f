import type { RotateOutput } from '@/lib/contracts/agent';
import { audit } from '@/lib/server/audit/record';
import type { Ctx } from '@/lib/server/context';
import { type Db, transact } from '@/lib/server/db/client';
import { ServiceError } from '@/lib/server/errors';
import { HOUR_MS } from '@/lib/util/durations';
import { issueCredential, lockSources } from './internal';

/** Far more than an agent needs, which rotates now and then; one whose reply was lost asks again. */
export const ROTATIONS_AN_HOUR = 6;

/** Each leaves a row and an audit entry, written under the lock of the log that everybody waits for. */
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
 * A new credential beside the one that asks. That one works until the new one is first used, and
 * 10 minutes more. Asked again after a lost reply, the successor nobody has used is replaced.
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
