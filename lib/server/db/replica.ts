import { setMaxListeners } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import type { Client } from 'pg';
import type { DbRoot } from '@/lib/server/db/client';
import { withClient } from '@/lib/server/db/connection';
import { poolOf } from '@/lib/server/db/direct';

/** What can be read on the replica: everything that was committed by then, and the watermark that is there with it. */
export type Readable = { asOf: Date; watermark: bigint };

export type Replica = {
  db: DbRoot;
  /** Undefined while the primary has to answer instead. */
  readable: () => Readable | undefined;
  /** Rejects as soon as the replica is known not to answer any more. */
  unlessLost: <T>(asked: Promise<T>) => Promise<T>;
  /** Pages have heard of everything up to this watermark, and must find it. */
  told: (watermark: bigint) => void;
  /** Calls back whenever more may be readable there, or nothing any more. */
  subscribe: (follower: () => void) => void;
  /** How far what is readable there is behind; grows while it is away. */
  lagSeconds: () => number;
  end: () => Promise<void>;
};

/** Later than this it is not asked: two intervals of agents later its hosts would be called silent. */
const LATE_MS = 5_000;
const LOOK_EVERY_MS = 1_000;
const ANSWER_WITHIN_MS = 2_000;

type Options = {
  url: string;
  db: DbRoot;
  primary: DbRoot;
  onLoss: (error: unknown) => void;
};

/** How far the primary had come at a moment, by this clock and by its own: whatever was committed before is in its log up to there. */
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
 * The later of what the replica says itself and of what the primary had written when it was asked. What the replica says
 * is of the primary's clock, which may be ahead of this one: without the difference it would never be late.
 */
function asOfLook({ hasAll, replayedAt }: Look, mark: Mark | undefined): number {
  if (!mark) return 0;
  const [at, primaryAt] = [mark.at.getTime(), mark.primaryAt.getTime()];
  const replayed = replayedAt ? replayedAt.getTime() + at - primaryAt : 0;
  return hasAll ? Math.max(at, replayed) : replayed;
}

/** Each question that is asked there listens to it: however many they are, none is forgotten. */
function createLoss(): AbortController {
  const loss = new AbortController();
  setMaxListeners(0, loss.signal);
  return loss;
}

/**
 * Looks at a streaming replica once a second, over a connection of its own, so that each question knows beforehand whether
 * it can be asked there and of which moment the answer is. It is not asked while it is away, late, or behind what pages
 * were told.
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
        // Once a loss, however long it takes to connect again.
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
