import { setMaxListeners } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import type { Client } from 'pg';
import type { DbRoot } from '@/lib/server/db/client';
import { withClient } from '@/lib/server/db/connection';
import { poolOf } from '@/lib/server/db/direct';

/** What can be read on the replica: everything committed by `asOf`, and the watermark that belongs to it. */
export type Readable = { asOf: Date; watermark: bigint };

export type Replica = {
  db: DbRoot;
  /** Undefined while the primary has to answer instead. */
  readable: () => Readable | undefined;
  /** Rejects as soon as the replica is known not to answer. */
  unlessLost: <T>(asked: Promise<T>) => Promise<T>;
  /** Says that pages were told this watermark, so that later reads must include it. */
  told: (watermark: bigint) => void;
  /** Calls back whenever more may be readable on the replica, or nothing any more. */
  subscribe: (follower: () => void) => void;
  /** How many seconds the readable state is behind; it grows while the replica is away. */
  lagSeconds: () => number;
  end: () => Promise<void>;
};

/** A replica that is further behind is not used: two intervals of agents more, and hosts would be called silent. */
const LATE_MS = 5_000;
const LOOK_EVERY_MS = 1_000;
const ANSWER_WITHIN_MS = 2_000;

type Options = {
  url: string;
  db: DbRoot;
  primary: DbRoot;
  onLoss: (error: unknown) => void;
};

/**
 * How far the primary's log had come at a moment, by this clock and its own: it includes everything committed
 * before.
 */
type Mark = { at: Date; primaryAt: Date; lsn: string };

type Look = { standby: boolean; utc: boolean; hasAll: boolean; replayedAt: Date | null; watermark: string };

async function markOf(primary: DbRoot): Promise<Mark | undefined> {
  const at = new Date();
  const asked = {
    text: 'SELECT pg_current_wal_flush_lsn()::text AS lsn, clock_timestamp() AS "primaryAt"',
    query_timeout: ANSWER_WITHIN_MS,
  };
  const answer = await poolOf(primary)
    .query<Omit<Mark, 'at'>>(asked)
    .catch(() => undefined);
  const found = answer?.rows[0];
  return found === undefined ? undefined : { at, ...found };
}

async function lookAt(client: Client, mark: Mark | undefined): Promise<Look> {
  const asked = {
    text: `
      SELECT pg_is_in_recovery() AS standby,
             current_setting('TimeZone') = 'UTC' AS utc,
             coalesce(pg_last_wal_replay_lsn() >= $1::pg_lsn, false) AS "hasAll",
             pg_last_xact_replay_timestamp() AS "replayedAt",
             coalesce((SELECT number::text FROM fleet_watermark), '0') AS watermark`,
    values: [mark?.lsn ?? null],
    query_timeout: ANSWER_WITHIN_MS,
  };
  const { rows } = await client.query<Look>(asked);
  const [look] = rows;
  if (!look) throw new Error('The replica answered with no row');
  if (!look.standby) throw new Error('DATABASE_REPLICA_URL leads to no standby: the primary answers instead');
  if (!look.utc) throw new Error('The replica does not work in UTC: the primary answers instead');
  return look;
}

/**
 * The later of what the replica reports and what the primary had written when it was asked. The replica's
 * time is by the primary's clock, which may be ahead of this one: without the correction the replica would
 * never count as late.
 */
function asOfLook({ hasAll, replayedAt }: Look, mark: Mark | undefined): number {
  if (!mark) return 0;
  const [at, primaryAt] = [mark.at.getTime(), mark.primaryAt.getTime()];
  const replayed = replayedAt ? replayedAt.getTime() + at - primaryAt : 0;
  return hasAll ? Math.max(at, replayed) : replayed;
}

/** Aborts all queries on the replica: each one listens, however many there are. */
function createLoss(): AbortController {
  const loss = new AbortController();
  setMaxListeners(0, loss.signal);
  return loss;
}

/**
 * Checks a streaming replica once a second over its own connection, so that each question knows in advance
 * whether it can use the replica and of which moment the answer is. The replica is not used while it is away,
 * late, or behind what pages were told.
 */
export function followReplica({ url, db, primary, onLoss }: Options): Replica {
  const ending = new AbortController();
  const { signal } = ending;
  const followers = new Set<() => void>();
  let loss = createLoss();
  let told = 0n;
  let seen: (Readable & { lagMs: number }) | undefined;
  let lastAsOf = Date.now();

  function settle(next: typeof seen): void {
    seen = next;
    if (next) lastAsOf = next.asOf.getTime();
    else {
      loss.abort(new Error('The replica does not answer'));
      loss = createLoss();
    }
    for (const follower of followers) follower();
  }

  async function followOn(client: Client): Promise<void> {
    while (!signal.aborted) {
      const mark = await markOf(primary);
      const look = await lookAt(client, mark);
      const asOf = Math.max(asOfLook(look, mark), seen?.asOf.getTime() ?? 0);
      const lagMs = Math.max(0, (mark?.at.getTime() ?? Date.now()) - asOf);
      settle({ asOf: new Date(asOf), watermark: BigInt(look.watermark), lagMs });
      await pause(LOOK_EVERY_MS, undefined, { signal }).catch(() => undefined);
    }
  }

  async function follow(): Promise<void> {
    for (let isKnown = false; !signal.aborted; ) {
      try {
        await withClient(url, followOn, { connectSeconds: ANSWER_WITHIN_MS / 1_000 });
      } catch (error) {
        // Reported once per loss, however long the reconnection takes.
        if (!isKnown || seen) onLoss(error);
        isKnown = true;
        settle(undefined);
        await pause(LOOK_EVERY_MS, undefined, { signal }).catch(() => undefined);
      }
    }
  }

  const followed = follow();
  return {
    db,
    readable: () => {
      if (!seen || Date.now() - seen.asOf.getTime() > LATE_MS || seen.watermark < told) return undefined;
      return seen;
    },
    unlessLost: (asked) => {
      const { signal: lost } = loss;
      return new Promise((resolve, reject) => {
        const giveUp = () => reject(lost.reason);
        lost.addEventListener('abort', giveUp);
        asked.then(resolve, reject).finally(() => lost.removeEventListener('abort', giveUp));
      });
    },
    told: (watermark) => {
      told = watermark;
    },
    subscribe: (follower) => void followers.add(follower),
    lagSeconds: () => (seen ? seen.lagMs : Date.now() - lastAsOf) / 1_000,
    end: async () => {
      ending.abort();
      await followed;
    },
  };
}
