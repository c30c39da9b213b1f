import type { ServiceError } from '@/lib/server/errors';
import type { Answering } from './answers';
import type { Delivery } from './decide';
import { createFoldLane } from './fold-lane';

/** More waiting requests than this mean that the database does not keep up: a 503 now is better than a hang. */
const MAX_WAITING = 2_000;
/** Waiting requests are held in memory, and the database may hang while a whole fleet drains its spools. */
const MAX_WAITING_BYTES = 128 * 1024 * 1024;
const MAX_DELIVERIES = 100;
const MAX_ITEMS = 1_000;
/** A batch is judged and packed without a pause, so wide requests are split over several. */
const MAX_BATCH_BYTES = 1024 * 1024;
/** One batch commits while the next is judged; more would only queue inside PostgreSQL. */
export const MAX_IN_FLIGHT = 2;
/**
 * A second batch is begun beside the first if at least this many items wait, because each batch has a fixed
 * cost.
 */
const SECOND_BATCH_ITEMS = 24;
/** Fewer items wait no longer than this either: a lock on one of its hosts may hold up the first batch. */
const FEW_WAIT_MS = 50;

export type Waiting = Answering & { sinceMs: number };

type Writing = {
  /** Returns the requests that must be written separately because they take long. */
  write: (batch: Waiting[]) => Promise<Waiting[]>;
  writeApart: (batch: Waiting[]) => Promise<void>;
  refuseFull: () => ServiceError;
  /** Answers the requests of a batch that are unanswered after writing threw unexpectedly. */
  failed: (batch: readonly Waiting[], error: unknown) => void;
};

/**
 * Requests that wait to be written, in batches of which at most two are under way. Spools have their own
 * batches, one at a time while single snapshots wait: a hundred snapshots take tenths of a second, which
 * nobody else should wait for. Hosts whose histories take long to fold are written beside both.
 */
export class IngestQueue {
  private readonly singles = createLane();
  private readonly spools = createLane();
  private readonly underWay = new Set<readonly Waiting[]>();
  private readonly folds;
  private readonly idle: (() => void)[] = [];
  private heldBytes = 0;
  private isReminded = false;

  constructor(private readonly writing: Writing) {
    this.folds = createFoldLane<Waiting>({
      take: takeBatch,
      write: writing.writeApart,
      failed: writing.failed,
      isElsewhere: (hostId) => this.isUnderWay(hostId),
      onDone: (batch) => {
        this.release(batch);
        this.pump();
      },
    });
  }

  hasRoom(sizeBytes: number): boolean {
    return this.inLanes() < MAX_WAITING && this.heldBytes + sizeBytes <= MAX_WAITING_BYTES;
  }

  add(one: Waiting): void {
    this.heldBytes += sizeOf(one.delivery);
    if (this.folds.has(one.delivery.hostId)) this.addApart(one);
    else (one.delivery.items.length > 1 ? this.spools : this.singles).queue.push(one);
    // Runs after the current turn, so that requests read in one turn share a batch.
    setImmediate(() => this.pump());
  }

  /** Resolves when nothing is queued or in flight. */
  drain(): Promise<void> {
    return new Promise((resolve) => {
      this.idle.push(resolve);
      setImmediate(() => this.pump());
    });
  }

  waiting(): number {
    return this.inLanes() + this.folds.waiting();
  }

  oldestMs(): number {
    const waiting = [this.singles.queue, this.spools.queue, ...this.underWay, ...this.folds.held()].flat();
    const since = waiting.map(({ sinceMs }) => sinceMs);
    return since.length === 0 ? 0 : performance.now() - Math.min(...since);
  }

  private inFlight(): number {
    return this.singles.inFlight + this.spools.inFlight;
  }

  private inLanes(): number {
    return this.singles.queue.length + this.spools.queue.length;
  }

  private isUnderWay(hostId: string): boolean {
    return [...this.underWay].some((batch) => batch.some((one) => isOf(one, hostId)));
  }

  private pump(): void {
    const { singles, spools, folds } = this;
    while (this.mayBegin(singles, spools)) this.begin(singles);
    while (this.mayBegin(spools, singles)) this.begin(spools);
    folds.pump();
    if (this.inLanes() > 0 && this.inFlight() < MAX_IN_FLIGHT) this.remind();
    if (this.inFlight() === 0 && this.inLanes() === 0 && folds.isIdle())
      for (const resolve of this.idle.splice(0)) resolve();
  }

  private mayBegin(lane: Lane, other: Lane): boolean {
    if (lane.queue.length === 0 || this.inFlight() >= MAX_IN_FLIGHT) return false;
    // The second place belongs to the other lane if it has requests.
    return lane.inFlight === 0 || (other.queue.length === 0 && isEnoughForSecond(lane.queue));
  }

  private begin(lane: Lane): void {
    const batch = takeBatch(lane.queue);
    lane.inFlight += 1;
    this.underWay.add(batch);
    void this.write(batch, lane);
  }

  private async write(batch: Waiting[], lane: Lane): Promise<void> {
    let apart: Waiting[] = [];
    try {
      apart = await this.writing.write(batch);
    } catch (error) {
      this.writing.failed(batch, error);
    } finally {
      // Done even after an error: otherwise this lane would accept nothing more.
      lane.inFlight -= 1;
      this.underWay.delete(batch);
      this.release(batch.filter((one) => !apart.includes(one)));
      this.moveApart(apart);
      this.pump();
    }
  }

  /**
   * Also takes all waiting requests of the same hosts, which would otherwise wait for their rows in another
   * batch.
   */
  private moveApart(apart: readonly Waiting[]): void {
    for (const one of apart) this.addApart(one);
    if (apart.length === 0) return;
    for (const lane of [this.singles, this.spools]) {
      for (const one of lane.queue.splice(0))
        if (this.folds.has(one.delivery.hostId)) this.addApart(one);
        else lane.queue.push(one);
    }
  }

  private addApart(one: Waiting): void {
    if (this.folds.add(one)) return;
    this.release([one]);
    one.reject(this.writing.refuseFull());
  }

  private release(batch: readonly Waiting[]): void {
    for (const { delivery } of batch) this.heldBytes -= sizeOf(delivery);
  }

  private remind(): void {
    if (this.isReminded) return;
    this.isReminded = true;
    setTimeout(() => {
      this.isReminded = false;
      this.pump();
    }, FEW_WAIT_MS);
  }
}

type Lane = { queue: Waiting[]; inFlight: number };
const createLane = (): Lane => ({ queue: [], inFlight: 0 });

const isOf = ({ delivery }: Waiting, hostId: string) => delivery.hostId === hostId;
export const sizeOf = (delivery: Delivery) => delivery.items.reduce((sum, item) => sum + item.sizeBytes, 0);

/** Items are counted, because one request may hold a hundred. */
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
