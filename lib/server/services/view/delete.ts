import { ById, type Done } from '@/lib/contracts/administration';
import { audit } from '@/lib/server/audit/record';
import { authorize } from '@/lib/server/auth/authorize';
import type { Verb } from '@/lib/server/context';
import { transact } from '@/lib/server/db/client';
import { parseInput } from '@/lib/server/request/parse-input';
import { askerOf, ownView } from './internal';

export async function deleteView({ ctx, input }: Verb<ById>): Promise<Done> {
  authorize(ctx, 'view.manage');
  const own = askerOf(ctx);
  const { id } = parseInput(ById, input);
  await transact(ctx.db, async (tx) => {
    const { name, query, shared } = await ownView({ ...ctx, db: tx }, id, own);
    await tx.savedView.deleteMany({ where: { id } });
    const detail = { name, query, shared };
    await audit(tx, ctx, { action: 'view.deleted', subject: { kind: 'view', id }, detail });
  });
  return { id };
}
