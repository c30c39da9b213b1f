import type { FabricRow } from '@/lib/contracts/procedures';
import { authorize } from '@/lib/server/auth/authorize';
import type { Ctx } from '@/lib/server/context';
import { visibleFabrics } from '@/lib/server/services/fabric/internal';

/** `hosts` counts those not retired. */
export async function listFabrics({ ctx }: { ctx: Ctx }): Promise<FabricRow[]> {
  authorize(ctx, 'fabric.read');
  const rows = await ctx.db.fabric.findMany({
    where: visibleFabrics(ctx),
    orderBy: { name: 'asc' },
    select: { id: true, name: true, _count: { select: { hosts: { where: { retiredAt: null } } } } },
  });
  return rows.map(({ id, name, _count }) => ({ id, name, hosts: _count.hosts }));
}
