import { validate as isUuid } from 'uuid';
import { ById, type Done } from '@/lib/contracts/administration';
import { audit } from '@/lib/server/audit/record';
import { authorize } from '@/lib/server/auth/authorize';
import type { Verb } from '@/lib/server/context';
import { transact } from '@/lib/server/db/client';
import { ServiceError } from '@/lib/server/errors';
import { parseInput } from '@/lib/server/request/parse-input';
import { visibleFabrics } from '@/lib/server/services/fabric';

/** Hosts that enrolled with it stay enrolled. */
export async function revokeEnrollmentToken({ ctx, input }: Verb<ById>): Promise<Done> {
  authorize(ctx, 'enrollment.manage');
  const { id } = parseInput(ById, input);
  const where = { id, fabric: visibleFabrics(ctx) };
  if (!isUuid(id) || (await ctx.db.enrollmentToken.count({ where })) === 0)
    throw new ServiceError('not_found', `There is no enrolment token ${id}`);
  await transact(ctx.db, async (tx) => {
    const { count } = await tx.enrollmentToken.updateMany({
      where: { id, revokedAt: null },
      data: { revokedAt: ctx.now },
    });
    if (count === 0) return;
    await audit(tx, ctx, { action: 'enrollmentToken.revoked', subject: { kind: 'enrollmentToken', id } });
  });
  return { id };
}
