import type { Cause } from '@/lib/domain/vocabulary';

/** Verified time of one host, cut to the period. Milliseconds since the epoch. */
export type VerifiedSpan = { from: number; to: number; isPassed: boolean; causes: readonly Cause[] };

export type Stretch = { from: number; to: number };

/** One failure of a host: from the first failing snapshot, or the beginning of the period. */
export type Failure = {
  from: number;
  /** It had failed before the period began, so its true length is unknown here. */
  begunBefore: boolean;
  /** The first snapshot that passed; null if there was none within the period. */
  to: number | null;
  /** The last time at which it is known to have failed. */
  lastFailingAt: number;
  /** The verified time in which it failed. */
  spans: VerifiedSpan[];
};

export type HostFailures = {
  toFailing: number;
  toPassed: number;
  /** The longest uninterrupted failing time; null if it never failed. */
  longest: Stretch | null;
  /** Oldest first. */
  failures: Failure[];
};

/**
 * The failures of one host from its verified time, oldest first. Unverified time interrupts a stretch but
 * does not end a failure: only a snapshot that passed does.
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

/** Extends a stretch by what follows directly; otherwise begins a new one. */
const goingOn = (stretch: Stretch | null, { from, to }: Stretch): Stretch =>
  stretch !== null && stretch.to >= from ? { from: stretch.from, to } : { from, to };

const lengthOf = ({ from, to }: Stretch) => to - from;

/** The longer stretch; of two equal ones, the earlier. */
export const longer = (a: Stretch | null, b: Stretch): Stretch =>
  a !== null && lengthOf(a) >= lengthOf(b) ? a : b;

/** The milliseconds of each cause: a span with several causes counts for each. */
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

/** Adds a host to the sums and returns its failures. Of two equal longest stretches the earlier host's stays. */
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
