import type { Sql } from '@/lib/server/db/direct';
import type { LockedHost } from '@/lib/server/db/ingest/load';
import { countReceipts } from '@/lib/server/db/ingest/receipts';
import { ServiceError } from '@/lib/server/errors';
import { WINDOW_MS } from './decide';

// A host's receipts of the last eight days are what a fold of its history may have to read: no host may have so many
// that the others wait for it (protocol: Limits).

const LEAST_KEPT = 2_000;
/** Of what its interval asks: for spools that are drained, and intervals that were changed. */
const TIMES_ASKED = 4;
const RETRY_AFTER_SECONDS = 3_600;

const mostKept = (shortestIntervalSeconds: number): number =>
  Math.max(LEAST_KEPT, Math.floor((TIMES_ASKED * WINDOW_MS) / (shortestIntervalSeconds * 1000)));

export type Received = Pick<LockedHost, 'receivedPeriod' | 'received' | 'receivedBefore'>;

/** The counters of a host that was heard `added` more times: of this period of eight days, and of the one before. */
export function countReceived(host: Received, added: number, now: number): Received {
  const period = Math.floor(now / WINDOW_MS);
  // A period of a time to come: the server's clock was put back since, and nothing is forgotten for that.
  if (period <= host.receivedPeriod) return { ...host, received: host.received + added };
  const isNext = period === host.receivedPeriod + 1;
  return { receivedPeriod: period, received: added, receivedBefore: isNext ? host.received : 0 };
}

/**
 * How many snapshots more each of these hosts may keep now; absent for hosts that are far from their limit. `added`
 * says by host how many it sends that were not heard before.
 */
export async function loadRoom(
  tx: Sql,
  hosts: ReadonlyMap<string, LockedHost>,
  added: ReadonlyMap<string, number>,
  now: number,
): Promise<Map<string, number>> {
  const near = [...added].flatMap(([hostId, count]) => {
    const host = hosts.get(hostId);
    if (host === undefined || count === 0) return [];
    const { received, receivedBefore } = countReceived(host, count, now);
    return received + receivedBefore > mostKept(host.toldInterval) ? [host] : [];
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
    'This host has sent more snapshots within eight days than four times what its interval asks. Keep them and wait',
    { retryAfterSeconds: RETRY_AFTER_SECONDS },
  );
