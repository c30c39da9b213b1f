import type { SnapshotResult } from '@/lib/contracts/agent';

/** Why a request was put off (503) instead of being written. */
export type RefusalReason = 'queue_full' | 'no_commit_in_time' | 'database_away';

export type CommittedBatch = {
  /** From taking its requests out of the queue to the answer of COMMIT. */
  seconds: number;
  /** One a request; null for a body that was refused whole. */
  outcome: readonly (readonly SnapshotResult[] | null)[];
};

/** What the batcher tells whoever counts. Called often: it must be cheap and must not throw. */
export type IngestObserver = {
  committed: (batch: CommittedBatch) => void;
  refused: (reason: RefusalReason) => void;
};

export const UNOBSERVED: IngestObserver = { committed: () => undefined, refused: () => undefined };
