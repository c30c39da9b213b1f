import { z } from 'zod';
import { FabricRow, ListFabricsInput } from '@/lib/contracts/procedures';
import { fabricScope } from '@/lib/server/auth/authorize';
import { countHostsOfFabrics } from '@/lib/server/db/fleet/answers/hosts-by-fabric';
import { isForgotten, whenOf } from '@/lib/server/request/resolve-time';
import { visibleFabrics } from '@/lib/server/services/fabric/internal';
import { listAs } from '@/lib/server/verbs/route';
import { verb } from '@/lib/server/verbs/verb';
import { OF_NOW } from '@/lib/server/verbs/words';
import { largestFirst } from '@/lib/util/largest-first';

/**
 * Fabrics with the number of hosts that each had at the time asked for; a fabric that was created later had
 * none. Fabrics themselves have no history: for a day that was dropped only their host counts are unknown.
 * The largest fabric comes first.
 */
export const listFabrics = verb({
  procedure: 'fabric.list',
  route: { at: 'GET /api/v1/fabrics', answer: listAs('fabrics', FabricRow), words: OF_NOW },
  summary: 'Lists the fabrics that the caller sees, each with its number of hosts.',
  right: 'fabric.read',
  kind: 'query',
  input: ListFabricsInput,
  output: z.array(FabricRow),
  work: async ({ ctx, input: { at } }) => {
    const when = whenOf(ctx, at);
    const rows = await ctx.db.fabric.findMany({
      where: visibleFabrics(ctx),
      orderBy: { name: 'asc' },
      select: { id: true, name: true },
    });
    if (await isForgotten(ctx, at)) return rows.map((row) => ({ ...row, hosts: null }));
    const hosts = await countHostsOfFabrics(ctx.db, { when, fabrics: fabricScope(ctx), filter: {} });
    const counted = rows.map(({ id, name }) => ({ id, name, hosts: hosts.get(id) ?? 0 }));
    return largestFirst(counted, (fabric) => fabric.hosts);
  },
});
