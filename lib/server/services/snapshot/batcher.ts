import type { SnapshotResult } from '@/lib/contracts/agent';
import type { DbRoot } from '@/lib/server/db/client';
import { isStatementLost } from '@/lib/server/db/direct';
import { isDatabaseAway, isDeadlock } from '@/lib/server/db/failures';
import { ServiceError } from '@/lib/server/errors';
import { spreadRetrySeconds } from '@/lib/server/retry-after';
import type { Delivery } from './decide';
import { type BatchSettings, ingestBatch } from './ingest-batch';
import { type IngestObserver, UNOBSERVED } from './observe';

type Waiting = {
  delivery: Delivery;
  sinceMs: number;
  resolve: (results: SnapshotResult[] | null) => void;
  reject: (error: unknown) => void;
};

/** More than this many requests waiting is a database that does not keep up: better a 503 now than a hang. */
const MAX_WAITING = 2_000;
/** What waits is held parsed in memory, and the database may hang while a whole fleet drains its spools. */
const MAX_WAITING_BYTES = 128 * 1024 * 1024;
const MAX_DELIVERIES = 100;
const MAX_ITEMS = 1_000;
/** One commits while the next is judged; more would only queue inside PostgreSQL. */
const MAX_IN_FLIGHT = 2;
/** What a batch costs however small it is, a snapshot in it should not: a second one is not begun for a few. */
const WORTH_A_SECOND = 24;
/** Nor do few wait for long: the first may be held up by a lock on one of its hosts. */
const FEW_WAIT_MS = 50;
const MAX_TRIES = 3;
/** Requests that are tried alone go side by side, so that a slow one does not keep the others waiting. */
const LANES_ALONE = 3;
/** Every request is answered within 10 s, also when PostgreSQL hangs. */
const ANSWER_WITHIN_MS = 8_000;

export type SnapshotBatcher = {
  /** Resolves once what it answers is committed. Throws `unavailable` when that cannot be had in time. */
  deliver: (delivery: Delivery) => Promise<SnapshotResult[] | null>;
  /** Resolves when nothing waits and nothing is in flight. */
  drain: () => Promise<void>;
  waiting: () => number;
};

/** Requests that arrive together are written together: one transaction for many hosts. */
export function createBatcher(
  db: DbRoot,
  settings: BatchSettings,
  observer: IngestObserver = UNOBSERVED,
): SnapshotBatcher {
  const queue: Waiting[] = [];
  const idle: (() => void)[] = [];
  let inFlight = 0;
  let heldBytes = 0;
  let isReminded = false;

  function remind(): void {
    if (isReminded) return;
    isReminded = true;
    setTimeout(() => {
      isReminded = false;
      pump();
    }, FEW_WAIT_MS);
  }

  function pump(): void {
    while (queue.length > 0 && (inFlight === 0 || (inFlight < MAX_IN_FLIGHT && isWorthASecond(queue)))) {
      inFlight += 1;
      const batch = takeBatch(queue);
      void run(batch).finally(() => {
        inFlight -= 1;
        for (const { delivery } of batch) heldBytes -= sizeOf(delivery);
        pump();
      });
    }
    if (queue.length > 0 && inFlight < MAX_IN_FLIGHT) remind();
    if (inFlight === 0 && queue.length === 0) for (const resolve of idle.splice(0)) resolve();
  }

  async function run(batch: readonly Waiting[]): Promise<void> {
    const startedAt = performance.now();
    try {
      const outcome = await withRetries(() =>
        ingestBatch(
          db,
          batch.map(({ delivery }) => delivery),
          settings,
        ),
      );
      observer.committed({ seconds: (performance.now() - startedAt) / 1000, outcome });
      for (const [index, { resolve }] of batch.entries()) resolve(outcome[index] ?? null);
    } catch (error) {
      if (!isDatabaseAway(error)) await oneByOne(batch, error);
      else
        for (const { reject } of batch) {
          observer.refused('database_away');
          reject(unavailable(error));
        }
    }
  }

  /** What one request broke must not cost the others: each is tried alone, and only the culprit fails. */
  async function oneByOne(batch: readonly Waiting[], error: unknown): Promise<void> {
    if (batch.length === 1) {
      batch[0]?.reject(error);
      return;
    }
    const rest = [...batch];
    const lane = async () => {
      for (let waiting = rest.shift(); waiting !== undefined; waiting = rest.shift()) await run([waiting]);
    };
    await Promise.all(Array.from({ length: LANES_ALONE }, lane));
  }

  return {
    deliver: (delivery) =>
      new Promise((resolve, reject) => {
        const sizeBytes = sizeOf(delivery);
        if (queue.length >= MAX_WAITING || heldBytes + sizeBytes > MAX_WAITING_BYTES) {
          observer.refused('queue_full');
          reject(unavailable(new Error('ingest queue is full')));
          return;
        }
        const timer = setTimeout(() => {
          observer.refused('no_commit_in_time');
          reject(unavailable(new Error('no commit in time')));
        }, ANSWER_WITHIN_MS);
        const done =
          <T>(settle: (value: T) => void) =>
          (value: T) => {
            clearTimeout(timer);
            settle(value);
          };
        heldBytes += sizeBytes;
        queue.push({ delivery, sinceMs: performance.now(), resolve: done(resolve), reject: done(reject) });
        // After the current turn, so that requests read in one turn share a batch.
        setImmediate(pump);
      }),
    drain: () =>
      new Promise((resolve) => {
        idle.push(resolve);
        setImmediate(pump);
      }),
    waiting: () => queue.length,
  };
}

const sizeOf = (delivery: Delivery) => delivery.items.reduce((sum, item) => sum + item.sizeBytes, 0);

/** Items are counted: one request may hold a hundred. */
function isWorthASecond(queue: readonly Waiting[]): boolean {
  let items = 0;
  const [oldest] = queue;
  if (oldest && performance.now() - oldest.sinceMs >= FEW_WAIT_MS) return true;
  return queue.some(({ delivery }) => {
    items += delivery.items.length;
    return items >= WORTH_A_SECOND;
  });
}

function takeBatch(queue: Waiting[]): Waiting[] {
  let items = 0;
  let size = 0;
  for (const { delivery } of queue) {
    items += delivery.items.length;
    if (size > 0 && (size >= MAX_DELIVERIES || items > MAX_ITEMS)) break;
    size += 1;
  }
  return queue.splice(0, size);
}

/**
 * Two batches that flag the same twins may deadlock, and a pooler may have lost a prepared statement: PostgreSQL
 * undid the batch, which is then simply done again.
 */
async function withRetries<T>(work: () => Promise<T>): Promise<T> {
  for (let tried = 1; ; tried += 1) {
    try {
      return await work();
    } catch (error) {
      if (tried >= MAX_TRIES || !(isDeadlock(error) || isStatementLost(error))) throw error;
    }
  }
}

function unavailable(cause: unknown): ServiceError {
  return new ServiceError('unavailable', 'The database cannot take snapshots now; keep them and try again', {
    cause,
    retryAfterSeconds: spreadRetrySeconds(),
  });
}
