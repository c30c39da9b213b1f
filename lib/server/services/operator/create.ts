import { CreateOperatorInput, Done } from '@/lib/contracts/administration';
import { holdRights } from '@/lib/server/auth/hold-rights';
import { hashPassword } from '@/lib/server/auth/password';
import { transact } from '@/lib/server/db/client';
import { isUniqueViolation } from '@/lib/server/db/failures';
import { ServiceError } from '@/lib/server/errors';
import { fabricIds as idsOf } from '@/lib/server/services/fabric';
import { insertOperator } from '@/lib/server/services/operator/internal';
import { verb } from '@/lib/server/verbs/verb';

export const createOperator = verb({
  procedure: 'operator.create',
  summary: 'Makes an account with a password.',
  right: 'operator.manage',
  kind: 'command',
  input: CreateOperatorInput,
  output: Done,
  audit: 'operator.created',
  work: async ({ ctx, input: { email, role, password, fabrics, ...rest }, audit }) => {
    const name = rest.name ?? email.split('@')[0] ?? email;
    const fabricIds = await idsOf(ctx, fabrics);
    const passwordHash = await hashPassword(password);
    try {
      return await transact(ctx.db, async (tx) => {
        await holdRights(tx, ctx);
        const id = await insertOperator(tx, ctx, { email, name, role, fabricIds, passwordHash });
        const detail = { email, role, fabrics: fabricIds };
        await audit(tx, { subject: { kind: 'operator', id }, detail });
        return { id };
      });
    } catch (error) {
      if (isUniqueViolation(error))
        throw new ServiceError('conflict', `There is an operator ${email} already`, {
          pointer: '/email',
          cause: error,
        });
      throw error;
    }
  },
});
