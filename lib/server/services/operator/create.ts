import { CreateOperatorInput, type Done } from '@/lib/contracts/administration';
import { audit } from '@/lib/server/audit/record';
import { authorize } from '@/lib/server/auth/authorize';
import { holdRights } from '@/lib/server/auth/hold-rights';
import { hashPassword } from '@/lib/server/auth/password';
import type { Verb } from '@/lib/server/context';
import { transact } from '@/lib/server/db/client';
import { isUniqueViolation } from '@/lib/server/db/failures';
import { ServiceError } from '@/lib/server/errors';
import { parseInput } from '@/lib/server/request/parse-input';
import { fabricIds as idsOf } from '@/lib/server/services/fabric';
import { insertOperator } from '@/lib/server/services/operator/internal';

export async function createOperator({ ctx, input }: Verb<CreateOperatorInput>): Promise<Done> {
  authorize(ctx, 'operator.manage');
  const { email, role, password, fabrics, ...rest } = parseInput(CreateOperatorInput, input);
  const name = rest.name ?? email.split('@')[0] ?? email;
  const fabricIds = await idsOf(ctx, fabrics);
  const passwordHash = await hashPassword(password);
  try {
    return await transact(ctx.db, async (tx) => {
      await holdRights(tx, ctx);
      const id = await insertOperator(tx, ctx, { email, name, role, fabricIds, passwordHash });
      const detail = { email, role, fabrics: fabricIds };
      await audit(tx, ctx, { action: 'operator.created', subject: { kind: 'operator', id }, detail });
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
}
