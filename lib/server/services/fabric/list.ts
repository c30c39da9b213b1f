import type { FabricRow, ListFabricsInput } from '@/lib/contracts/procedures';
import { authorize, fabricScope } from '@/lib/server/auth/authorize';
import type { Verb } from '@/lib/server/context';
import { countHostsOfFabrics } from '@/lib/server/db/fleet/answers/hosts-by-fabric';
import { isForgotten, whenOf } from '@/lib/server/request/resolve-time';
import { visibleFabrics } from '@/lib/server/services/fabric/internal';
import { largestFirst } from '@/lib/util/largest-first';

/**
 * Fabrics with how many hosts each had in the fleet at the time asked for; one that was made later had none. The
 * fabrics themselves have no past: of a day that was dropped it is their hosts alone that are not known. The largest comes first.
 */
export async function listFabrics({ ctx, input }: Verb<ListFabricsInput>): Promise<FabricRow[]> {
  authorize(ctx, 'fabric.read');
  const when = whenOf(ctx, input.at);
  const rows = await ctx.db.fabric.findMany({
    where: visibleFabrics(ctx),
    orderBy: { name: 'asc' },
    select: { id: true, name: true },
  });
  if (await isForgotten(ctx, input.at)) return rows.map((row) => ({ ...row, hosts: null }));
  const hosts = await countHostsOfFabrics(ctx.db, { when, fabrics: fabricScope(ctx), filter: {} });
  const counted = rows.map(({ id, name }) => ({ id, name, hosts: hosts.get(id) ?? 0 }));
  return largestFirst(counted, (fabric) => fabric.hosts);
}
