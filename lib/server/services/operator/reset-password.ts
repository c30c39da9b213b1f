import { type EndedAccess, ResetPasswordInput } from '@/lib/contracts/administration';
import { audit } from '@/lib/server/audit/record';
import { authorize } from '@/lib/server/auth/authorize';
import { endSessions, refuseSignInsUnderWay } from '@/lib/server/auth/end-sessions';
import { hashPassword } from '@/lib/server/auth/password';
import type { Verb } from '@/lib/server/context';
import { transact } from '@/lib/server/db/client';
import { parseInput } from '@/lib/server/request/parse-input';
import { holdOperator } from '@/lib/server/services/operator/administrators';
import { endMadeBy } from '@/lib/server/services/operator/end-access';
import { findOperator } from '@/lib/server/services/operator/internal';
import { dropInvitation } from '@/lib/server/services/operator/invitation-links';

/**
 * Signs the operator out everywhere and ends the tokens they made, because somebody who knew the old password
 * must not stay in.
 */
export async function resetPassword({ ctx, input }: Verb<ResetPasswordInput>): Promise<EndedAccess> {
  authorize(ctx, 'operator.manage');
  const parsed = parseInput(ResetPasswordInput, input);
  const { id } = await findOperator(ctx, parsed.id);
  const password = await hashPassword(parsed.password);
  return transact(ctx.db, async (tx) => {
    const { email } = await holdOperator(tx, ctx, id);
    await refuseSignInsUnderWay(tx, id);
    const where = { operatorId: id, providerId: 'credential' };
    await tx.account.updateMany({ where, data: { password, updatedAt: ctx.now } });
    await endSessions(tx, { operatorId: id });
    await dropInvitation(tx, id);
    const ended = await endMadeBy(tx, ctx, id);
    await audit(tx, ctx, {
      action: 'operator.passwordReset',
      subject: { kind: 'operator', id },
      detail: { email },
    });
    return { id, ...ended };
  });
}
