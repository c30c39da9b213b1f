import { type ChangedOperator, ChangeOperatorInput, type EndedAccess } from '@/lib/contracts/administration';
import { authorize } from '@/lib/server/auth/authorize';
import type { Verb } from '@/lib/server/context';
import { transact } from '@/lib/server/db/client';
import { parseInput } from '@/lib/server/request/parse-input';
import { disableOperator } from '@/lib/server/services/operator/disable';
import { enableOperator } from '@/lib/server/services/operator/enable';
import { operatorRow } from '@/lib/server/services/operator/list';
import { updateOperator } from '@/lib/server/services/operator/update';

/** Several changes of one operator at once, or none of them; each leaves its own entry. */
export async function changeOperator({ ctx, input }: Verb<ChangeOperatorInput>): Promise<ChangedOperator> {
  authorize(ctx, 'operator.manage');
  const { id, disabled, ...reach } = parseInput(ChangeOperatorInput, input);
  return transact(ctx.db, async (tx) => {
    const within = { ...ctx, db: tx };
    const nothing: EndedAccess = { id, apiTokens: [], enrollmentTokens: [], operators: [] };
    if (reach.role !== undefined || reach.fabrics !== undefined)
      await updateOperator({ ctx: within, input: { id, ...reach } });
    if (disabled === false) await enableOperator({ ctx: within, input: { id } });
    const ended = disabled ? await disableOperator({ ctx: within, input: { id } }) : nothing;
    const operator = await operatorRow(within, id);
    return { operator, ended: { ...ended, id: operator.id } };
  });
}
