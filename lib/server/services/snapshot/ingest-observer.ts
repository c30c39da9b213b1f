import type { Answer } from './ingest-batch';

/** Why a request was deferred instead of written: 429 for the host's own limit, otherwise 503. */
export const REFUSAL_REASONS = [
  'queue_full',
  'no_commit_in_time',
  'database_away',
  'took_too_long',
  'over_limit',
  'out_of_order',
  'rejected',
  'failed',
] as const;
export type RefusalReason = (typeof REFUSAL_REASONS)[number];

export type CommittedBatch = {
  /** Seconds from taking its requests out of the queue to the answer of COMMIT. */
  seconds: number;
  /** One answer for each request. */
  outcome: readonly Answer[];
};

/**
 * The batcher calls these to count and log its work. They are called often, so they must be cheap and must
 * not throw.
 */
export type IngestObserver = {
  committed: (batch: CommittedBatch) => void;
  refused: (reason: RefusalReason) => void;
  /** A snapshot was rejected because the database would not store it, which is a fault of this program's limits. */
  refusedByDatabase: (what: { hostId: string; snapshotId: string | null; error: unknown }) => void;
  /** A request alone could not be written, for an unknown reason. */
  failed: (error: unknown) => void;
};

export const UNOBSERVED: IngestObserver = {
  committed: () => undefined,
  refused: () => undefined,
  refusedByDatabase: () => undefined,
  failed: () => undefined,
};
