import {
  foldStates,
  foldVms,
  type HistoryItem,
  orderItems,
  type Placed,
  type StateSegment,
  type VmSegment,
} from '@/lib/domain/history';
import { deadlines } from '@/lib/domain/reporting';
import type { FoldedHost } from '@/lib/server/db/ingest/derived-changes';
import { monthOf } from '@/lib/server/db/ingest/documents';
import type { LockedHost } from '@/lib/server/db/ingest/lock-hosts';
import type { HostUpdate, LiveRow, Owned } from '@/lib/server/db/ingest/write-rows';
import { loopTurns } from '@/lib/util/loop-turns';
import type { HostDecisions } from './decide';
import { countReceived } from './receipt-limit';

/** A host's history after its new items, as it has to be written. */
export type Applied = {
  states: Owned<StateSegment>[];
  vms: Owned<VmSegment>[];
  live: LiveRow;
  host: HostUpdate | null;
  folded: FoldedHost;
};

export type Settings = { now: number; tellInterval: number; agentDropped: number | null };

/** The newest segment of a host, from its hot row, so that a snapshot in order reads no history. */
function currentSegment(host: LockedHost): StateSegment | undefined {
  if (host.segmentFrom === null) return undefined;
  const faulty = isFaulty(host);
  const confirmedAt = faulty ? host.lastRejectedAt : host.lastObservedAt;
  return {
    from: host.segmentFrom,
    confirmedAt: confirmedAt ?? host.segmentFrom,
    coveredUntil: faulty ? Number.POSITIVE_INFINITY : (host.silentAfter ?? host.segmentFrom),
    faulty,
    profileId: host.profileId,
    judgedState: host.judgedState,
    since: host.since ?? host.segmentFrom,
    lateEvidence: host.segmentLate,
    clockOffsetMs: host.clockOffsetMs,
  };
}

const isFaulty = (host: LockedHost) =>
  host.lastRejectedAt !== null && (host.lastObservedAt === null || host.lastRejectedAt > host.lastObservedAt);

function currentVms(host: LockedHost): VmSegment | undefined {
  if (host.vmSegmentFrom === null) return undefined;
  return {
    from: host.vmSegmentFrom,
    coveredUntil: host.silentAfter ?? host.vmSegmentFrom,
    total: host.vmsTotal,
    running: host.vmsRunning,
  };
}

/**
 * Whether every item is later than everything the host has, and cannot change the place of any other. Then
 * folding them onto the newest segment equals folding everything (property-tested).
 */
export function isInOrder(host: LockedHost, items: readonly HistoryItem[]): boolean {
  // Its newest segment begins in the future.
  if (host.knownBy !== undefined) return false;
  let tip = Math.max(host.maxObservedAt ?? -Infinity, host.lastRejectedAt ?? -Infinity);
  let sequence = host.sequence ?? -1;
  for (const item of items) {
    if (item.stepped || item.observedAt <= tip || item.enrollment !== host.enrollment) return false;
    if (item.sequence !== null) {
      if (item.sequence <= sequence) return false;
      sequence = item.sequence;
    }
    tip = item.observedAt;
  }
  return true;
}

export function applyInOrder(host: LockedHost, decisions: HostDecisions, settings: Settings): Applied {
  const ordered = orderItems(decisions.history);
  const prior = currentSegment(host);
  const states = foldStates(ordered, prior);
  const vms = foldVms(ordered, currentVms(host));
  const applied = toApplied(host, decisions, settings, {
    ordered,
    states,
    vms,
    lastAttested: host.lastObservedAt,
    hasPrior: prior !== undefined,
    windowFrom: null,
  });
  // While a segment is open, its end is in the hot row, where readers look, so nothing is written here.
  return {
    ...applied,
    states: continuesOpenSegment(host.segmentFrom, states) ? [] : applied.states,
    vms: continuesOpenSegment(host.vmSegmentFrom, vms) ? [] : applied.vms,
  };
}

const continuesOpenSegment = (from: number | null, segments: readonly { from: number }[]) =>
  segments.length === 1 && segments[0]?.from === from;

export type Window = {
  /** The host's stored items that the fold needs, and the new ones. */
  items: readonly HistoryItem[];
  /** The beginning of the segment from which states are folded again. */
  from: number;
  /** The same for VM counts. */
  vmsFrom: number;
  priorState: StateSegment | undefined;
  priorVms: VmSegment | undefined;
  /** The last observation before `from`, for a host that has been faulty since. */
  lastAttested: number | null;
};

/**
 * Folds a host's history again from the beginnings of segments that stay as they begin, and replaces all that
 * follow. A long history takes tenths of a second, in steps that give other work its turn.
 */
export async function applyWindow(
  host: LockedHost,
  decisions: HostDecisions,
  settings: Settings,
  window: Window,
): Promise<Applied> {
  const { lastAttested, priorState, priorVms, from: windowFrom, vmsFrom } = window;
  const turns = loopTurns();
  const pause = async () => {
    if (turns.isOver()) await turns.take();
  };
  const all = orderItems(window.items);
  await pause();
  const ordered = all.filter((item) => item.at >= windowFrom);
  const states = foldStates(ordered, priorState);
  await pause();
  const vms = foldVms(
    all.filter((item) => item.at >= vmsFrom),
    priorVms,
  );
  await pause();
  const hasPrior = priorState !== undefined;
  return toApplied(host, decisions, settings, { ordered, states, vms, lastAttested, hasPrior, windowFrom });
}

type Folded = {
  ordered: readonly Placed[];
  states: StateSegment[];
  vms: VmSegment[];
  lastAttested: number | null;
  hasPrior: boolean;
  windowFrom: number | null;
};

function toApplied(host: LockedHost, decisions: HostDecisions, settings: Settings, folded: Folded): Applied {
  const { hostId } = host;
  const own = <T>(segments: T[]): Owned<T>[] => segments.map((segment) => ({ hostId, ...segment }));
  return {
    states: own(folded.states),
    vms: own(folded.vms),
    live: toLive(host, decisions, settings, folded),
    host: toHostUpdate(host, folded),
    folded: toFolded(host, decisions, settings, folded),
  };
}

function toFolded(
  host: LockedHost,
  { receipts }: HostDecisions,
  { now }: Settings,
  { states, hasPrior, windowFrom }: Folded,
): FoldedHost {
  const { hostId, hostname, fqdn, silentAfter } = host;
  const wasSilent = silentAfter !== null && silentAfter <= now;
  const receivedAt = receipts.map((receipt) => receipt.receivedAt);
  return { hostId, enrolledAs: { hostname, fqdn }, hasPrior, states, windowFrom, receivedAt, wasSilent };
}

function toLive(host: LockedHost, decisions: HostDecisions, settings: Settings, folded: Folded): LiveRow {
  const last = folded.states.at(-1);
  const attested = folded.ordered.findLast((item) => !item.rejected);
  const rejection = folded.ordered.findLast((item) => item.rejected);
  const lastObservedAt = attested?.at ?? folded.lastAttested;
  const due =
    attested && deadlines({ observedAt: new Date(attested.at), intervalSeconds: attested.intervalSeconds });
  const stored = decisions.history.filter((item) => !item.rejected);
  const own = stored.filter((item) => item.enrollment === host.enrollment && item.sequence !== null);
  const code = decisions.receipts.findLast((receipt) => receipt.snapshotId === rejection?.id)?.code;
  return {
    hostId: host.hostId,
    toldInterval: settings.tellInterval,
    lastObservedAt,
    lateAfter: due?.lateAfter.getTime() ?? host.lateAfter,
    silentAfter: due?.silentAfter.getTime() ?? host.silentAfter,
    maxObservedAt: greatest(host.maxObservedAt, ...stored.map((item) => item.observedAt)),
    sequence: greatest(host.sequence, ...own.map((item) => item.sequence ?? -1)),
    lastRejectedAt: rejection?.at ?? host.lastRejectedAt,
    lastRejectedCode: code ?? host.lastRejectedCode,
    newRejections: decisions.newRejections,
    clockOffsetMs: last?.clockOffsetMs ?? host.clockOffsetMs,
    agentDropped: settings.agentDropped,
    segmentFrom: last?.from ?? host.segmentFrom,
    segmentLate: last?.lateEvidence ?? host.segmentLate,
    vmSegmentFrom: folded.vms.at(-1)?.from ?? host.vmSegmentFrom,
    ...countReceived(host, decisions.receipts.length, settings.now),
    overLimitSince: overLimitSince(host, decisions, settings),
  };
}

/** Since when the host has been over its limit; it ends when something of the host is accepted again. */
function overLimitSince(host: LockedHost, decisions: HostDecisions, { now }: Settings): number | null {
  if (decisions.isOverLimit) return host.overLimitSince ?? now;
  return decisions.receipts.length > 0 ? null : host.overLimitSince;
}

const greatest = (...values: (number | null)[]): number | null =>
  values.reduce((most, value) => (value === null || (most !== null && most >= value) ? most : value), null);

/** Null if nothing in this row has changed: most snapshots only touch the hot row. */
function toHostUpdate(host: LockedHost, folded: Folded): HostUpdate | null {
  const last = folded.states.at(-1);
  const newest = folded.ordered.findLast((item) => !item.rejected);
  const vms = folded.vms.at(-1);
  const update: HostUpdate = {
    hostId: host.hostId,
    profileId: last?.profileId ?? host.profileId,
    since: last?.since ?? host.since,
    vmsTotal: vms ? vms.total : host.vmsTotal,
    vmsRunning: vms ? vms.running : host.vmsRunning,
    // The document was filed under the month in which it was observed, when it was stored.
    documentDigest: newest?.document ?? host.documentDigest,
    documentMonth: newest ? monthOf(newest.observedAt) : host.documentMonth,
  };
  return isSame(host, update) ? null : update;
}

function isSame(host: LockedHost, update: HostUpdate): boolean {
  return (
    host.profileId === update.profileId &&
    host.since === update.since &&
    host.vmsTotal === update.vmsTotal &&
    host.vmsRunning === update.vmsRunning &&
    host.documentMonth === update.documentMonth &&
    host.documentDigest === update.documentDigest
  );
}
