import { ById, type Done } from '@/lib/contracts/administration';
import { audit } from '@/lib/server/audit/record';
import { authorize } from '@/lib/server/auth/authorize';
import type { Verb } from '@/lib/server/context';
import { type Db, transact } from '@/lib/server/db/client';
import { ServiceError } from '@/lib/server/errors';
import { parseInput } from '@/lib/server/parse';
import { findOperator } from '@/lib/server/services/operator/internal';

/** Row locks in one order: of two administrators who disable each other at once, one is refused. */
async function refuseLastAdministrator(tx: Db, id: string): Promise<void> {
  const others = await tx.$queryRaw<{ id: string }[]>`
    SELECT id FROM operator WHERE role = 'administrator' AND disabled_at IS NULL ORDER BY id FOR UPDATE`;
  if (others.some((other) => other.id === id) && others.length === 1)
    throw new ServiceError('conflict', 'This is the last administrator: make another one first');
}

/** Ends the operator's sessions in the same transaction: open pages are refused from their next request on. */
export async function disableOperator({ ctx, input }: Verb<ById>): Promise<Done> {
  authorize(ctx, 'operator.manage');
  const { id, email, disabledAt } = await findOperator(ctx, parseInput(ById, input).id);
  if (disabledAt) return { id };
  await transact(ctx.db, async (tx) => {
    await refuseLastAdministrator(tx, id);
    await tx.operator.update({ where: { id }, data: { disabledAt: ctx.now, updatedAt: ctx.now } });
    await tx.session.deleteMany({ where: { operatorId: id } });
    await audit(tx, ctx, {
      action: 'operator.disabled',
      subject: { kind: 'operator', id },
      detail: { email },
    });
  });
  return { id };
}
