import { LEAST_KEPT, MOST_KEPT } from '@/lib/domain/retention';
import type { RowReader } from '@/lib/server/db/checked-rows';
import type { LockedHost } from '@/lib/server/db/ingest/lock-hosts';
import { countReceipts } from '@/lib/server/db/ingest/receipts';
import { ServiceError } from '@/lib/server/errors';
import { WINDOW_MS } from './decide';

// A fold of a host's history may have to read all receipts of its last eight days: no host may have so many
// that the others wait for it (protocol: Limits).

/**
 * How many times more a host may send than its interval asks for, to allow for drained spools and changed
 * intervals.
 */
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

/**
 * The counters of a host after `added` more snapshots: of the present period of eight days, and of the
 * previous one.
 */
export function countReceived(
  host: Received & Pick<LockedHost, 'toldInterval'>,
  added: number,
  now: number,
): Received {
  const { toldInterval, receivedPeriod, received, receivedBefore } = host;
  const { receivedShortest, receivedBeforeShortest } = host;
  const period = Math.floor(now / WINDOW_MS);
  // The stored period lies in the future: the server's clock was put back since, but no counter is forgotten.
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
 * Whether a host that sends this many more may be over its limit. Each period is compared with the shortest
 * interval of its own time, so that raising the interval does not turn earlier snapshots into too many.
 */
function isNear(host: LockedHost, added: number, now: number): boolean {
  const counted = countReceived(host, added, now);
  const own = shorter(counted.receivedShortest, host.toldInterval);
  if (counted.received > mostKept(own)) return true;
  return counted.received + counted.receivedBefore > mostKept(shorter(counted.receivedBeforeShortest, own));
}

/**
 * How many more snapshots each of these hosts may keep now; absent for hosts far from their limit. `added`
 * is, by host, the number of new ones that it sends.
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
