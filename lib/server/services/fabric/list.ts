import type { FabricRow } from '@/lib/contracts/procedures';
import { authorize, fabricScope } from '@/lib/server/auth/authorize';
import type { Ctx } from '@/lib/server/context';
import { countHostsOfFabrics } from '@/lib/server/db/fleet/by-fabric';
import { visibleFabrics } from '@/lib/server/services/fabric/internal';

/** `hosts` counts those not retired. */
export async function listFabrics({ ctx }: { ctx: Ctx }): Promise<FabricRow[]> {
  authorize(ctx, 'fabric.read');
  const rows = await ctx.db.fabric.findMany({
    where: visibleFabrics(ctx),
    orderBy: { name: 'asc' },
    select: { id: true, name: true },
  });
  const hosts = await countHostsOfFabrics(ctx.db, {
    when: { live: ctx.now },
    fabrics: fabricScope(ctx),
    filter: {},
  });
  return rows.map(({ id, name }) => ({ id, name, hosts: hosts.get(id) ?? 0 }));
}
