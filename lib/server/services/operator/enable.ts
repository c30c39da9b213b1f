import { ById, type Done } from '@/lib/contracts/administration';
import { audit } from '@/lib/server/audit/record';
import { authorize } from '@/lib/server/auth/authorize';
import type { Verb } from '@/lib/server/context';
import { transact } from '@/lib/server/db/client';
import { parseInput } from '@/lib/server/request/parse-input';
import { holdOperator } from '@/lib/server/services/operator/administrators';
import { findOperator } from '@/lib/server/services/operator/internal';

/** Lets a disabled operator sign in again. Tokens that ended with them stay revoked. */
export async function enableOperator({ ctx, input }: Verb<ById>): Promise<Done> {
  authorize(ctx, 'operator.manage');
  const { id } = await findOperator(ctx, parseInput(ById, input).id);
  await transact(ctx.db, async (tx) => {
    const { email } = await holdOperator(tx, ctx, id);
    const where = { id, disabledAt: { not: null } };
    const { count } = await tx.operator.updateMany({ where, data: { disabledAt: null, updatedAt: ctx.now } });
    if (count === 0) return;
    const subject = { kind: 'operator', id };
    await audit(tx, ctx, { action: 'operator.enabled', subject, detail: { email } });
  });
  return { id };
}
