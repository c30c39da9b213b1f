import { ServiceError } from '@/lib/server/errors';
import { createExpiringMap } from '@/lib/util/expiring-map';

// A snapshot out of order makes its host's history be folded again, which costs more, the more the host has
// sent. Each host has a share of that work, so that none can cause it again and again.

/**
 * Receipts that may be folded for one host a second: what a host at the shortest interval may need in the
 * worst case.
 */
const A_SECOND = 200;
/**
 * Receipts that may be folded at once, for a spool that is drained out of order. A single fold may exceed
 * this, up to everything that a host may keep.
 */
const AT_ONCE = 8_000;
/** The cost of finding a receipt that is not folded, as a share of folding one. */
const COST_OF_FINDING = 0.1;
const MOST_SECONDS = 3_600;

type Left = { receipts: number; at: number };

/**
 * Why a host's history is folded again: stored snapshots out of order, or rejected items. Many of the latter
 * have no time of their own, so they have no order.
 */
export type FoldCause = 'out_of_order' | 'rejected';

export type FoldAllowance = {
  /** The refusal if nothing of this host may be folded now, although `cause` requires it. */
  refusal: (hostId: string, cause: FoldCause) => ServiceError | undefined;
  /** Records that `folded` receipts were folded for a host that keeps `kept`. */
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

/**
 * The cause of a deferral for folding, which ends sooner than the refusal of a host that keeps too much.
 * Undefined for any other error.
 */
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
