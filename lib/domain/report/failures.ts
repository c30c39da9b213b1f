import type { Cause } from '@/lib/domain/vocabulary';

/** Time of one host that a snapshot vouches for, cut to the period. Milliseconds since the epoch. */
export type VerifiedSpan = { from: number; to: number; isPassed: boolean; causes: readonly Cause[] };

export type Stretch = { from: number; to: number };

/** A failure that ended: a later snapshot passed. */
export type Repair = {
  /** From the first snapshot that failed, or the beginning of the period, to the first that passed. */
  ms: number;
  /** It failed already when the period began, so that `ms` is less than it took. */
  beganBefore: boolean;
};

export type HostFailures = {
  toFailing: number;
  toPassed: number;
  /** The longest failing time without a break; null where it never failed. */
  longest: Stretch | null;
  repairs: Repair[];
};

/**
 * What the verified time of one host, oldest first, says of its failures. Time that nothing vouches for breaks a stretch,
 * and does not end a failure: only a snapshot that passed does.
 */
export function failuresOf(spans: readonly VerifiedSpan[], periodFrom: number): HostFailures {
  const found: HostFailures = { toFailing: 0, toPassed: 0, longest: null, repairs: [] };
  let previous: VerifiedSpan | null = null;
  let failingSince: number | null = null;
  let stretch: Stretch | null = null;
  for (const span of spans) {
    if (previous !== null && previous.isPassed !== span.isPassed)
      found[span.isPassed ? 'toPassed' : 'toFailing'] += 1;
    if (span.isPassed) {
      if (failingSince !== null)
        found.repairs.push({ ms: span.from - failingSince, beganBefore: failingSince <= periodFrom });
      failingSince = null;
      stretch = null;
    } else {
      failingSince ??= span.from;
      stretch = goingOn(stretch, span);
      found.longest = longer(found.longest, stretch);
    }
    previous = span;
  }
  return found;
}

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

/** Null where nothing was repaired. */
export const meanTimeToRepairMs = (repairs: readonly Repair[]): number | null =>
  repairs.length === 0 ? null : repairs.reduce((sum, { ms }) => sum + ms, 0) / repairs.length;

export type FleetFailures = Pick<HostFailures, 'toFailing' | 'toPassed' | 'repairs'> & {
  msByCause: Map<Cause, number>;
  longest: { hostId: string; stretch: Stretch } | null;
};

export const noFailures = (): FleetFailures => ({
  toFailing: 0,
  toPassed: 0,
  repairs: [],
  msByCause: new Map(),
  longest: null,
});

/** Adds a host to what is known of those before it. Of two longest the earlier host's stays. */
export function addHostFailures(
  sum: FleetFailures,
  hostId: string,
  { spans, periodFrom }: { spans: readonly VerifiedSpan[]; periodFrom: number },
): void {
  const found = failuresOf(spans, periodFrom);
  sum.toFailing += found.toFailing;
  sum.toPassed += found.toPassed;
  sum.repairs.push(...found.repairs);
  for (const [cause, ms] of msByCause(spans)) sum.msByCause.set(cause, (sum.msByCause.get(cause) ?? 0) + ms);
  if (found.longest !== null && longer(sum.longest?.stretch ?? null, found.longest) === found.longest)
    sum.longest = { hostId, stretch: found.longest };
}
