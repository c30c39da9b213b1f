import { authorize, fabricScope } from '@/lib/server/auth/authorize';
import type { Ctx } from '@/lib/server/context';
import { countByFabric, type FabricCount } from '@/lib/server/db/fleet/answers/hosts-by-fabric';
import { databaseFacts, type PartitionFact, partitionFacts } from '@/lib/server/db/storage-facts';
import { DAY_MS } from '@/lib/util/durations';
import { lastBackup } from './last-backup';

export type FleetMeasures = {
  hosts: FabricCount[];
  /** Figures of the whole installation. Null for people who see only some fabrics. */
  storage: { partitions: PartitionFact[]; databaseBytes: number; work: WorkMeasures } | null;
};

export type WorkMeasures = {
  reports: { state: string; count: number }[];
  mails: { state: string; count: number }[];
  /** Null if gf never made one: an administrator's own PostgreSQL has other means. */
  backupAt: Date | null;
};

const countIn = (groups: readonly { state: string; _count: number }[], states: readonly string[]) =>
  states.map((state) => ({ state, count: groups.find((group) => group.state === state)?._count ?? 0 }));

/** What waits, and what failed within a day. Every server of the database gives the same figures. */
async function measureWork({ db, now }: Ctx): Promise<WorkMeasures> {
  const since = new Date(now.getTime() - DAY_MS);
  const [reports, mails, { backup }] = await Promise.all([
    db.report.groupBy({
      by: ['state'],
      where: {
        OR: [{ state: { in: ['queued', 'running'] } }, { state: 'failed', finishedAt: { gte: since } }],
      },
      _count: true,
    }),
    db.notification.groupBy({
      by: ['state'],
      where: { kind: 'report', OR: [{ nextAt: { not: null } }, { changedAt: { gte: since } }] },
      _count: true,
    }),
    lastBackup(db),
  ]);
  return {
    reports: countIn(reports, ['queued', 'running', 'failed']),
    mails: countIn(mails, ['waiting', 'sending', 'sent', 'refused', 'givenUp']),
    backupAt: backup && new Date(backup.at),
  };
}

/** Figures for a monitoring system. A caller limited to fabrics learns nothing about others, not even a sum. */
export async function measureFleet({ ctx }: { ctx: Ctx }): Promise<FleetMeasures> {
  authorize(ctx, 'metrics.read');
  const fabrics = fabricScope(ctx);
  const hosts = await countByFabric(ctx.db, { when: { live: ctx.now }, fabrics, filter: {} });
  if (fabrics !== 'all') return { hosts, storage: null };
  const partitions = await partitionFacts(ctx.db);
  const { bytes: databaseBytes } = await databaseFacts(ctx.db);
  return { hosts, storage: { partitions, databaseBytes, work: await measureWork(ctx) } };
}
