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

/** Sorting so many among ten thousand that are sorted takes some 10 ms, and the server's loop waits meanwhile. */
const SORTED_AT_ONCE = 1_000;

/** Collects failures as they are found, and holds little more than those that are listed. */
export class FailureList<F extends ListedFailure> {
  private kept: Kept<F>[] = [];
  private unsorted = 0;
  private readonly leftOut = noSums();

  constructor(
    private readonly most = FAILURES_LISTED_AT_MOST,
    private readonly sortedAtOnce = SORTED_AT_ONCE,
  ) {}

  add(failure: F): void {
    this.kept.push({ failure, beganMs: Date.parse(failure.from) });
    this.unsorted += 1;
    if (this.unsorted >= this.sortedAtOnce) this.leaveOutShort();
  }

  private leaveOutShort(): void {
    this.kept.sort(byLength);
    this.unsorted = 0;
    for (const { failure } of this.kept.splice(this.most)) addFailure(this.leftOut, failure);
  }

  /** The longest, in the order in which they began, and what all others come to. */
  listed(): { listed: F[]; leftOut: FailureSums } {
    this.leaveOutShort();
    return { listed: this.kept.toSorted(byTime).map(({ failure }) => failure), leftOut: this.leftOut };
  }
}
