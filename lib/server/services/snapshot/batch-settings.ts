import type { FoldAllowance } from './fold-allowance';

export type BatchSettings = {
  reportIntervalSeconds: number;
  retentionDays: number;
  /** How long a statement of a batch may take; absent if the writer prefers to wait. */
  statementMs?: number;
  /** How much may be folded again for each host; absent if the writer sends in its own interest. */
  folds?: FoldAllowance;
  /**
   * Histories with more receipts are not folded together with other hosts: the batch is given up
   * (`LongFoldsError`). Absent if nobody else waits for the write.
   */
  longFold?: number;
};
