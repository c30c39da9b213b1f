import { DAY_MS } from '@/lib/util/durations';
import { isAble } from './judge';
import { SILENT_INTERVALS } from './reporting';
import type { State } from './vocabulary';

/** A host's receipts are folded into history; everything here follows from the set, never from arrival. */
export type HistoryItem = {
  /** Snapshot id; breaks ties so that the order is total. */
  id: string;
  /** Milliseconds since the epoch, fixed when first stored. For a rejection: its stamp. */
  observedAt: number;
  /**
   * The server's own clock was ahead when this came, and was put back since: the server had it by this time at the
   * latest. Null for everything else.
   */
  knownBy: number | null;
  rejected: boolean;
  enrollment: number;
  sequence: number | null;
  /** Sent within an hour of collecting: bounds the effective time of items with a lower sequence. */
  prompt: boolean;
  /** The clock was stepped between collecting and sending. */
  stepped: boolean;
  /** spool.pending was 0 when it was sent. */
  spoolEmpty: boolean;
  intervalSeconds: number;
  /** Received over an hour after it was observed. */
  late: boolean;
  clockOffsetMs: number | null;
  profileId: string | null;
  judgedState: State | null;
  vmsTotal: number | null;
  vmsRunning: number | null;
  /** Content digest (hex) of its document; null for a rejection. */
  document: string | null;
};

export type StateSegment = {
  from: number;
  confirmedAt: number;
  /** The segment vouches for [from, coveredUntil); Infinity for a faulty spell that goes on. */
  coveredUntil: number;
  faulty: boolean;
  profileId: string | null;
  judgedState: State | null;
  since: number;
  lateEvidence: boolean;
  clockOffsetMs: number | null;
};

export type VmSegment = { from: number; coveredUntil: number; total: number | null; running: number | null };

export type Placed = HistoryItem & { at: number };

const compareSequence = (a: number | null, b: number | null) => (a ?? -1) - (b ?? -1);

function byEffectiveTime(a: Placed, b: Placed): number {
  // A rejection at the very time of a stored snapshot is not later than it: it sorts first.
  return (
    a.at - b.at ||
    Number(b.rejected) - Number(a.rejected) ||
    compareSequence(a.sequence, b.sequence) ||
    (a.id < b.id ? -1 : a.id > b.id ? 1 : 0)
  );
}

/** When it was observed, as far as the server's own clock can be believed. */
export const believedTimeOf = ({ observedAt, knownBy }: HistoryItem) =>
  Math.min(observedAt, knownBy ?? observedAt);

/** What passes, and what has no time of its own that can be relied on, stands before what has a higher sequence. */
const isBounded = (item: HistoryItem) =>
  item.judgedState === 'Passed' || !item.prompt || item.knownBy !== null;

/**
 * Effective time: the least observedAt of the item itself and of prompt items of the same enrolment with
 * a higher sequence. A host that answers with sequence 8 now cannot have collected sequence 7 later; where it has all
 * the same (a second agent with its credential, a disk that was put back), what does not pass keeps its own time, so
 * that no higher number hides it.
 */
function effectiveTimes(items: readonly HistoryItem[]): Placed[] {
  const placed: Placed[] = [];
  const byEnrollment = new Map<number, HistoryItem[]>();
  for (const item of items) {
    if (item.rejected || item.sequence === null) placed.push({ ...item, at: believedTimeOf(item) });
    else {
      const group = byEnrollment.get(item.enrollment);
      if (group === undefined) byEnrollment.set(item.enrollment, [item]);
      else group.push(item);
    }
  }
  for (const group of byEnrollment.values()) {
    group.sort((a, b) => compareSequence(b.sequence, a.sequence));
    placed.push(...placeBySequence(group));
  }
  return placed;
}

/** `group`: one enrolment, highest sequence first. Items of equal sequence do not bound each other. */
function placeBySequence(group: readonly HistoryItem[]): Placed[] {
  const placed: Placed[] = [];
  let bound = Number.POSITIVE_INFINITY;
  let boundOfEquals = bound;
  let sequence: number | null = null;
  for (const item of group) {
    if (item.sequence !== sequence) {
      bound = boundOfEquals;
      sequence = item.sequence;
    }
    const time = believedTimeOf(item);
    placed.push({ ...item, at: isBounded(item) ? Math.min(time, bound) : time });
    if (item.prompt) boundOfEquals = Math.min(boundOfEquals, time);
  }
  return placed;
}

/**
 * A stepped item's own time is not known: it neither refreshes nor greens, unless nothing of its
 * enrolment with a higher sequence had been observed by then and nothing waited in the spool.
 */
function vouches(item: HistoryItem, highestBy: (item: HistoryItem) => number): boolean {
  if (item.rejected || !item.stepped) return true;
  return item.sequence !== null && item.spoolEmpty && item.sequence >= highestBy(item);
}

/** The highest sequence of an item's enrolment that had been observed by then: one pass for however many items ask. */
function highestSequences(items: readonly HistoryItem[]): (item: HistoryItem) => number {
  const stored = items.filter((item) => !item.rejected).sort((a, b) => believedTimeOf(a) - believedTimeOf(b));
  const highest = new Map<number, { until: number; sequence: number }[]>();
  for (const item of stored) {
    const steps = highest.get(item.enrollment) ?? [];
    highest.set(item.enrollment, steps);
    if ((item.sequence ?? -1) > (steps.at(-1)?.sequence ?? -2))
      steps.push({ until: believedTimeOf(item), sequence: item.sequence ?? -1 });
  }
  return (item) => {
    const steps = highest.get(item.enrollment) ?? [];
    return steps.findLast(({ until }) => until <= believedTimeOf(item))?.sequence ?? -1;
  };
}

/** Items in their order, those that do not vouch left out. */
export function orderItems(items: readonly HistoryItem[]): Placed[] {
  const highestBy = items.some((item) => item.stepped) ? highestSequences(items) : () => -1;
  return effectiveTimes(items)
    .filter((item) => vouches(item, highestBy))
    .sort(byEffectiveTime);
}

/** Items of an enrolment with a higher sequence than this may stand after added ones, and so bound them. */
export type Reach = { enrollment: number; aboveSequence: number };

/**
 * Which stored items may bound added ones. History can change from the earliest of the added items' own times and of
 * these items' times on, and nothing before: an item moves only to the time of one that bounds it.
 */
export function reachesOf(added: readonly HistoryItem[]): Reach[] {
  const lowest = new Map<number, number>();
  for (const item of added) {
    if (item.rejected || item.sequence === null || !isBounded(item)) continue;
    lowest.set(item.enrollment, Math.min(item.sequence, lowest.get(item.enrollment) ?? item.sequence));
  }
  return [...lowest].map(([enrollment, aboveSequence]) => ({ enrollment, aboveSequence }));
}

export const dayOf = (time: number) => Math.floor(time / DAY_MS);

const reachOf = (item: Placed) =>
  item.rejected ? Number.POSITIVE_INFINITY : item.at + SILENT_INTERVALS * item.intervalSeconds * 1000;

/**
 * Whether `item` says the same as the segment before it, so that one segment can hold both. What came late has segments of
 * its own: a segment that goes on past a moment says of that moment, too, whether its evidence came late.
 */
function continues(last: StateSegment, item: Placed): boolean {
  if (dayOf(last.from) !== dayOf(item.at) || last.lateEvidence !== item.late) return false;
  return item.rejected ? last.faulty : !last.faulty && last.profileId === item.profileId;
}

const sameState = (last: StateSegment, item: Placed) =>
  item.rejected ? last.faulty : !last.faulty && last.judgedState === item.judgedState;

/**
 * When the state of `item` began. A silence ends that a host passes, since nothing vouched for it. It does not end that a
 * host fails: one that fails before and after has failed since the first time, whoever was away in between.
 */
function sinceOf(last: StateSegment | undefined, item: Placed, unbroken: boolean): number {
  if (last === undefined || !sameState(last, item)) return item.at;
  const failsStill = !item.rejected && item.judgedState !== null && !isAble(item.judgedState);
  return unbroken || failsStill ? last.since : item.at;
}

function openSegment(last: StateSegment | undefined, item: Placed, unbroken: boolean): StateSegment {
  return {
    from: item.at,
    confirmedAt: item.at,
    coveredUntil: reachOf(item),
    faulty: item.rejected,
    // A faulty spell shows the last known status beside it.
    profileId: item.rejected ? (last?.profileId ?? null) : item.profileId,
    judgedState: item.rejected ? (last?.judgedState ?? null) : item.judgedState,
    since: sinceOf(last, item, unbroken),
    lateEvidence: item.late,
    clockOffsetMs: item.clockOffsetMs ?? last?.clockOffsetMs ?? null,
  };
}

/**
 * Folds items (already ordered) onto the segment before them, if any. Returns the segments from `prior`
 * on, prior first, since its coverage may be cut. Segments never cross midnight UTC.
 */
export function foldStates(ordered: readonly Placed[], prior?: StateSegment): StateSegment[] {
  const segments: StateSegment[] = prior ? [{ ...prior }] : [];
  for (const item of ordered) {
    let last = segments.at(-1);
    if (last !== undefined && last.from === item.at && !continues(last, item)) {
      // Two items at one instant: the later in order wins, and the other vouches for nothing.
      segments.pop();
      last = segments.at(-1);
    }
    // Coverage cut by an item that has just been dropped ends at this instant: still no gap.
    const unbroken = last !== undefined && last.coveredUntil >= item.at;
    if (last !== undefined && unbroken && continues(last, item)) {
      last.confirmedAt = item.at;
      last.coveredUntil = reachOf(item);
      last.clockOffsetMs = item.clockOffsetMs ?? last.clockOffsetMs;
      continue;
    }
    if (last !== undefined) last.coveredUntil = Math.min(last.coveredUntil, item.at);
    segments.push(openSegment(last, item, unbroken));
  }
  return segments;
}

/** VM counts have segments of their own, so that a live migration does not cut the history of states. */
export function foldVms(ordered: readonly Placed[], prior?: VmSegment): VmSegment[] {
  const segments: VmSegment[] = prior ? [{ ...prior }] : [];
  for (const item of ordered) {
    if (item.rejected) continue;
    let last = segments.at(-1);
    const same = (segment: VmSegment) =>
      segment.total === item.vmsTotal &&
      segment.running === item.vmsRunning &&
      dayOf(segment.from) === dayOf(item.at);
    if (last !== undefined && last.from === item.at && !same(last)) {
      segments.pop();
      last = segments.at(-1);
    }
    if (last !== undefined && last.coveredUntil >= item.at && same(last)) {
      last.coveredUntil = reachOf(item);
      continue;
    }
    if (last !== undefined) last.coveredUntil = Math.min(last.coveredUntil, item.at);
    segments.push({
      from: item.at,
      coveredUntil: reachOf(item),
      total: item.vmsTotal,
      running: item.vmsRunning,
    });
  }
  return segments;
}
