import { setTimeout as pause } from 'node:timers/promises';
import type { Client } from 'pg';
import type { Db } from '@/lib/server/db/client';
import { withClient } from '@/lib/server/db/connection';
import type { Replica } from '@/lib/server/db/replica';

// How far the live fleet has come: a number that is raised when something on the screens has changed. It says
// that something changed, never what: followers read again, and see only what they may.

/**
 * Raises the watermark, and notifies all servers at commit. Never use it in a transaction of ingest:
 * PostgreSQL commits only one notifying transaction at a time.
 */
export async function raiseWatermark(db: Db): Promise<void> {
  await db.$executeRaw`
    WITH raised AS (
      INSERT INTO fleet_watermark AS w (number) VALUES (1)
      ON CONFLICT (id) DO UPDATE SET number = w.number + 1 RETURNING w.number)
    SELECT pg_notify('fleet_watermark', number::text) FROM raised`;
}

export type Watermark = {
  /** When this server last learned that the watermark has moved. */
  movedAt: () => Date;
  /** Whether the connection that listens is up. */
  isFollowed: () => boolean;
  /** Returns a function that ends the subscription. */
  subscribe: (follower: Follower) => () => void;
  end: () => Promise<void>;
};

/** `onEnd` is called when no more moves follow because the server stops. */
type Follower = { onMove: (at: Date, number: bigint) => void; onEnd: () => void };

type Options = {
  /** An address that bypasses a pooler, which would share the listening connection. */
  url: string;
  /**
   * While the replica answers heavy reads, a change is announced once the replica shows it, and for no later
   * moment.
   */
  replica?: Replica | undefined;
  onLoss: (error: unknown) => void;
  /** LOOK_EVERY_MS, except in a test of immediate notifications. */
  lookEveryMs?: number;
};

const noop = () => undefined;

const LOOK_EVERY_MS = 5_000;
const RECONNECT_AFTER_MS = 1_000;
const ANSWER_WITHIN_MS = 5_000;

/**
 * Follows the watermark over its own connection. It listens, and also reads the watermark from time to time:
 * so it notices that the connection is dead, or that a pooler delivers notifications to somebody else. What
 * was missed without a connection is announced after the reconnection.
 */
export function followWatermark({ url, replica, onLoss, lookEveryMs = LOOK_EVERY_MS }: Options): Watermark {
  const followers = new Set<Follower>();
  const ending = new AbortController();
  const { signal } = ending;
  let movedAt = new Date();
  let newest: bigint | undefined;
  let told: bigint | undefined;
  let isFollowed = false;

  function observe(seen: string | undefined): void {
    newest = BigInt(seen ?? '0');
    announceMove();
  }

  function announceMove(): void {
    const readable = replica?.readable();
    const number = readable?.watermark ?? newest;
    if (number === undefined || number === told) return;
    const isFirst = told === undefined;
    told = number;
    replica?.told(number);
    if (isFirst) return;
    movedAt = readable?.asOf ?? new Date();
    for (const { onMove } of followers) onMove(movedAt, number);
  }
  replica?.subscribe(announceMove);

  async function followOn(client: Client): Promise<void> {
    const ends = AbortSignal.any([signal, lossOf(client)]);
    client.on('notification', ({ payload }) => observe(payload));
    const asked = { text: 'LISTEN fleet_watermark', query_timeout: ANSWER_WITHIN_MS };
    await client.query(asked);
    while (!signal.aborted) {
      observe(await readNumber(client));
      isFollowed = true;
      await pause(lookEveryMs, undefined, { signal: ends }).catch(noop);
    }
  }

  async function follow(): Promise<void> {
    for (let isKnown = false; !signal.aborted; ) {
      try {
        await withClient(url, followOn, { connectSeconds: ANSWER_WITHIN_MS / 1_000 });
      } catch (error) {
        // Reported once per loss, however long the reconnection takes.
        if (!isKnown || isFollowed) onLoss(error);
        isKnown = true;
        isFollowed = false;
        await pause(RECONNECT_AFTER_MS, undefined, { signal }).catch(noop);
      }
    }
  }

  const followed = follow();
  return {
    movedAt: () => movedAt,
    isFollowed: () => isFollowed,
    subscribe: (follower) => {
      followers.add(follower);
      return () => void followers.delete(follower);
    },
    end: async () => {
      ending.abort();
      for (const { onEnd } of followers) onEnd();
      followers.clear();
      await followed;
    },
  };
}

/** Aborts when the connection is lost, so that the next query fails at once with the reason. */
function lossOf(client: Client): AbortSignal {
  const loss = new AbortController();
  client.on('error', () => loss.abort());
  client.on('end', () => loss.abort());
  return loss.signal;
}

async function readNumber(client: Client): Promise<string> {
  const asked = { text: 'SELECT number::text FROM fleet_watermark', query_timeout: ANSWER_WITHIN_MS };
  const { rows } = await client.query<{ number: string }>(asked);
  return rows[0]?.number ?? '0';
}
