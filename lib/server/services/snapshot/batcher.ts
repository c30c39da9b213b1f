import type { SnapshotResult } from '@/lib/contracts/agent';
import type { DbRoot } from '@/lib/server/db/client';
import type { ServiceError } from '@/lib/server/errors';
import { type Answering, unavailable } from './answers';
import type { BatchSettings } from './batch-settings';
import type { Delivery } from './decide';
import { createFoldLane } from './fold-lane';
import { type IngestObserver, UNOBSERVED } from './ingest-observer';
import { createWriter } from './write-deliveries';

type Waiting = Answering & { sinceMs: number };

/** More than this many requests waiting is a database that does not keep up: better a 503 now than a hang. */
const MAX_WAITING = 2_000;
/** What waits is held in memory, and the database may hang while a whole fleet drains its spools. */
const MAX_WAITING_BYTES = 128 * 1024 * 1024;
const MAX_DELIVERIES = 100;
const MAX_ITEMS = 1_000;
/** A batch is judged and packed without a pause: what is wide goes in several. */
const MAX_BATCH_BYTES = 1024 * 1024;
/** One commits while the next is judged; more would only queue inside PostgreSQL. */
export const MAX_IN_FLIGHT = 2;
/** A second batch is begun beside the first for as many items as this: each batch costs something however small it is. */
const SECOND_BATCH_ITEMS = 24;
/** Nor do few wait for long: the first may be held up by a lock on one of its hosts. */
const FEW_WAIT_MS = 50;
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
  const writer = createWriter(db, settings, observer);
  const refuseFull = () => {
    observer.refused('queue_full');
    return unavailable(new Error('ingest queue is full'));
  };
  const queue = createQueue({ ...writer, refuseFull });

  function refusalOf(delivery: Delivery): ServiceError | undefined {
    // A body that was refused has its own answer, and says that its host is faulty or locked.
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
    drain: queue.drain,
    waiting: queue.waiting,
  };
}

type Asked = Omit<Answering, 'isAnswered'>;

/** Answered once: what is not committed in time is told so, and may still be committed. */
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

type Writing = {
  /** Gives back what is to be written apart, since it takes long. */
  write: (batch: Waiting[]) => Promise<Waiting[]>;
  writeApart: (batch: Waiting[]) => Promise<void>;
  refuseFull: () => ServiceError;
};

/**
 * What waits to be written, in batches of which two at most are under way. Spools go in batches of their own, one at a
 * time while single snapshots wait: a hundred snapshots take tenths of a second, for which nobody else should wait.
 * Hosts whose histories take long to fold are written beside both.
 */
function createQueue({ write, writeApart, refuseFull }: Writing) {
  const singles = createLane();
  const spools = createLane();
  const underWay = new Set<readonly Waiting[]>();
  const folds = createFoldLane<Waiting>({
    take: takeBatch,
    write: writeApart,
    isElsewhere: (hostId) => [...underWay].some((batch) => batch.some((one) => isOf(one, hostId))),
    onDone: (batch) => {
      release(batch);
      pump();
    },
  });
  const idle: (() => void)[] = [];
  let heldBytes = 0;
  let isReminded = false;

  function release(batch: readonly Waiting[]): void {
    for (const { delivery } of batch) heldBytes -= sizeOf(delivery);
  }

  function remind(): void {
    if (isReminded) return;
    isReminded = true;
    setTimeout(() => {
      isReminded = false;
      pump();
    }, FEW_WAIT_MS);
  }

  function begin(lane: Lane): void {
    const batch = takeBatch(lane.queue);
    lane.inFlight += 1;
    underWay.add(batch);
    void write(batch).then((apart) => {
      lane.inFlight -= 1;
      underWay.delete(batch);
      release(batch.filter((one) => !apart.includes(one)));
      moveApart(apart);
      pump();
    });
  }

  /** Takes all waiting requests of the same hosts too, which would otherwise wait for their rows in a batch of others. */
  function moveApart(apart: readonly Waiting[]): void {
    for (const one of apart) addApart(one);
    if (apart.length === 0) return;
    for (const lane of [singles, spools]) {
      for (const one of lane.queue.splice(0))
        if (folds.has(one.delivery.hostId)) addApart(one);
        else lane.queue.push(one);
    }
  }

  function addApart(one: Waiting): void {
    if (folds.add(one)) return;
    release([one]);
    one.reject(refuseFull());
  }

  const inFlight = () => singles.inFlight + spools.inFlight;
  const inLanes = () => singles.queue.length + spools.queue.length;
  const waiting = () => inLanes() + folds.waiting();

  function mayBegin(lane: Lane, other: Lane): boolean {
    if (lane.queue.length === 0 || inFlight() >= MAX_IN_FLIGHT) return false;
    // The second place is the other lane's, where it wants it.
    return lane.inFlight === 0 || (other.queue.length === 0 && isEnoughForSecond(lane.queue));
  }

  function pump(): void {
    while (mayBegin(singles, spools)) begin(singles);
    while (mayBegin(spools, singles)) begin(spools);
    folds.pump();
    if (inLanes() > 0 && inFlight() < MAX_IN_FLIGHT) remind();
    if (inFlight() === 0 && inLanes() === 0 && folds.isIdle())
      for (const resolve of idle.splice(0)) resolve();
  }

  return {
    hasRoom: (sizeBytes: number): boolean =>
      inLanes() < MAX_WAITING && heldBytes + sizeBytes <= MAX_WAITING_BYTES,
    add: (one: Waiting): void => {
      heldBytes += sizeOf(one.delivery);
      if (folds.has(one.delivery.hostId)) addApart(one);
      else (one.delivery.items.length > 1 ? spools : singles).queue.push(one);
      // After the current turn, so that requests read in one turn share a batch.
      setImmediate(pump);
    },
    drain: (): Promise<void> =>
      new Promise((resolve) => {
        idle.push(resolve);
        setImmediate(pump);
      }),
    waiting,
  };
}

type Lane = { queue: Waiting[]; inFlight: number };
const createLane = (): Lane => ({ queue: [], inFlight: 0 });

const isOf = ({ delivery }: Waiting, hostId: string) => delivery.hostId === hostId;
const sizeOf = (delivery: Delivery) => delivery.items.reduce((sum, item) => sum + item.sizeBytes, 0);

/** Items are counted: one request may hold a hundred. */
function isEnoughForSecond(queue: readonly Waiting[]): boolean {
  let items = 0;
  const [oldest] = queue;
  if (oldest && performance.now() - oldest.sinceMs >= FEW_WAIT_MS) return true;
  return queue.some(({ delivery }) => {
    items += delivery.items.length;
    return items >= SECOND_BATCH_ITEMS;
  });
}

function takeBatch(queue: Waiting[]): Waiting[] {
  let items = 0;
  let bytes = 0;
  let size = 0;
  for (const { delivery } of queue) {
    items += delivery.items.length;
    bytes += sizeOf(delivery);
    if (size > 0 && (size >= MAX_DELIVERIES || items > MAX_ITEMS || bytes > MAX_BATCH_BYTES)) break;
    size += 1;
  }
  return queue.splice(0, size);
}
