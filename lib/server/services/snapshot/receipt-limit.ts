import { LEAST_KEPT, MOST_KEPT } from '@/lib/domain/retention';
import type { RowReader } from '@/lib/server/db/checked-rows';
import type { LockedHost } from '@/lib/server/db/ingest/lock-hosts';
import { countReceipts } from '@/lib/server/db/ingest/receipts';
import { ServiceError } from '@/lib/server/errors';
import { WINDOW_MS } from './decide';

// A host's receipts of the last eight days are what a fold of its history may have to read: no host may have so many
// that the others wait for it (protocol: Limits).

/** How many times what its interval asks a host may send, to allow for drained spools and changed intervals. */
const TIMES_ASKED = 4;
const RETRY_AFTER_SECONDS = 3_600;

const mostKept = (shortestIntervalSeconds: number): number =>
  Math.min(
    MOST_KEPT,
    Math.max(LEAST_KEPT, Math.floor((TIMES_ASKED * WINDOW_MS) / (shortestIntervalSeconds * 1000))),
  );

export type Received = Pick<
  LockedHost,
  'receivedPeriod' | 'received' | 'receivedBefore' | 'receivedShortest' | 'receivedBeforeShortest'
>;

/** The counters of a host that was heard `added` more times: of this period of eight days, and of the one before. */
export function countReceived(
  host: Received & Pick<LockedHost, 'toldInterval'>,
  added: number,
  now: number,
): Received {
  const { toldInterval, receivedPeriod, received, receivedBefore } = host;
  const { receivedShortest, receivedBeforeShortest } = host;
  const period = Math.floor(now / WINDOW_MS);
  // A period of a time to come: the server's clock was put back since, and nothing is forgotten for that.
  if (period <= receivedPeriod)
    return {
      receivedPeriod,
      received: received + added,
      receivedBefore,
      receivedShortest: added > 0 ? shorter(receivedShortest, toldInterval) : receivedShortest,
      receivedBeforeShortest,
    };
  const isNext = period === receivedPeriod + 1;
  return {
    receivedPeriod: period,
    received: added,
    receivedBefore: isNext ? received : 0,
    receivedShortest: added > 0 ? toldInterval : null,
    receivedBeforeShortest: isNext ? receivedShortest : null,
  };
}

const shorter = (one: number | null, other: number) => Math.min(one ?? other, other);

/**
 * Whether a host that sends this many more may be over its limit. Each period is compared with the shortest interval of
 * its own time, so that a fleet is not counted for what it sent before its interval was raised.
 */
function isNear(host: LockedHost, added: number, now: number): boolean {
  const counted = countReceived(host, added, now);
  const own = shorter(counted.receivedShortest, host.toldInterval);
  if (counted.received > mostKept(own)) return true;
  return counted.received + counted.receivedBefore > mostKept(shorter(counted.receivedBeforeShortest, own));
}

/**
 * How many snapshots more each of these hosts may keep now; absent for hosts that are far from their limit. `added`
 * says by host how many it sends that were not heard before.
 */
export async function loadRoom(
  tx: RowReader,
  hosts: ReadonlyMap<string, LockedHost>,
  added: ReadonlyMap<string, number>,
  now: number,
): Promise<Map<string, number>> {
  const near = [...added].flatMap(([hostId, count]) => {
    const host = hosts.get(hostId);
    return host !== undefined && count > 0 && isNear(host, count, now) ? [host] : [];
  });
  if (near.length === 0) return new Map();
  const counted = await countReceipts(
    tx,
    near.map(({ hostId }) => hostId),
    new Date(now - WINDOW_MS),
  );
  return new Map(
    near.map(({ hostId, toldInterval }) => {
      const { receipts = 0, shortestInterval = toldInterval } = counted.get(hostId) ?? {};
      return [hostId, mostKept(Math.min(toldInterval, shortestInterval)) - receipts];
    }),
  );
}

export const overLimit = (): ServiceError =>
  new ServiceError(
    'too_many_requests',
    'This host has sent more snapshots within eight days than it may keep. Keep them and wait',
    { retryAfterSeconds: RETRY_AFTER_SECONDS },
  );
