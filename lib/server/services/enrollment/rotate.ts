import type { RotateOutput } from '@/lib/contracts/agent';
import { audit } from '@/lib/server/audit/record';
import type { Ctx } from '@/lib/server/context';
import { transact } from '@/lib/server/db/client';
import { ServiceError } from '@/lib/server/errors';
import { issueCredential } from './internal';

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
    await tx.$queryRaw`SELECT 1 AS locked FROM host_live WHERE host_id = ${actor.id}::uuid FOR UPDATE`;
    const issued = await issueCredential(tx, ctx, {
      hostId: actor.id,
      enrollment: actor.enrollment,
      replaceAll: false,
    });
    await audit(tx, ctx, { action: 'host.credentialRotated', subject: { kind: 'host', id: actor.id } });
    return issued;
  });
  return { credential, serverEpoch, serverTime: ctx.now.toISOString() };
}
