import { authorize, fabricScope } from '@/lib/server/auth/authorize';
import type { Ctx } from '@/lib/server/context';
import { countByFabric, type FabricCount } from '@/lib/server/db/fleet/answers/hosts-by-fabric';
import { databaseFacts, type PartitionFact, partitionFacts } from '@/lib/server/db/storage-facts';

export type FleetMeasures = {
  hosts: FabricCount[];
  /** Figures of the whole installation. Null for people who see some fabrics only. */
  storage: { partitions: PartitionFact[]; databaseBytes: number } | null;
};

/** Numbers for a monitoring system. Whoever is limited to fabrics learns nothing of the others, not even a sum. */
export async function measureFleet({ ctx }: { ctx: Ctx }): Promise<FleetMeasures> {
  authorize(ctx, 'metrics.read');
  const fabrics = fabricScope(ctx);
  const hosts = await countByFabric(ctx.db, { when: { live: ctx.now }, fabrics, filter: {} });
  if (fabrics !== 'all') return { hosts, storage: null };
  const partitions = await partitionFacts(ctx.db);
  const { bytes: databaseBytes } = await databaseFacts(ctx.db);
  return { hosts, storage: { partitions, databaseBytes } };
}
