import { ChangedOperator, ChangeOperatorInput, type EndedAccess } from '@/lib/contracts/administration';
import { transact } from '@/lib/server/db/client';
import { disableOperator } from '@/lib/server/services/operator/disable';
import { enableOperator } from '@/lib/server/services/operator/enable';
import { operatorRow } from '@/lib/server/services/operator/list';
import { updateOperator } from '@/lib/server/services/operator/update';
import { verb } from '@/lib/server/verbs/verb';

/** Several changes of one operator, all or none; each has its own audit entry. */
export const changeOperator = verb({
  procedure: 'operator.change',
  route: { at: 'PATCH /api/v1/operators/:id' },
  summary: 'Changes the role, the fabrics or the access of an account.',
  right: 'operator.manage',
  kind: 'command',
  input: ChangeOperatorInput,
  output: ChangedOperator,
  work: async ({ ctx, input: { id, disabled, ...reach } }) => {
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
  },
});
