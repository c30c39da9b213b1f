import type { Pool } from 'pg';
import { giveUpAll } from './bounded-pool';
import { type DbRoot, openDb, type PoolUse, poolUse } from './client';
import { poolOf } from './direct';
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

export type Pools = Readonly<Record<PoolName, DbRoot>> & {
  /** The connections of `jobs`, for the queue, which asks by them itself. */
  jobsPool: Pool;
  /** What the connections of each pool are doing now. */
  use: Readonly<Record<PoolName, () => PoolUse>>;
  /** Over one connection more, of no pool: it listens for as long as the server runs. `onLoss` is told why it was lost. */
  followWatermark: (onLoss: (error: unknown) => void) => Watermark;
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
  answerMs,
}: {
  url: string;
  directUrl?: string | undefined;
  replicaUrl?: string | undefined;
  /** How long PostgreSQL may say nothing to a question, where that is another time than a statement may take. */
  answerMs?: number | undefined;
}): Pools {
  const pools: Record<PoolName, DbRoot> = {
    console: openDb(url, { ...POOLS.console, answerMs }),
    ingest: openDb(url, { ...POOLS.ingest, answerMs }),
    fleet: openDb(replicaUrl, { ...POOLS.fleet, answerMs }),
    jobs: openDb(url, { ...POOLS.jobs, answerMs }),
  };
  return {
    ...pools,
    jobsPool: poolOf(pools.jobs),
    use: {
      console: () => poolUse(pools.console),
      ingest: () => poolUse(pools.ingest),
      fleet: () => poolUse(pools.fleet),
      jobs: () => poolUse(pools.jobs),
    },
    followWatermark: (onLoss) => {
      const isReplica = replicaUrl !== url;
      return followWatermark({ url: isReplica ? replicaUrl : directUrl, isReplica, onLoss });
    },
    close: async () => {
      await Promise.all(Object.values(pools).map((pool) => pool.$disconnect()));
    },
    giveUp: () => {
      for (const pool of Object.values(pools)) giveUpAll(poolOf(pool));
    },
  };
}
