import type { Cause } from '@/lib/domain/vocabulary';

/** Time of one host that a snapshot vouches for, cut to the period. Milliseconds since the epoch. */
export type VerifiedSpan = { from: number; to: number; isPassed: boolean; causes: readonly Cause[] };

export type Stretch = { from: number; to: number };

/** One failure of a host: from the first snapshot that failed, or the beginning of the period. */
export type Failure = {
  from: number;
  /** It failed already when the period began, so that it took longer than is known here. */
  begunBefore: boolean;
  /** The first snapshot that passed; null where none came within the period. */
  to: number | null;
  /** Up to when it is known to have failed. */
  lastFailingAt: number;
  /** The verified time in which it failed. */
  spans: VerifiedSpan[];
};

export type HostFailures = {
  toFailing: number;
  toPassed: number;
  /** The longest failing time without a break; null where it never failed. */
  longest: Stretch | null;
  /** The oldest first. */
  failures: Failure[];
};

/**
 * What the verified time of one host, oldest first, says of its failures. Time that nothing vouches for breaks a stretch,
 * and does not end a failure: only a snapshot that passed does.
 */
export function failuresOf(spans: readonly VerifiedSpan[], periodFrom: number): HostFailures {
  const found: HostFailures = { toFailing: 0, toPassed: 0, longest: null, failures: [] };
  let previous: VerifiedSpan | null = null;
  let failure: Failure | null = null;
  let stretch: Stretch | null = null;
  for (const span of spans) {
    if (previous !== null && previous.isPassed !== span.isPassed)
      found[span.isPassed ? 'toPassed' : 'toFailing'] += 1;
    if (span.isPassed) {
      if (failure !== null) failure.to = span.from;
      failure = null;
      stretch = null;
    } else {
      if (failure === null) {
        failure = begun(span, periodFrom);
        found.failures.push(failure);
      }
      failure.spans.push(span);
      failure.lastFailingAt = span.to;
      stretch = goingOn(stretch, span);
      found.longest = longer(found.longest, stretch);
    }
    previous = span;
  }
  return found;
}

const begun = ({ from, to }: VerifiedSpan, periodFrom: number): Failure => ({
  from,
  begunBefore: from <= periodFrom,
  to: null,
  lastFailingAt: to,
  spans: [],
});

/** A stretch with what follows it; a new one where something lies between. */
const goingOn = (stretch: Stretch | null, { from, to }: Stretch): Stretch =>
  stretch !== null && stretch.to >= from ? { from: stretch.from, to } : { from, to };

const lengthOf = ({ from, to }: Stretch) => to - from;

/** The earlier of two that are as long as each other. */
export const longer = (a: Stretch | null, b: Stretch): Stretch =>
  a !== null && lengthOf(a) >= lengthOf(b) ? a : b;

/** Milliseconds that each cause took: a span with several causes counts for each. */
export function msByCause(spans: Iterable<VerifiedSpan>): Map<Cause, number> {
  const sums = new Map<Cause, number>();
  for (const { from, to, isPassed, causes } of spans)
    for (const cause of isPassed ? [] : causes) sums.set(cause, (sums.get(cause) ?? 0) + to - from);
  return sums;
}

export type FleetFailures = Pick<HostFailures, 'toFailing' | 'toPassed'> & {
  msByCause: Map<Cause, number>;
  longest: { hostId: string; stretch: Stretch } | null;
};

export const noFailures = (): FleetFailures => ({
  toFailing: 0,
  toPassed: 0,
  msByCause: new Map(),
  longest: null,
});

/** Adds a host to what is known of those before it, and gives its failures. Of two longest the earlier host's stays. */
export function addHostFailures(
  sum: FleetFailures,
  hostId: string,
  { spans, periodFrom }: { spans: readonly VerifiedSpan[]; periodFrom: number },
): Failure[] {
  const found = failuresOf(spans, periodFrom);
  sum.toFailing += found.toFailing;
  sum.toPassed += found.toPassed;
  for (const [cause, ms] of msByCause(spans)) sum.msByCause.set(cause, (sum.msByCause.get(cause) ?? 0) + ms);
  if (found.longest !== null && longer(sum.longest?.stretch ?? null, found.longest) === found.longest)
    sum.longest = { hostId, stretch: found.longest };
  return found.failures;
}
