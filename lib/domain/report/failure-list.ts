/**
 * Every failure of a fleet that flips all month would be a report of millions of lines: so many are listed, the longest.
 * What is left out is summed up, so that the figures of a period are still those of its list and of that sum.
 */
export const FAILURES_LISTED_AT_MOST = 10_000;

/** What became of a failure. Whether a host still fails is not known of one that nothing vouches for at the end. */
export const FAILURE_ENDS = ['repaired', 'failing', 'unverified', 'left'] as const;
export type FailureEnd = (typeof FAILURE_ENDS)[number];

export type ListedFailure = {
  hostId: string;
  from: string;
  begunBefore: boolean;
  end: FailureEnd;
  /** It lasted from its beginning to its repair; where nothing repaired it, for as long as it is known to have failed. */
  seconds: number;
  /** The verified part of them: time that nothing vouches for may lie between. */
  failingSeconds: number;
  exceptedSeconds: number;
};

/** What failures come to. `seconds` of repairs is what their mean is taken of. */
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

/** What others came to, with these added. */
export function sumsWith(others: FailureSums, failures: Iterable<ListedFailure>): FailureSums {
  const sum = { ...others, repairs: { ...others.repairs } };
  for (const failure of failures) addFailure(sum, failure);
  return sum;
}

/** Null where nothing was repaired. */
export const meanTimeToRepair = ({ repairs }: FailureSums): number | null =>
  repairs.count === 0 ? null : repairs.seconds / repairs.count;

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

/** Its beginning is a number: comparing texts takes three times as long, and no turn of the loop lies between. */
type Kept<F> = { failure: F; beganMs: number };

/** The one that began first comes first. Ids tell apart what began at once. */
const byTime = (a: Kept<ListedFailure>, b: Kept<ListedFailure>) =>
  a.beganMs - b.beganMs || compare(a.failure.hostId, b.failure.hostId);
const byLength = (a: Kept<ListedFailure>, b: Kept<ListedFailure>) =>
  b.failure.seconds - a.failure.seconds || byTime(a, b);

/**
 * Collects failures as they are found, and holds those that are listed. They are a heap whose first is the one to be left
 * out next: sorting ten thousand at once would hold the server's loop for a tenth of a second.
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

  /** Puts one at the end, and before those that stay longer than it. */
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

  /** Puts one in the first place, and behind those that are left out before it. */
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

  /** The longest, in the order in which they began, and what all others come to. */
  listed(): { listed: F[]; leftOut: FailureSums } {
    return { listed: this.heap.toSorted(byTime).map(({ failure }) => failure), leftOut: this.leftOut };
  }
}
