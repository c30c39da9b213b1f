import { DAY_MS } from '@/lib/util/durations';
import { isAble } from './judge';
import { SILENT_INTERVALS } from './reporting';
import type { State } from './vocabulary';

/** One receipt of a host. History follows only from the set of these, never from the order of arrival. */
export type HistoryItem = {
  /** The snapshot id; it breaks ties, so that the order is total. */
  id: string;
  /** Milliseconds since the epoch, fixed when first stored. For a rejection it is its stamp. */
  observedAt: number;
  /**
   * Set if the server's own clock was ahead when this came and was put back since: the latest time at which
   * the server had it. Otherwise null.
   */
  knownBy: number | null;
  rejected: boolean;
  enrollment: number;
  sequence: number | null;
  /** Sent within an hour of collecting, so that it limits the effective time of items with a lower sequence. */
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
  /** The segment covers [from, coveredUntil); Infinity for a faulty spell that continues. */
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
  // A rejection at the exact time of a stored snapshot counts as earlier, so it sorts first.
  return (
    a.at - b.at ||
    Number(b.rejected) - Number(a.rejected) ||
    compareSequence(a.sequence, b.sequence) ||
    (a.id < b.id ? -1 : a.id > b.id ? 1 : 0)
  );
}

/** When it was observed, as far as the server's own clock can be trusted. */
export const believedTimeOf = ({ observedAt, knownBy }: HistoryItem) =>
  Math.min(observedAt, knownBy ?? observedAt);

/**
 * Items that pass, and items without a reliable time of their own, are placed before items with a higher
 * sequence.
 */
const isBounded = (item: HistoryItem) =>
  item.judgedState === 'Passed' || !item.prompt || item.knownBy !== null;

/**
 * The effective time is the least observedAt of the item itself and of prompt items of the same enrolment
 * with a higher sequence. A host that answers with sequence 8 now cannot have collected sequence 7 later. If
 * it nevertheless did (a second agent with its credential, a restored disk), an item that does not pass keeps
 * its own time, so that no higher sequence hides it.
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

/** `group`: the items of one enrolment, highest sequence first. Items of equal sequence do not limit each other. */
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
 * The time of a stepped item is unknown. So it does not count, unless by then nothing of its enrolment with a
 * higher sequence had been observed and the spool was empty.
 */
function vouches(item: HistoryItem, highestBy: (item: HistoryItem) => number): boolean {
  if (item.rejected || !item.stepped) return true;
  return item.sequence !== null && item.spoolEmpty && item.sequence >= highestBy(item);
}

/** The highest sequence of an item's enrolment observed by then, computed in one pass for all items. */
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

/** The items in order, without those that do not count. */
export function orderItems(items: readonly HistoryItem[]): Placed[] {
  const highestBy = items.some((item) => item.stepped) ? highestSequences(items) : () => -1;
  return effectiveTimes(items)
    .filter((item) => vouches(item, highestBy))
    .sort(byEffectiveTime);
}

/** Items of an enrolment with a higher sequence than this may be placed after added ones, and so limit them. */
export type Reach = { enrollment: number; aboveSequence: number };

/**
 * Which stored items may limit added ones. History can only change from the earliest time of the added items
 * and these items on: an item moves only to the time of one that limits it.
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
 * Whether `item` has the same content as the segment before it, so that one segment can hold both. Late items
 * have their own segments, because a segment that continues past a moment also says of that moment whether
 * its evidence came late.
 */
function continues(last: StateSegment, item: Placed): boolean {
  if (dayOf(last.from) !== dayOf(item.at) || last.lateEvidence !== item.late) return false;
  return item.rejected ? last.faulty : !last.faulty && last.profileId === item.profileId;
}

const sameState = (last: StateSegment, item: Placed) =>
  item.rejected ? last.faulty : !last.faulty && last.judgedState === item.judgedState;

/**
 * When the state of `item` began. A silence interrupts passing, because nothing verified it. It does not
 * interrupt failing: a host that fails before and after has failed since the first time.
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
    // A faulty spell is shown with the last known status.
    profileId: item.rejected ? (last?.profileId ?? null) : item.profileId,
    judgedState: item.rejected ? (last?.judgedState ?? null) : item.judgedState,
    since: sinceOf(last, item, unbroken),
    lateEvidence: item.late,
    clockOffsetMs: item.clockOffsetMs ?? last?.clockOffsetMs ?? null,
  };
}

/**
 * Folds ordered items onto the segment before them, if any. Returns the segments from `prior` on, including
 * it, because its coverage may be cut. Segments never cross midnight UTC.
 */
export function foldStates(ordered: readonly Placed[], prior?: StateSegment): StateSegment[] {
  const segments: StateSegment[] = prior ? [{ ...prior }] : [];
  for (const item of ordered) {
    let last = segments.at(-1);
    if (last !== undefined && last.from === item.at && !continues(last, item)) {
      // If two items have the same instant, the later one in the order wins, and the other covers no time.
      segments.pop();
      last = segments.at(-1);
    }
    // If coverage was cut by an item that has just been dropped, it ends at this instant: there is still no gap.
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

/** VM counts have their own segments, so that a live migration does not split the history of states. */
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
