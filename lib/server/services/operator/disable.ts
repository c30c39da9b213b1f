import { ById, type EndedAccess } from '@/lib/contracts/administration';
import { audit } from '@/lib/server/audit/record';
import { authorize } from '@/lib/server/auth/authorize';
import { endSessions, refuseSignInsUnderWay } from '@/lib/server/auth/end-sessions';
import type { Verb } from '@/lib/server/context';
import { transact } from '@/lib/server/db/client';
import { parseInput } from '@/lib/server/request/parse-input';
import { holdOperator, refuseLastAdministrator } from '@/lib/server/services/operator/administrators';
import { endMadeBy } from '@/lib/server/services/operator/end-access';
import { findOperator } from '@/lib/server/services/operator/internal';
import { dropInvitation } from '@/lib/server/services/operator/invitation-links';

/** Ends the operator's sessions and tokens in the same transaction: all are refused from their next request on. */
export async function disableOperator({ ctx, input }: Verb<ById>): Promise<EndedAccess> {
  authorize(ctx, 'operator.manage');
  const { id } = await findOperator(ctx, parseInput(ById, input).id);
  return transact(ctx.db, async (tx) => {
    const { email, disabledAt } = await holdOperator(tx, ctx, id);
    if (disabledAt) return { id, apiTokens: [], enrollmentTokens: [], operators: [] };
    await refuseLastAdministrator(tx, id);
    await tx.operator.update({ where: { id }, data: { disabledAt: ctx.now, updatedAt: ctx.now } });
    await refuseSignInsUnderWay(tx, id);
    await endSessions(tx, { operatorId: id });
    await dropInvitation(tx, id);
    const ended = await endMadeBy(tx, ctx, id);
    await audit(tx, ctx, {
      action: 'operator.disabled',
      subject: { kind: 'operator', id },
      detail: { email },
    });
    return { id, ...ended };
  });
}
