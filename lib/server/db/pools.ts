import type { Pool } from 'pg';
import { giveUpAll } from './bounded-pool';
import { type DbRoot, openDb, type PoolUse, poolUse } from './client';
import { poolOf } from './direct';
import { followReplica, type Replica } from './replica';
import { followWatermark, type Watermark } from './watermark';

/** Each kind of work has connections of its own, so that none waits for another's. */
const POOLS = {
  /** Sessions, tokens and every change made by people. */
  console: { max: 10 },
  /**
   * Agents. Apart, so that a fleet that sends all at once cannot starve the console. Two batches are in flight, each of
   * which may be tried in three lanes, host by host, and one long fold beside them; enrolment, rotation and credentials
   * need some, too.
   */
  ingest: { max: 11, batches: true },
  /** Questions about the fleet: a plan of their own each time. */
  fleet: { max: 6, customPlans: true },
  /** Background jobs. They read whole tables, for which the plans of ingest are the wrong ones. */
  jobs: { max: 8, customPlans: true },
} as const;

export type PoolName = keyof typeof POOLS;

export type Connections = Readonly<Partial<Record<PoolName, number>>>;

/** How many connections a process makes at most to the primary: those of its pools, and the one that listens. */
export const mostConnections = (connections: Connections = {}): number =>
  Object.entries(POOLS).reduce((sum, [name, { max }]) => sum + (connections[name as PoolName] ?? max), 1);

export type Pools = Readonly<Record<PoolName, DbRoot>> & {
  /** The connections of `jobs`, for the queue, which asks by them itself. */
  jobsPool: Pool;
  /** What the connections of each pool are doing now. */
  use: Readonly<Record<PoolName, () => PoolUse> & Partial<Record<'replica', () => PoolUse>>>;
  /** Over one connection more, of no pool: it listens for as long as the server runs. `onLoss` is told why it was lost. */
  followWatermark: (onLoss: (error: unknown) => void, replica?: Replica) => Watermark;
  /** Undefined where there is no replica. Over one connection more to it; `onLoss` is told why it is not asked. */
  followReplica: (onLoss: (error: unknown) => void) => Replica | undefined;
  close: () => Promise<void>;
  /** Ends every connection at once, whatever is under way: for a stop that can wait no longer. */
  giveUp: () => void;
};

/**
 * The pools of one process. The server, `gf`, the benchmarks and the tests all open theirs here, so that what is
 * measured and tested is what `npm start` runs. A connection is made when it is first needed.
 */
export function openPools({
  url,
  directUrl = url,
  replicaUrl = url,
  connections = {},
  answerMs,
}: {
  url: string;
  directUrl?: string | undefined;
  replicaUrl?: string | undefined;
  /** How many of each pool, where that is another number than usual. */
  connections?: Connections | undefined;
  /** How long PostgreSQL may say nothing to a question, where that is another time than a statement may take. */
  answerMs?: number | undefined;
}): Pools {
  const open = (name: PoolName, address = url) =>
    openDb(address, { ...POOLS[name], max: connections[name] ?? POOLS[name].max, answerMs });
  const pools: Record<PoolName, DbRoot> = {
    console: open('console'),
    ingest: open('ingest'),
    fleet: open('fleet'),
    jobs: open('jobs'),
  };
  const replica = replicaUrl === url ? undefined : open('fleet', replicaUrl);
  const all = [...Object.values(pools), ...(replica ? [replica] : [])];
  return {
    ...pools,
    jobsPool: poolOf(pools.jobs),
    use: {
      console: () => poolUse(pools.console),
      ingest: () => poolUse(pools.ingest),
      fleet: () => poolUse(pools.fleet),
      jobs: () => poolUse(pools.jobs),
      ...(replica && { replica: () => poolUse(replica) }),
    },
    followWatermark: (onLoss, followed) => followWatermark({ url: directUrl, replica: followed, onLoss }),
    followReplica: (onLoss) =>
      replica && followReplica({ url: replicaUrl, db: replica, primary: pools.fleet, onLoss }),
    close: async () => {
      await Promise.all(all.map((pool) => pool.$disconnect()));
    },
    giveUp: () => {
      for (const pool of all) giveUpAll(poolOf(pool));
    },
  };
}
