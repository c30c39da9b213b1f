import type { FoldAllowance } from './fold-allowance';

export type BatchSettings = {
  reportIntervalSeconds: number;
  retentionDays: number;
  /** How long a statement of a batch may take; absent where whoever writes would rather wait than be put off. */
  statementMs?: number;
  /** How much may be folded anew for each host; absent where whoever writes sends in its own interest. */
  folds?: FoldAllowance;
  /**
   * Receipts of which more are not folded among other hosts: a batch that would is given up (`LongFoldsError`). Absent
   * where nobody else waits for what is written.
   */
  longFold?: number;
};
