/**
 * A fleet that flaps all month would have millions of failures in a report, so only the longest are listed.
 * The others are summed up, so that the figures of a period equal the list plus that sum.
 */
export const FAILURES_LISTED_AT_MOST = 10_000;

/** The end of a failure. It is unknown whether a host still fails that is unverified at the end. */
export const FAILURE_ENDS = ['repaired', 'failing', 'unverified', 'left'] as const;
export type FailureEnd = (typeof FAILURE_ENDS)[number];

export type ListedFailure = {
  hostId: string;
  from: string;
  begunBefore: boolean;
  end: FailureEnd;
  /** The time from its beginning to its repair; without a repair, the time for which it is known to have failed. */
  seconds: number;
  /** The verified part of these seconds: unverified time may lie between. */
  failingSeconds: number;
  exceptedSeconds: number;
};

/** Sums over failures. The mean time to repair uses the `seconds` of repairs. */
export type FailureSums = {
  count: number;
  failingSeconds: number;
  exceptedSeconds: number;
  repairs: { count: number; begunBefore: number; seconds: number };
};

export const noSums = (): FailureSums => ({
  count: 0,
  failingSeconds: 0,
  exceptedSeconds: 0,
  repairs: { count: 0, begunBefore: 0, seconds: 0 },
});

export function addFailure(sum: FailureSums, failure: ListedFailure): void {
  sum.count += 1;
  sum.failingSeconds += failure.failingSeconds;
  sum.exceptedSeconds += failure.exceptedSeconds;
  if (failure.end !== 'repaired') return;
  sum.repairs.count += 1;
  sum.repairs.begunBefore += failure.begunBefore ? 1 : 0;
  sum.repairs.seconds += failure.seconds;
}

/** The sums of others plus these failures. */
export function sumsWith(others: FailureSums, failures: Iterable<ListedFailure>): FailureSums {
  const sum = { ...others, repairs: { ...others.repairs } };
  for (const failure of failures) addFailure(sum, failure);
  return sum;
}

/** Null if nothing was repaired. */
export const meanTimeToRepair = ({ repairs }: FailureSums): number | null =>
  repairs.count === 0 ? null : repairs.seconds / repairs.count;

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

/** Stored as a number, because comparing texts takes three times as long and blocks the event loop. */
type Kept<F> = { failure: F; beganMs: number };

/** Sorts by beginning. Ids decide between failures that began at the same time. */
const byTime = (a: Kept<ListedFailure>, b: Kept<ListedFailure>) =>
  a.beganMs - b.beganMs || compare(a.failure.hostId, b.failure.hostId);
const byLength = (a: Kept<ListedFailure>, b: Kept<ListedFailure>) =>
  b.failure.seconds - a.failure.seconds || byTime(a, b);

/**
 * Collects failures and keeps those to be listed. They form a heap whose first element is left out next:
 * sorting ten thousand at once would block the event loop for a tenth of a second.
 */
export class FailureList<F extends ListedFailure> {
  private readonly heap: Kept<F>[] = [];
  private readonly leftOut = noSums();

  constructor(private readonly most = FAILURES_LISTED_AT_MOST) {}

  add(failure: F): void {
    const kept = { failure, beganMs: Date.parse(failure.from) };
    const [next] = this.heap;
    if (next === undefined || this.heap.length < this.most) {
      this.rise(kept);
    } else if (byLength(kept, next) < 0) {
      addFailure(this.leftOut, next.failure);
      this.sink(kept);
    } else addFailure(this.leftOut, failure);
  }

  /** Adds one at the end and moves it before those that stay longer. */
  private rise(kept: Kept<F>): void {
    let place = this.heap.length;
    while (place > 0) {
      const above = Math.floor((place - 1) / 2);
      const other = this.heap[above];
      if (other === undefined || byLength(kept, other) <= 0) break;
      this.heap[place] = other;
      place = above;
    }
    this.heap[place] = kept;
  }

  /** Puts one first and moves it behind those that are left out before it. */
  private sink(kept: Kept<F>): void {
    let place = 0;
    for (;;) {
      const [left, right] = [this.heap[2 * place + 1], this.heap[2 * place + 2]];
      if (left === undefined) break;
      const isRight = right !== undefined && byLength(right, left) > 0;
      const below = isRight ? right : left;
      if (byLength(below, kept) <= 0) break;
      this.heap[place] = below;
      place = 2 * place + (isRight ? 2 : 1);
    }
    this.heap[place] = kept;
  }

  /** The longest failures, ordered by beginning, and the sums of all others. */
  listed(): { listed: F[]; leftOut: FailureSums } {
    return { listed: this.heap.toSorted(byTime).map(({ failure }) => failure), leftOut: this.leftOut };
  }
}
