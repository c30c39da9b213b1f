import type { HistorySegment } from '@/lib/server/db/fleet/answers/host-timeline';

export type Run = Pick<HistorySegment, 'attestationStatus' | 'failingChecks' | 'lateEvidence'> & {
  /** The first snapshot of the run. */
  from: Date;
  /** The last snapshot of the run. */
  to: Date;
};

export type Span = { from: Date; to: Date };

const says = ({ attestationStatus, failingChecks }: Run | HistorySegment) =>
  JSON.stringify([attestationStatus, failingChecks]);

type Verified = HistorySegment & { coveredUntil: Date };

/** A faulty spell is unverified time: nothing vouches for the host. */
const isVerified = (segment: HistorySegment): segment is Verified =>
  !segment.faulty && segment.coveredUntil !== null;

/** Joins equal neighbouring segments, oldest first, into runs, unless unverified time lies between them. */
export function toRuns(segments: readonly HistorySegment[]): Run[] {
  const runs: Run[] = [];
  let coveredUntil = new Date(0);
  for (const segment of segments.filter(isVerified)) {
    const last = runs.at(-1);
    if (last !== undefined && coveredUntil >= segment.from && says(last) === says(segment)) {
      last.to = segment.lastAt;
      last.lateEvidence ||= segment.lateEvidence;
    } else {
      const { from, lastAt, attestationStatus, failingChecks, lateEvidence } = segment;
      runs.push({ from, to: lastAt, attestationStatus, failingChecks, lateEvidence });
    }
    coveredUntil = segment.coveredUntil;
  }
  return runs;
}

/** The time within `span` that no segment covers. Coverage outside of it does not matter. */
export function toUnverified(segments: readonly HistorySegment[], span: Span): Span[] {
  const gaps: Span[] = [];
  let { from } = span;
  for (const segment of segments.filter(isVerified)) {
    if (segment.from >= span.to) break;
    if (segment.from > from) gaps.push({ from, to: segment.from });
    if (segment.coveredUntil > from) from = segment.coveredUntil;
  }
  return from < span.to ? [...gaps, { from, to: span.to }] : gaps;
}
