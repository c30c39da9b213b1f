import { believedTimeOf, dayOf, type HistoryItem, reachesOf } from '@/lib/domain/history';
import type { Db } from '@/lib/server/db/client';
import {
  clearHistory,
  findLongFolds,
  type HostTime,
  loadItems,
  loadLastAttested,
  loadLeastBounds,
  loadPriorStates,
  loadPriorVms,
  loadSegmentStarts,
  markKnownBy,
} from '@/lib/server/db/ingest/history-window';
import type { LockedHost } from '@/lib/server/db/ingest/lock-hosts';
import { DAY_MS, HOUR_MS } from '@/lib/util/durations';
import { type HostDecisions, WINDOW_MS } from './decide';
import type { Window } from './fold-items';

/**
 * Requests are answered within ten seconds, so none is written later than that after another one that arrived
 * after it. If a host has something later than this from now, the server's own clock was ahead when it came.
 */
const CLOCK_TOLERANCE_MS = 10_000;

export type LateHost = { host: LockedHost; decisions: HostDecisions };

/** Whether the host has something in the future: the server's own clock was put back since. */
export const wasHeardAhead = ({ maxObservedAt, lastRejectedAt }: LockedHost, now: number): boolean =>
  Math.max(maxObservedAt ?? -Infinity, lastRejectedAt ?? -Infinity) > now + CLOCK_TOLERANCE_MS;

/**
 * The time to which snapshots that came while the clock was ahead are moved: just before everything that the
 * host sends now. Null for a host without any.
 */
export function settledTimeOf({ host, decisions }: LateHost, now: number): number | null {
  if (decisions.history.length === 0 || !wasHeardAhead(host, now)) return null;
  const present = decisions.history.map(believedTimeOf).filter((time) => time >= now - HOUR_MS);
  return Math.min(now, ...present) - 1;
}

/**
 * Moves what hosts sent while the server's clock was ahead to before what they send now. Returns the changed
 * hosts.
 */
export async function settleClock<T extends LateHost>(tx: Db, all: readonly T[], now: number): Promise<T[]> {
  const times = all.flatMap((one) => {
    const time = settledTimeOf(one, now);
    return time === null ? [] : [{ hostId: one.host.hostId, time }];
  });
  if (times.length === 0) return [...all];
  const known = new Map(times.map(({ hostId, time }) => [hostId, time]));
  await markKnownBy(tx, times, new Date(now + CLOCK_TOLERANCE_MS));
  return all.map((one) => {
    const time = known.get(one.host.hostId);
    if (time === undefined) return one;
    const { maxObservedAt, lastRejectedAt } = one.host;
    const atMost = (other: number | null) => (other === null ? null : Math.min(other, time));
    const host = {
      ...one.host,
      maxObservedAt: atMost(maxObservedAt),
      lastRejectedAt: atMost(lastRejectedAt),
      knownBy: time,
    };
    return { ...one, host };
  });
}

/** The times from which histories are folded again, in the order of their hosts. */
export type FoldStarts = {
  states: HostTime[];
  vms: HostTime[];
  /** The earlier of both: receipts are read from there. */
  items: HostTime[];
  /** The time before which no receipts are kept. */
  kept: Date;
};

/** Thrown before anything is written: these hosts have so much to fold that others should not wait. */
export class LongFoldsError extends Error {
  constructor(readonly hostIds: ReadonlySet<string>) {
    super(`The histories of ${hostIds.size} hosts take long to fold`);
    this.name = 'LongFoldsError';
  }
}

/** Receipts are read only for hosts that may have so many: their counters are never below the true number. */
export async function refuseLongFolds(
  tx: Db,
  late: readonly LateHost[],
  { items }: FoldStarts,
  most: number,
): Promise<void> {
  const from = items.filter((_, index) => {
    const host = late[index]?.host;
    return host !== undefined && host.received + host.receivedBefore > most;
  });
  const long = await findLongFolds(tx, from, most);
  if (long.length > 0) throw new LongFoldsError(new Set(long));
}

/**
 * Reads what late, stepped or repeated sequences need: their hosts' histories are folded again from `starts`.
 * Removes their later segments.
 */
export async function loadWindows(
  tx: Db,
  late: readonly LateHost[],
  starts: FoldStarts,
): Promise<Map<string, Window>> {
  if (late.length === 0) return new Map();
  const { states: statesFrom, vms: vmsFrom, items: itemsFrom, kept: start } = starts;
  const items = await loadItems(tx, itemsFrom, start);
  const states = await loadPriorStates(tx, statesFrom);
  const vms = await loadPriorVms(tx, vmsFrom);
  const attested = await loadLastAttested(tx, statesFrom);
  await clearHistory(tx, statesFrom, vmsFrom);
  return new Map(
    late.map(({ host: { hostId }, decisions }, index) => {
      const from = statesFrom[index]?.time ?? start.getTime();
      const window: Window = {
        items: [...(items.get(hostId) ?? []), ...decisions.history],
        from,
        vmsFrom: vmsFrom[index]?.time ?? from,
        priorState: states.get(hostId),
        priorVms: vms.get(hostId),
        lastAttested: attested.get(hostId) ?? null,
      };
      return [hostId, window];
    }),
  );
}

/** The newest segments that nothing added can change, at the earliest from a midnight over 8 days back. */
export async function findFoldStarts(tx: Db, late: readonly LateHost[], now: number): Promise<FoldStarts> {
  const start = new Date(dayOf(now - WINDOW_MS) * DAY_MS);
  if (late.length === 0) return { states: [], vms: [], items: [], kept: start };
  const reaches = late.flatMap(({ host: { hostId }, decisions }) =>
    reachesOf(decisions.history).map((reach) => ({ hostId, ...reach })),
  );
  const bounds = await loadLeastBounds(tx, reaches, start);
  const changes = late.map(({ host: { hostId, knownBy: known }, decisions }) => ({
    hostId,
    time: Math.min(earliest(decisions.history), bounds.get(hostId) ?? Infinity, known ?? Infinity),
  }));
  const starts = await loadSegmentStarts(tx, changes, start);
  const from = (kind: 'states' | 'vms') =>
    changes.map(({ hostId }) => ({ hostId, time: starts.get(hostId)?.[kind] ?? start.getTime() }));
  const [states, vms] = [from('states'), from('vms')];
  const items = states.map(({ hostId, time }, index) => ({
    hostId,
    time: Math.min(time, vms[index]?.time ?? time),
  }));
  return { states, vms, items, kept: start };
}

const earliest = (items: readonly HistoryItem[]) => Math.min(...items.map(believedTimeOf));
