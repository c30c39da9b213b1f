import type { SnapshotResult } from '@/lib/contracts/agent';
import type { DbRoot } from '@/lib/server/db/client';
import type { ServiceError } from '@/lib/server/errors';
import { type Answering, unavailable } from './answers';
import type { BatchSettings } from './batch-settings';
import type { Delivery } from './decide';
import { type IngestObserver, UNOBSERVED } from './ingest-observer';
import { IngestQueue, sizeOf, type Waiting } from './ingest-queue';
import { createWriter } from './write-deliveries';

/** Every request is answered within 10 s, even if PostgreSQL hangs. */
const ANSWER_WITHIN_MS = 8_000;

export type SnapshotBatcher = {
  /** Resolves once its answer is committed. Throws `unavailable` if that takes too long. */
  deliver: (delivery: Delivery) => Promise<SnapshotResult[] | null>;
  /** Resolves when nothing is queued or in flight. */
  drain: () => Promise<void>;
  waiting: () => number;
  /** How long the oldest request has been queued or in flight; 0 if there is none. */
  oldestMs: () => number;
};

/** Requests that arrive together are written together: one transaction for many hosts. */
export function createBatcher(
  db: DbRoot,
  settings: BatchSettings,
  observer: IngestObserver = UNOBSERVED,
): SnapshotBatcher {
  const writer = createWriter(db, settings, observer);
  const refuseFull = () => {
    observer.refused('queue_full');
    return unavailable(new Error('ingest queue is full'));
  };
  const queue = new IngestQueue({ ...writer, refuseFull });

  function refusalOf(delivery: Delivery): ServiceError | undefined {
    // A body that was refused gets its own answer, and shows that its host is faulty or locked.
    const standing = delivery.bodyFault === null ? writer.standingRefusal(delivery.hostId) : undefined;
    if (standing !== undefined) {
      observer.refused('over_limit');
      return standing;
    }
    if (queue.hasRoom(sizeOf(delivery))) return undefined;
    return refuseFull();
  }

  return {
    deliver: (delivery) =>
      new Promise((resolve, reject) => {
        const refusal = refusalOf(delivery);
        if (refusal === undefined) queue.add(answeredInTime({ delivery, resolve, reject }, observer));
        else reject(refusal);
      }),
    drain: () => queue.drain(),
    waiting: () => queue.waiting(),
    oldestMs: () => queue.oldestMs(),
  };
}

type Asked = Omit<Answering, 'isAnswered'>;

/**
 * Makes sure that a request is answered once and in time. A request without a commit in time is told so,
 * although it may still be committed.
 */
function answeredInTime({ delivery, resolve, reject }: Asked, observer: IngestObserver): Waiting {
  let isAnswered = false;
  const timer = setTimeout(() => {
    isAnswered = true;
    observer.refused('no_commit_in_time');
    reject(unavailable(new Error('no commit in time')));
  }, ANSWER_WITHIN_MS);
  const done =
    <T>(settle: (value: T) => void) =>
    (value: T) => {
      isAnswered = true;
      clearTimeout(timer);
      settle(value);
    };
  return {
    delivery,
    sinceMs: performance.now(),
    isAnswered: () => isAnswered,
    resolve: done(resolve),
    reject: done(reject),
  };
}
