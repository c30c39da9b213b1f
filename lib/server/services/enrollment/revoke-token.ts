import { validate as isUuid } from 'uuid';
import { ById, Done } from '@/lib/contracts/administration';
import { transact } from '@/lib/server/db/client';
import { ServiceError } from '@/lib/server/errors';
import { visibleFabrics } from '@/lib/server/services/fabric';
import { verb } from '@/lib/server/verbs/verb';

/** Revokes a token. Hosts that enrolled with it stay enrolled. */
export const revokeEnrollmentToken = verb({
  procedure: 'enrollment.revokeToken',
  route: { at: 'DELETE /api/v1/enrollment-tokens/:id', status: 204 },
  summary: 'Revokes an enrolment token, with which no host enrols from then on.',
  right: 'enrollment.manage',
  kind: 'command',
  input: ById,
  output: Done,
  audit: 'enrollmentToken.revoked',
  work: async ({ ctx, input: { id }, audit }) => {
    const where = { id, fabric: visibleFabrics(ctx) };
    if (!isUuid(id) || (await ctx.db.enrollmentToken.count({ where })) === 0)
      throw new ServiceError('not_found', `There is no enrolment token ${id}`);
    await transact(ctx.db, async (tx) => {
      const { count } = await tx.enrollmentToken.updateMany({
        where: { id, revokedAt: null },
        data: { revokedAt: ctx.now },
      });
      if (count === 0) return;
      await audit(tx, { subject: { kind: 'enrollmentToken', id } });
    });
    return { id };
  },
});
