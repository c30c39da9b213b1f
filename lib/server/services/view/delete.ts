import { ById, Done } from '@/lib/contracts/administration';
import { transact } from '@/lib/server/db/client';
import { verb } from '@/lib/server/verbs/verb';
import { askerOf, ownView } from './internal';

export const deleteView = verb({
  procedure: 'view.delete',
  route: { at: 'DELETE /api/v1/views/:id', status: 204 },
  summary: 'Deletes a view of one’s own.',
  right: 'view.manage',
  people: true,
  kind: 'command',
  input: ById,
  output: Done,
  audit: 'view.deleted',
  work: async ({ ctx, input: { id }, audit }) => {
    const own = askerOf(ctx);
    await transact(ctx.db, async (tx) => {
      const { name, query, shared } = await ownView({ ...ctx, db: tx }, id, own);
      await tx.savedView.deleteMany({ where: { id } });
      await audit(tx, { subject: { kind: 'view', id }, detail: { name, query, shared } });
    });
    return { id };
  },
});
