import { ServiceError } from '@/lib/server/errors';
import { createExpiringMap } from '@/lib/util/expiring-map';

// What is out of order has its host's history folded anew, which costs the more, the more the host has sent. Each host
// has a share of that work, so that none can have a long history folded again and again.

/** Receipts that may be folded for one host a second: what a host at the shortest interval may need in the worst case. */
const A_SECOND = 200;
/** And at once, for a spool that is drained out of order. One fold may be of more, up to all that a host may keep. */
const AT_ONCE = 8_000;
/** The cost of finding a receipt that is not folded, as a share of folding one. */
const COST_OF_FINDING = 0.1;
const MOST_SECONDS = 3_600;

type Left = { receipts: number; at: number };

/**
 * What of a host makes its history be folded anew: stored snapshots out of order, or items that are rejected. Many of
 * those have no time of their own, so that no order can be told between them.
 */
export type FoldCause = 'out_of_order' | 'rejected';

export type FoldAllowance = {
  /** Why nothing of this host may be folded now, where it would have to be for the sake of `cause`. */
  refusal: (hostId: string, cause: FoldCause) => ServiceError | undefined;
  /** Folding `folded` receipts of a host that has as many as `kept`. */
  spend: (hostId: string, work: { folded: number; kept: number }) => void;
};

/** One for all batches of a process. */
export function createFoldAllowance(now: () => number = () => performance.now()): FoldAllowance {
  const leftNow = ({ receipts, at }: Left) => Math.min(AT_ONCE, receipts + ((now() - at) / 1000) * A_SECOND);
  const hosts = createExpiringMap<Left>((left) => leftNow(left) >= AT_ONCE);

  function leftOf(hostId: string): number {
    const left = hosts.get(hostId);
    return left === undefined ? AT_ONCE : leftNow(left);
  }

  return {
    refusal: (hostId, cause) => {
      const left = leftOf(hostId);
      return left > 0 ? undefined : putOffFor(cause, Math.min(MOST_SECONDS, Math.ceil(1 - left / A_SECOND)));
    },
    spend: (hostId, { folded, kept }) => {
      const receipts = leftOf(hostId) - folded - kept * COST_OF_FINDING;
      hosts.set(hostId, { receipts, at: now() });
    },
  };
}

/** Why this refusal puts off: it is over sooner than that of a host that keeps too much. Undefined for every other. */
export const foldCauseOf = (error: ServiceError): FoldCause | undefined => putOff.get(error);

const putOff = new WeakMap<ServiceError, FoldCause>();

const WORDS: Readonly<Record<FoldCause, string>> = {
  out_of_order:
    'This host sends snapshots out of order, and has used up the time in which they are placed. Keep them and wait',
  rejected:
    'So many snapshots of this host are rejected that it has used up the time in which rejections are noted. Look at what it sends, and wait',
};

function putOffFor(cause: FoldCause, retryAfterSeconds: number): ServiceError {
  const refusal = new ServiceError('too_many_requests', WORDS[cause], { retryAfterSeconds });
  putOff.set(refusal, cause);
  return refusal;
}
