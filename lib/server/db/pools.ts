import type { Pool } from 'pg';
import { giveUpAll } from './bounded-pool';
import { type DbRoot, openDb, type PoolUse, poolUse } from './client';
import { poolOf } from './direct';
import { followReplica, type Replica } from './replica';
import { followWatermark, type Watermark } from './watermark';

/** Each kind of work has its own connections, so that none waits for another. */
const POOLS = {
  /** Sessions, tokens and every change made by people. */
  console: { max: 10 },
  /**
   * Agents have their own connections, so that a fleet that sends all at once cannot block the console. Two
   * batches are in flight, each of which may be tried in three lanes host by host, and one long fold besides;
   * enrolment, rotation and credentials need some too.
   */
  ingest: { max: 11, batches: true },
  /** Questions about the fleet, each with its own plan. */
  fleet: { max: 6, customPlans: true },
  /** Background jobs. They read whole tables, for which the plans of ingest are wrong. */
  jobs: { max: 8, customPlans: true },
} as const;

export type PoolName = keyof typeof POOLS;

export type Connections = Readonly<Partial<Record<PoolName, number>>>;

/** The most connections that a process makes to the primary: those of its pools, and the listening one. */
export const mostConnections = (connections: Connections = {}): number =>
  Object.entries(POOLS).reduce((sum, [name, { max }]) => sum + (connections[name as PoolName] ?? max), 1);

export type Pools = Readonly<Record<PoolName, DbRoot>> & {
  /** The connections of `jobs` for the queue, which uses them directly. */
  jobsPool: Pool;
  /** The present use of each pool. */
  use: Readonly<Record<PoolName, () => PoolUse> & Partial<Record<'replica', () => PoolUse>>>;
  /**
   * Uses one more connection outside the pools, which listens as long as the server runs. `onLoss` is called
   * with the reason when it is lost.
   */
  followWatermark: (onLoss: (error: unknown) => void, replica?: Replica) => Watermark;
  /**
   * Undefined without a replica. Uses one more connection to it. `onLoss` is called with the reason why the
   * replica is not used.
   */
  followReplica: (onLoss: (error: unknown) => void) => Replica | undefined;
  close: () => Promise<void>;
  /** Ends every connection at once, even with work under way, for a stop that cannot wait longer. */
  giveUp: () => void;
};

/**
 * The pools of one process. The server, `gf`, the benchmarks and the tests all open theirs here, so that
 * measurements and tests use the same pools as `npm start`. A connection is made when it is first needed.
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
  /** The size of each pool that differs from the default. */
  connections?: Connections | undefined;
  /** How long PostgreSQL may be silent, if not as long as a statement may take. */
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
